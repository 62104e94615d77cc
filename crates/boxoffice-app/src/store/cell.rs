//! What a statement is given: the cells of a row on its way into the database.
//! SQLite's batches bind them as they are; elsewhere rows travel as one JSON text, bytes as hexadecimal.

use std::borrow::Cow;

use boxoffice_domain::time::Time;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use serde::{Serialize, Serializer};

use super::bulk::Kind;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// An id or a secret.
    Id([u8; 16]),
    /// Other bytes.
    Bytes(&'a [u8]),
    /// Text.
    Text(Cow<'a, str>),
}

/// The cells of a row, in the order of its columns.
pub type Cells<'a> = Vec<Cell<'a>>;

/// The cells of a row: `cells![order.id, order.number.as_str(), order.created_at]`.
macro_rules! cells {
    ($($cell:expr),* $(,)?) => { vec![$($crate::store::cell::Cell::from($cell)),*] };
}
pub(crate) use cells;

impl Cell<'_> {
    /// Whether a column of this kind can hold it.
    pub(super) fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Null => true,
            Self::Int(_) => kind == Kind::Int,
            Self::Bool(_) => kind == Kind::Bool,
            Self::Id(_) | Self::Bytes(_) => kind == Kind::Bytes,
            Self::Text(_) => kind == Kind::Text,
        }
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Bool(yes) => serializer.serialize_bool(*yes),
            Self::Id(bytes) => serializer.serialize_str(&hex(bytes)),
            Self::Bytes(bytes) => serializer.serialize_str(&hex(bytes)),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Bool(yes) => ValueRef::Integer(i64::from(*yes)),
            Self::Id(bytes) => ValueRef::Blob(bytes),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Time> for Cell<'_> {
    fn from(time: Time) -> Self {
        Self::Int(time.micros())
    }
}

impl From<&Time> for Cell<'_> {
    fn from(time: &Time) -> Self {
        Self::Int(time.micros())
    }
}

impl From<[u8; 16]> for Cell<'_> {
    fn from(bytes: [u8; 16]) -> Self {
        Self::Id(bytes)
    }
}

impl<'a> From<&'a [u8]> for Cell<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a, T> From<Option<T>> for Cell<'a>
where
    Cell<'a>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Cell::from)
    }
}

macro_rules! id_cell {
    ($id:ty) => {
        impl From<$id> for Cell<'_> {
            fn from(id: $id) -> Self {
                Self::Id(*id.as_bytes())
            }
        }
    };
}
boxoffice_domain::for_each_id!(id_cell);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_travel_as_json_with_bytes_as_hexadecimal() {
        let nothing: Option<i64> = None;
        let row: Cells<'_> = cells![7, true, [1; 16], &[255_u8, 0][..], "ö \"x\"", nothing, "own".to_owned()];
        let json = serde_json::to_string(&row).expect("JSON");
        assert_eq!(json, r#"[7,true,"01010101010101010101010101010101","ff00","ö \"x\"",null,"own"]"#);
    }

    #[test]
    fn a_cell_fits_only_its_kind_of_column() {
        assert!(Cell::from(7).fits(Kind::Int) && !Cell::from(7).fits(Kind::Text));
        assert!(Cell::from("a").fits(Kind::Text) && !Cell::from("a").fits(Kind::Bytes));
        assert!(
            [Kind::Bytes, Kind::Int, Kind::Text, Kind::Bool].into_iter().all(|kind| Cell::Null.fits(kind))
        );
    }
}
