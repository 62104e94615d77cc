//! Where SQLite and PostgreSQL truly differ, both versions side by side.

/// The two databases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Dialect {
    /// The embedded default.
    Sqlite,
    /// The database of many nodes.
    Postgres,
}

impl Dialect {
    /// A table function that yields one JSON array per row as `value`, from the parameter `$1`.
    pub(crate) fn rows_from_json(self) -> &'static str {
        match self {
            Self::Sqlite => "json_each($1)",
            Self::Postgres => "json_array_elements(cast($1 as json)) as given(value)",
        }
    }

    /// Bytes from the hexadecimal text that `text` yields.
    pub(crate) fn bytes_from_hex(self, text: &str) -> String {
        match self {
            Self::Sqlite => format!("unhex({text})"),
            Self::Postgres => format!("decode({text}, 'hex')"),
        }
    }

    /// Locks the chosen rows of `table` until the transaction ends. SQLite's single writer needs no such lock.
    pub(crate) fn for_update_of(self, table: &str) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!(" for update of {table}"),
        }
    }
}
