//! An organizer's own events, and the capacities that lists show beside events.

use std::collections::HashMap;

use boxoffice_domain::ids::{EventId, OrganizationId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{id_list, ids_in};
use super::events::Event;
use super::row::row;
use super::{Dialect, Result, Tx, on};

/// Which of the organizations' events.
#[derive(Clone, Debug, Default)]
pub struct OwnEvents {
    /// Whose.
    pub organizations: Vec<OrganizationId>,
    /// Words of the title, lower case; none: all.
    pub title: Option<String>,
    /// Category slug; none: all.
    pub category: Option<String>,
    /// Starting at or after; none: all.
    pub from: Option<Time>,
    /// Starting before; none: all.
    pub to: Option<Time>,
    /// The last one of the page before.
    pub before: Option<EventId>,
    /// Most of them.
    pub limit: u32,
}

row! {
    struct CapacityRow {
        event_id: EventId,
        capacity: i64,
    }
}

fn list_sql(dialect: Dialect) -> String {
    format!(
        "select *
           from event
          where organization_id in {} and state <> 'deleted'
            and (cast($2 as text) is null or lower(title) like $2 escape '!')
            and (cast($3 as text) is null or category = $3)
            and (cast($4 as bigint) is null or starts_at >= $4)
            and (cast($5 as bigint) is null or starts_at < $5)
            and (cast($6 as bytea) is null or event_id < $6)
          order by event_id desc
          limit $7",
        ids_in(dialect)
    )
}

fn capacities_sql(dialect: Dialect) -> String {
    format!(
        "select performance.event_id as event_id, cast(sum(area.capacity) as bigint) as capacity
           from performance
           join area using (performance_id)
          where performance.event_id in {}
          group by performance.event_id",
        ids_in(dialect)
    )
}

/// `%words%`, with what `like` would read as a pattern taken literally.
fn like(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern + "%"
}

impl Tx {
    /// Events of organizations, drafts included, newest first.
    pub async fn list_own_events(&mut self, which: &OwnEvents) -> Result<Vec<Event>> {
        let sql = list_sql(self.dialect());
        on!(self, conn => Ok(sqlx::query_as(AssertSqlSafe(sql))
            .bind(id_list(which.organizations.iter().map(OrganizationId::bytes)))
            .bind(which.title.as_deref().map(like))
            .bind(which.category.clone())
            .bind(which.from.map(Time::micros))
            .bind(which.to.map(Time::micros))
            .bind(which.before.map(|id| id.bytes().to_vec()))
            .bind(i64::from(which.limit))
            .fetch_all(conn)
            .await?))
    }

    /// The places of events, over all their performances.
    pub async fn list_capacities(&mut self, events: &[EventId]) -> Result<HashMap<EventId, i64>> {
        if events.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = capacities_sql(self.dialect());
        let ids = id_list(events.iter().map(EventId::bytes));
        let rows: Vec<CapacityRow> =
            on!(self, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await?);
        Ok(rows.into_iter().map(|row| (row.event_id, row.capacity)).collect())
    }
}
