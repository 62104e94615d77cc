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

    /// Changes after `$2`, and those whose numbers are in the JSON list `$1`.
    pub(crate) fn list_changes(self) -> &'static str {
        const SQLITE_SQL: &str = "
            select outbox_no, event_id from outbox
             where outbox_no > $2 or outbox_no in (select value from json_each($1))
             order by outbox_no limit $3";
        const POSTGRES_SQL: &str = "
            select outbox_no, event_id from outbox
             where outbox_no > $2
                or outbox_no in (select cast(value as bigint) from json_array_elements_text(cast($1 as json)) as t(value))
             order by outbox_no limit $3";
        match self {
            Self::Sqlite => SQLITE_SQL,
            Self::Postgres => POSTGRES_SQL,
        }
    }

    /// Takes due jobs of a lane. PostgreSQL's workers skip what another one is just taking.
    pub(crate) fn claim_jobs(self) -> &'static str {
        const SQLITE_SQL: &str = "
            update job set run_at = $3, locked_until = $3, attempts = attempts + 1
             where job_id in (
                   select job_id from job
                    where state = 'ready' and lane = $1 and run_at <= $2
                    order by run_at limit $4)
            returning job_id, kind, payload, attempts";
        const POSTGRES_SQL: &str = "
            update job set run_at = $3, locked_until = $3, attempts = attempts + 1
             where job_id in (
                   select job_id from job
                    where state = 'ready' and lane = $1 and run_at <= $2
                    order by run_at limit $4 for update skip locked)
            returning job_id, kind, payload, attempts";
        match self {
            Self::Sqlite => SQLITE_SQL,
            Self::Postgres => POSTGRES_SQL,
        }
    }
}
