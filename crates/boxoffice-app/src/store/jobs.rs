//! Questions and changes of the jobs runner: claim, settle, count, and who does the periodic work.

use boxoffice_domain::ids::JobId;
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{Columns, Kind, id_list, ids_in};
use super::cell::cells;
use super::row::row;
use super::{Result, Tx, on};

/// Which queue a job waits in. Money and deadlines never wait behind mails and files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Lane {
    /// Small work that somebody waits for: refunds, sessions to end.
    Prompt,
    /// Work that yields to sales: mails, files.
    Bulk,
}

impl Lane {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Prompt, Self::Bulk];

    /// As the database stores it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Bulk => "bulk",
        }
    }
}

row! {
    /// A job that this node has claimed.
    #[derive(Clone, Debug)]
    pub struct ClaimedJob {
        /// Its id.
        pub job_id: JobId,
        /// Its kind.
        pub kind: String,
        /// Its fields, as JSON.
        pub payload: String,
        /// Which try this is, from one.
        pub attempts: i64,
    }
}

row! {
    /// How many jobs of a kind wait.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Backlog {
        /// The kind.
        pub kind: String,
        /// Jobs to be done now or later.
        pub ready: i64,
        /// Of these, those whose time has come.
        pub due: i64,
        /// Jobs put aside after too many tries.
        pub dead: i64,
        /// When the oldest waiting one was enqueued.
        pub oldest_at: Option<Time>,
    }
}

row! {
    /// A job put aside, for a person to look at.
    #[derive(Clone, Debug)]
    pub struct DeadJob {
        /// Its id.
        pub job_id: JobId,
        /// Its kind.
        pub kind: String,
        /// Its fields, as JSON.
        pub payload: String,
        /// Tries so far.
        pub attempts: i64,
        /// What went wrong last.
        pub last_error: Option<String>,
        /// When it was enqueued.
        pub created_at: Time,
    }
}

/// What becomes of a job that did not succeed.
#[derive(Clone, Debug)]
pub(crate) struct JobFailure {
    /// Which job.
    pub(crate) job: JobId,
    /// Which try failed: a later claim by another node is not overwritten.
    pub(crate) attempts: i64,
    /// When to try again; none puts it aside.
    pub(crate) again_at: Option<Time>,
    /// Why.
    pub(crate) error: String,
}

const FAILURE: Columns = &[
    ("job_id", Kind::Bytes),
    ("attempts", Kind::Int),
    ("state", Kind::Text),
    ("run_at", Kind::Int),
    ("locked_until", Kind::Int),
    ("last_error", Kind::Text),
];

