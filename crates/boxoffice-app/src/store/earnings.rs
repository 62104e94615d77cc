//! What organizations have earned, read from the ledger, and what was paid out to them.

use boxoffice_domain::ids::{AccountId, EventId, OrganizationId, PayoutId, PerformanceId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Dialect, Result, Tx, on};

row! {
    /// What moved in a quarter of an hour, in one currency: every zone's days begin with one.
    #[derive(Clone, Debug)]
    pub(crate) struct EarnedQuarter {
        pub(crate) quarter: i64,
        pub(crate) currency: String,
        pub(crate) face_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) tax_minor: i64,
        pub(crate) refund_minor: i64,
        pub(crate) dispute_minor: i64,
    }
}

row! {
    /// What a performance earned, in one currency.
    #[derive(Clone, Debug)]
    pub(crate) struct EarnedPerformance {
        pub(crate) performance_id: PerformanceId,
        pub(crate) event_id: EventId,
        pub(crate) title: String,
        pub(crate) starts_at: Option<Time>,
        pub(crate) time_zone: String,
        pub(crate) currency: String,
        pub(crate) face_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) tax_minor: i64,
        pub(crate) refund_minor: i64,
        pub(crate) dispute_minor: i64,
        pub(crate) comps: i64,
    }
}

row! {
    /// What lies in an account, in one currency.
    #[derive(Clone, Debug)]
    pub(crate) struct BalanceRow {
        pub(crate) account: String,
        pub(crate) currency: String,
        pub(crate) amount_minor: i64,
    }
}

row! {
    /// Money that was sent to an organizer.
    #[derive(Clone, Debug)]
    pub struct Payout {
        /// Its id.
        pub payout_id: PayoutId,
        /// To whom.
        pub organization_id: OrganizationId,
        /// In which currency.
        pub currency: String,
        /// How much.
        pub amount_minor: i64,
        /// On which day, as it was typed: `2027-03-31`.
        pub paid_on: String,
        /// What stands on the bank statement.
        pub reference: String,
        /// Who recorded it.
        pub account_id: Option<AccountId>,
        /// When.
        pub created_at: Time,
    }
}

impl Tx {
    /// An organization's earnings by quarter of an hour, oldest first.
    pub(crate) async fn list_earned_quarters(
        &mut self,
        organization: OrganizationId,
        from: Time,
        to: Time,
    ) -> Result<Vec<EarnedQuarter>> {
        const SQL: &str = "
            select at / 900000000 as quarter, currency,
                   cast(sum(case when cause = 'sale' and account = 'face_value' then -amount_minor else 0 end) as bigint) as face_minor,
                   cast(sum(case when cause = 'sale' and account = 'fee' then -amount_minor else 0 end) as bigint) as fee_minor,
                   cast(sum(case when cause = 'sale' and account = 'tax' then -amount_minor else 0 end) as bigint) as tax_minor,
                   cast(sum(case when cause = 'refund_wanted' then amount_minor else 0 end) as bigint) as refund_minor,
                   cast(sum(case when cause = 'dispute_lost' then amount_minor else 0 end) as bigint) as dispute_minor
              from ledger
             where organization_id = $1 and at >= $2 and at < $3
               and account in ('face_value', 'fee', 'tax', 'kept_fee', 'allowance', 'dispute_loss')
             group by at / 900000000, currency
             order by quarter, currency";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(from.micros())
            .bind(to.micros())
            .fetch_all(conn)
            .await?))
    }

    /// An organization's earnings by performance, soonest first.
    pub(crate) async fn list_earned_performances(
        &mut self,
        organization: OrganizationId,
        from: Time,
        to: Time,
        limit: u32,
    ) -> Result<Vec<EarnedPerformance>> {
        const SQL: &str = "
            select p.performance_id, p.event_id, e.title, p.starts_at, e.time_zone, n.currency, n.face_minor, n.fee_minor,
                   n.tax_minor, n.refund_minor, n.dispute_minor,
                   (select count(*) from ticket t join buyer_order b on b.order_id = t.order_id
                     where t.performance_id = p.performance_id and t.state = 'valid' and b.method = 'comp') as comps
              from (
                  select performance_id, currency,
                         cast(sum(case when cause = 'sale' and account = 'face_value' then -amount_minor else 0 end) as bigint) as face_minor,
                         cast(sum(case when cause = 'sale' and account = 'fee' then -amount_minor else 0 end) as bigint) as fee_minor,
                         cast(sum(case when cause = 'sale' and account = 'tax' then -amount_minor else 0 end) as bigint) as tax_minor,
                         cast(sum(case when cause = 'refund_wanted' then amount_minor else 0 end) as bigint) as refund_minor,
                         cast(sum(case when cause = 'dispute_lost' then amount_minor else 0 end) as bigint) as dispute_minor
                    from ledger
                   where organization_id = $1 and at >= $2 and at < $3 and performance_id is not null
                     and account in ('face_value', 'fee', 'tax', 'kept_fee', 'allowance', 'dispute_loss')
                   group by performance_id, currency) n
              join performance p on p.performance_id = n.performance_id
              join event e on e.event_id = p.event_id
             order by case when p.starts_at is null then 1 else 0 end, p.starts_at, p.performance_id
             limit $4";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(from.micros())
            .bind(to.micros())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }

    /// What lies in an organization's accounts now.
    pub(crate) async fn list_balances(&mut self, organization: OrganizationId) -> Result<Vec<BalanceRow>> {
        const SQL: &str = "
            select account, currency, cast(sum(amount_minor) as bigint) as amount_minor
              from ledger
             where organization_id = $1
             group by account, currency
             order by currency, account";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(organization.bytes()).fetch_all(conn).await?))
    }

    /// The newest payouts of an organization.
    pub(crate) async fn list_payouts(
        &mut self,
        organization: OrganizationId,
        limit: u32,
    ) -> Result<Vec<Payout>> {
        const SQL: &str = "
            select payout_id, organization_id, currency, amount_minor, paid_on, reference, account_id, created_at
              from payout where organization_id = $1
             order by created_at desc, payout_id desc limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }

    /// Lets payouts of an organization take turns until this transaction ends.
    pub(crate) async fn lock_organization(&mut self, organization: OrganizationId) -> Result<()> {
        const POSTGRES_SQL: &str = "select name from organization where organization_id = $1 for update";
        // On SQLite whoever may write is alone.
        if self.dialect() == Dialect::Postgres {
            on!(self, conn => sqlx::query(POSTGRES_SQL).bind(organization.bytes()).execute(conn).await?.rows_affected());
        }
        Ok(())
    }

    /// Stores a payout.
    pub(crate) async fn insert_payout(&mut self, payout: &Payout) -> Result<()> {
        const SQL: &str = "
            insert into payout (payout_id, organization_id, currency, amount_minor, paid_on, reference, account_id,
                                created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(self, conn => sqlx::query(SQL)
            .bind(payout.payout_id.bytes())
            .bind(payout.organization_id.bytes())
            .bind(&payout.currency)
            .bind(payout.amount_minor)
            .bind(&payout.paid_on)
            .bind(&payout.reference)
            .bind(payout.account_id.as_ref().map(AccountId::bytes))
            .bind(payout.created_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }
}
