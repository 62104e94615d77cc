//! Rows into structs on both databases, without procedural macros.
//! `row! { struct EventRow { event_id: EventId, … } }` reads each column by its field's name.

use boxoffice_domain::time::Time;
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// A value that can be read from a column of either database.
pub trait FromColumn: Sized {
    /// Reads it from SQLite.
    fn from_sqlite(row: &SqliteRow, column: &str) -> Result<Self, sqlx::Error>;
    /// Reads it from PostgreSQL.
    fn from_postgres(row: &PgRow, column: &str) -> Result<Self, sqlx::Error>;
    /// Reads it from SQLite in a batch or peek, by its column's position.
    fn from_direct(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Self>;
}

macro_rules! plain_cells {
    ($($kind:ty),+) => {$(
        impl FromColumn for $kind {
            fn from_sqlite(row: &SqliteRow, column: &str) -> Result<Self, sqlx::Error> {
                row.try_get(column)
            }
            fn from_postgres(row: &PgRow, column: &str) -> Result<Self, sqlx::Error> {
                row.try_get(column)
            }
            fn from_direct(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Self> {
                row.get(column)
            }
        }
    )+};
}

plain_cells!(i64, String, bool, Vec<u8>, Option<i64>, Option<String>, Option<bool>, Option<Vec<u8>>);

/// Declares a cell that is stored as a plainer one.
macro_rules! via {
    ($target:ty, $raw:ty, $convert:expr) => {
        impl $crate::store::row::FromColumn for $target {
            fn from_sqlite(row: &sqlx::sqlite::SqliteRow, column: &str) -> Result<Self, sqlx::Error> {
                <$raw as $crate::store::row::FromColumn>::from_sqlite(row, column).and_then($convert)
            }
            fn from_postgres(row: &sqlx::postgres::PgRow, column: &str) -> Result<Self, sqlx::Error> {
                <$raw as $crate::store::row::FromColumn>::from_postgres(row, column).and_then($convert)
            }
            fn from_direct(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Self> {
                let convert: fn($raw) -> Result<Self, sqlx::Error> = $convert;
                <$raw as $crate::store::row::FromColumn>::from_direct(row, column)
                    .and_then(|raw| convert(raw).map_err($crate::store::row::not_that))
            }
        }
    };
}
pub(crate) use via;

via!(Time, i64, |micros| Ok(Time::from_micros(micros)));
via!(Option<Time>, Option<i64>, |micros| Ok(micros.map(Time::from_micros)));

/// The position of a column, most often right after the one before: questions mostly name columns in the order of
/// the struct's fields, and looking each of them up by name would cost more than reading it.
pub(crate) fn find_column(row: &rusqlite::Row<'_>, at: &mut usize, name: &str) -> rusqlite::Result<usize> {
    let columns: &rusqlite::Statement<'_> = row.as_ref();
    let found = if columns.column_name(*at).is_ok_and(|next| next == name) {
        *at
    } else {
        columns.column_index(name)?
    };
    *at = found + 1;
    Ok(found)
}

/// A value that is there and cannot be what it claims to be.
pub(crate) fn not_that(error: sqlx::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Null, error.into())
}

fn sixteen(bytes: Vec<u8>) -> Result<[u8; 16], sqlx::Error> {
    bytes.try_into().map_err(|_| sqlx::Error::Decode("an id column does not hold 16 bytes".into()))
}

macro_rules! id_cells {
    ($id:ty) => {
        via!($id, Vec<u8>, |bytes| sixteen(bytes).map(<$id>::from_bytes));
        via!(Option<$id>, Option<Vec<u8>>, |bytes| {
            bytes.map(|bytes| sixteen(bytes).map(<$id>::from_bytes)).transpose()
        });
    };
}
boxoffice_domain::for_each_id!(id_cells);

/// Declares a struct that sqlx can read from a row of either database, column by field name.
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $kind:ty),+ $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $kind),+ }

        impl<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> for $name {
            fn from_row(row: &'r sqlx::sqlite::SqliteRow) -> Result<Self, sqlx::Error> {
                Ok(Self { $($field: $crate::store::row::FromColumn::from_sqlite(row, stringify!($field))?),+ })
            }
        }

        impl<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> for $name {
            fn from_row(row: &'r sqlx::postgres::PgRow) -> Result<Self, sqlx::Error> {
                Ok(Self { $($field: $crate::store::row::FromColumn::from_postgres(row, stringify!($field))?),+ })
            }
        }

        impl $crate::store::direct::DirectRow for $name {
            fn from_direct(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
                let mut at = 0;
                Ok(Self {
                    $($field: $crate::store::row::FromColumn::from_direct(
                        row,
                        $crate::store::row::find_column(row, &mut at, stringify!($field))?,
                    )?),+
                })
            }
        }
    };
}
pub(crate) use row;