impl Tx {
    /// Claims due jobs of a lane, oldest first, until `lease_until`.
    pub(crate) async fn claim_jobs(
        &mut self,
        lane: Lane,
        now: Time,
        lease_until: Time,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>> {
        let sql = self.dialect().claim_jobs();
        let mut jobs: Vec<ClaimedJob> = on!(self, conn => sqlx::query_as(sql)
            .bind(lane.as_str())
            .bind(now.micros())
            .bind(lease_until.micros())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?;
        // Ids sort by age; `returning` promises no order.
        jobs.sort_by_key(|job| job.job_id);
        Ok(jobs)
    }

    /// Removes jobs that are done.
    pub(crate) async fn delete_jobs(&mut self, jobs: &[JobId]) -> Result<()> {
        if jobs.is_empty() {
            return Ok(());
        }
        let sql = format!("delete from job where job_id in {}", ids_in(self.dialect()));
        let ids = id_list(jobs.iter().map(JobId::bytes));
        on!(self, conn => sqlx::query(AssertSqlSafe(sql)).bind(ids).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Gives claimed jobs back that were not started.
    pub(crate) async fn give_back_jobs(&mut self, jobs: &[JobId], now: Time) -> Result<()> {
        if jobs.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "update job set run_at = $2, locked_until = 0, attempts = attempts - 1 where job_id in {}",
            ids_in(self.dialect())
        );
        let ids = id_list(jobs.iter().map(JobId::bytes));
        on!(self, conn => sqlx::query(AssertSqlSafe(sql)).bind(ids).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Gives back whatever is claimed; a try that nobody finished counts as one.
    pub(crate) async fn release_jobs(&mut self, now: Time) -> Result<()> {
        const SQL: &str =
            "update job set run_at = $1, locked_until = 0 where state = 'ready' and locked_until > $1";
        on!(self, conn => sqlx::query(SQL).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Notes failures: to be tried again, or put aside.
    pub(crate) async fn fail_jobs(&mut self, failures: &[JobFailure]) -> Result<()> {
        let rows = failures
            .iter()
            .map(|failure| {
                cells![
                    failure.job,
                    failure.attempts,
                    if failure.again_at.is_some() { "ready" } else { "dead" },
                    failure.again_at.map_or(0, Time::micros),
                    0_i64,
                    failure.error.as_str(),
                ]
            })
            .collect();
        self.update_rows("job", FAILURE, 2, rows).await.map(|_| ())
    }

    /// When the next job of a lane is due, if one waits.
    pub(crate) async fn find_next_job(&mut self, lane: Lane) -> Result<Option<Time>> {
        const SQL: &str = "select min(run_at) from job where state = 'ready' and lane = $1";
        let at: Option<i64> =
            on!(self, conn => sqlx::query_scalar(SQL).bind(lane.as_str()).fetch_one(conn).await)?;
        Ok(at.map(Time::from_micros))
    }

    /// Waiting and dead jobs, by kind.
    pub async fn count_jobs(&mut self, now: Time) -> Result<Vec<Backlog>> {
        const SQL: &str = "
            select kind,
                   sum(case when state = 'ready' then 1 else 0 end) as ready,
                   sum(case when state = 'ready' and (run_at <= $1 or locked_until > $1) then 1 else 0 end) as due,
                   sum(case when state = 'dead' then 1 else 0 end) as dead,
                   min(case when state = 'ready' then created_at end) as oldest_at
              from job group by kind order by kind";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(now.micros()).fetch_all(conn).await)?)
    }

    /// Drops all waiting jobs of a kind and says how many there were. For made-up histories only: what was
    /// promised to real people is never dropped.
    pub async fn discard_jobs(&mut self, kind: &str) -> Result<u64> {
        const SQL: &str = "delete from job where kind = $1 and state = 'ready'";
        Ok(on!(self, conn => sqlx::query(SQL).bind(kind).execute(conn).await?.rows_affected()))
    }

    /// Jobs put aside, newest first.
    pub async fn list_dead_jobs(&mut self, limit: u32) -> Result<Vec<DeadJob>> {
        const SQL: &str = "
            select job_id, kind, payload, attempts, last_error, created_at
              from job where state = 'dead' order by job_id desc limit $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// Gives a job that was put aside all its tries again. False when there is no such dead job.
    pub async fn revive_job(&mut self, job: JobId, now: Time) -> Result<bool> {
        const SQL: &str = "
            update job set state = 'ready', attempts = 0, run_at = $2, locked_until = 0
             where job_id = $1 and state = 'dead'";
        let done = on!(self, conn => sqlx::query(SQL).bind(job.bytes()).bind(now.micros()).execute(conn)
            .await?.rows_affected());
        Ok(done == 1)
    }

    /// Takes or renews a lease; true while `holder` has it.
    pub(crate) async fn take_lease(
        &mut self,
        name: &str,
        holder: &[u8; 16],
        now: Time,
        until: Time,
    ) -> Result<bool> {
        const SQL: &str = "
            insert into lease (name, holder, held_until) values ($1, $2, $4)
            on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
             where lease.holder = excluded.holder or lease.held_until <= $3";
        let taken = on!(self, conn => sqlx::query(SQL)
            .bind(name)
            .bind(&holder[..])
            .bind(now.micros())
            .bind(until.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(taken == 1)
    }
}
