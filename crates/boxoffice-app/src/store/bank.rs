//! Organizations' bank accounts, the statements that were brought in, and their entries. Only the desk changes entries.

use boxoffice_domain::ids::{AccountId, BankEntryId, BankStatementId, OrderId, OrganizationId};
use boxoffice_domain::time::Time;

use super::bulk::{Columns, Key, Kind, id_list, ids_in};
use super::cell::cells;
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// Where buyers send an organization's money.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StoredBankAccount {
        /// Whose it is.
        pub organization_id: OrganizationId,
        /// In whose name it is.
        pub holder: String,
        /// Its number, without blanks.
        pub iban: String,
        /// Its bank's code; empty: not given.
        pub bic: String,
        /// In which currency.
        pub currency: String,
        /// Days that a buyer has.
        pub days_to_pay: i64,
        /// So long before a performance nobody can choose it any more, in seconds.
        pub closes_before_s: i64,
        /// Whether buyers may choose it now.
        pub is_on: bool,
        /// Last changed.
        pub updated_at: Time,
    }
}

row! {
    /// A statement as it is stored.
    #[derive(Clone, Debug)]
    pub struct StoredStatement {
        /// Its id.
        pub bank_statement_id: BankStatementId,
        /// Whose account it is of.
        pub organization_id: OrganizationId,
        /// The file's name.
        pub file_name: String,
        /// What it says, as JSON; empty once it is taken.
        pub entries: String,
        /// Lines that are no money that came in, or not in the account's currency.
        pub passed_over: i64,
        /// Who brought it in.
        pub account_id: Option<AccountId>,
        /// When.
        pub created_at: Time,
        /// When it was taken.
        pub taken_at: Option<Time>,
    }
}

row! {
    /// An entry as it is stored.
    #[derive(Clone, Debug)]
    pub(crate) struct BankEntryRow {
        pub(crate) bank_entry_id: BankEntryId,
        pub(crate) organization_id: OrganizationId,
        pub(crate) bank_statement_id: BankStatementId,
        pub(crate) booked_on: String,
        pub(crate) amount_minor: i64,
        pub(crate) currency: String,
        pub(crate) payer: String,
        pub(crate) payer_iban: String,
        pub(crate) purpose: String,
        pub(crate) state: String,
        pub(crate) verdict: String,
        pub(crate) order_id: Option<OrderId>,
        pub(crate) note: String,
        pub(crate) created_at: Time,
        pub(crate) decided_at: Option<Time>,
    }
}

row! {
    /// An entry with the order that it names, for people.
    #[derive(Clone, Debug)]
    pub struct ShownEntry {
        /// The entry.
        pub bank_entry_id: BankEntryId,
        /// When it was booked, as the statement says.
        pub booked_on: String,
        /// How much.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// Who sent it.
        pub payer: String,
        /// What the sender wrote.
        pub purpose: String,
        /// What it was found to be.
        pub verdict: String,
        /// The number of the order that it names.
        pub number: Option<String>,
        /// What that order costs.
        pub total_minor: Option<i64>,
    }
}

row! {
    /// An order that a transfer may be for.
    #[derive(Clone, Debug)]
    pub(crate) struct NumberedOrderRow {
        pub(crate) order_id: OrderId,
        pub(crate) number: String,
        pub(crate) name: String,
        pub(crate) state: String,
        pub(crate) method: String,
        pub(crate) due_minor: i64,
    }
}

row! {
    /// What came in for an order so far.
    pub(crate) struct TransferredRow {
        pub(crate) order_id: OrderId,
        pub(crate) amount_minor: i64,
    }
}

/// Columns of an entry.
pub(crate) const BANK_ENTRY: Columns = &[
    ("bank_entry_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("bank_statement_id", Kind::Bytes),
    ("booked_on", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("payer", Kind::Text),
    ("payer_iban", Kind::Text),
    ("purpose", Kind::Text),
    ("state", Kind::Text),
    ("verdict", Kind::Text),
    ("order_id", Kind::Bytes),
    ("note", Kind::Text),
    ("created_at", Kind::Int),
    ("decided_at", Kind::Int),
];

/// What of an entry can change, after its key.
pub(crate) const BANK_ENTRY_CHANGES: Columns = &[
    ("bank_entry_id", Kind::Bytes),
    ("state", Kind::Text),
    ("verdict", Kind::Text),
    ("order_id", Kind::Bytes),
    ("note", Kind::Text),
    ("decided_at", Kind::Int),
];

const STATEMENT: Columns = &[
    ("bank_statement_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("file_name", Kind::Text),
    ("entries", Kind::Text),
    ("passed_over", Kind::Int),
    ("account_id", Kind::Bytes),
    ("created_at", Kind::Int),
    ("taken_at", Kind::Int),
];

const ACCOUNT_SELECT: &str =
    "select organization_id, holder, iban, bic, currency, days_to_pay, closes_before_s, is_on,
    updated_at from bank_account";

impl Tx {
    /// Accounts of organizations; `lock`: whoever takes or assigns entries of one waits for the batch to end.
    pub(crate) async fn batch_bank_accounts(
        &mut self,
        organizations: &[OrganizationId],
        lock: bool,
    ) -> Result<Vec<StoredBankAccount>> {
        let lock = if lock { self.dialect().for_update_of("bank_account") } else { String::new() };
        let ids = ids_in(self.dialect());
        let sql = format!("{ACCOUNT_SELECT} where organization_id in {ids} order by organization_id{lock}");
        self.list_json(sql, id_list(organizations.iter().map(OrganizationId::bytes))).await
    }

    /// Entries that are there already.
    pub(crate) async fn batch_bank_entries(&mut self, ids: &[BankEntryId]) -> Result<Vec<BankEntryRow>> {
        let sql = format!(
            "select bank_entry_id, organization_id, bank_statement_id, booked_on, amount_minor, currency, payer,
                    payer_iban, purpose, state, verdict, order_id, note, created_at, decided_at
               from bank_entry where bank_entry_id in {}",
            ids_in(self.dialect())
        );
        self.list_json(sql, id_list(ids.iter().map(BankEntryId::bytes))).await
    }

    /// What came in for orders so far, by transfer.
    pub(crate) async fn batch_transferred(&mut self, orders: &[OrderId]) -> Result<Vec<TransferredRow>> {
        let sql = format!(
            "select order_id, cast(sum(amount_minor) as bigint) as amount_minor
               from bank_entry where state = 'taken' and order_id in {} group by order_id",
            ids_in(self.dialect())
        );
        self.list_json(sql, id_list(orders.iter().map(OrderId::bytes))).await
    }

    /// Where buyers send an organization's money.
    pub async fn find_bank_account(
        &mut self,
        organization: OrganizationId,
    ) -> Result<Option<StoredBankAccount>> {
        const SQL: &str = "
            select organization_id, holder, iban, bic, currency, days_to_pay, closes_before_s, is_on, updated_at
              from bank_account where organization_id = $1";
        Ok(self.list_by(SQL, Key::Bytes(organization.bytes())).await?.pop())
    }

    /// Stores an organization's account, in place of the one before.
    pub async fn put_bank_account(&mut self, account: &StoredBankAccount) -> Result<()> {
        const SQL: &str = "
            insert into bank_account
                (organization_id, holder, iban, bic, currency, days_to_pay, closes_before_s, is_on, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                on conflict (organization_id) do update
               set holder = excluded.holder, iban = excluded.iban, bic = excluded.bic, currency = excluded.currency,
                   days_to_pay = excluded.days_to_pay, closes_before_s = excluded.closes_before_s,
                   is_on = excluded.is_on, updated_at = excluded.updated_at";
        on!(self, conn => sqlx::query(SQL)
            .bind(account.organization_id.bytes())
            .bind(&account.holder)
            .bind(&account.iban)
            .bind(&account.bic)
            .bind(&account.currency)
            .bind(account.days_to_pay)
            .bind(account.closes_before_s)
            .bind(account.is_on)
            .bind(account.updated_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Keeps a statement.
    pub(crate) async fn insert_statement(&mut self, statement: &StoredStatement) -> Result<()> {
        let row = cells![
            statement.bank_statement_id,
            statement.organization_id,
            statement.file_name.as_str(),
            statement.entries.as_str(),
            statement.passed_over,
            statement.account_id,
            statement.created_at,
            statement.taken_at,
        ];
        self.insert_rows("bank_statement", STATEMENT, vec![row]).await
    }

    /// A statement.
    pub(crate) async fn find_statement(&mut self, id: BankStatementId) -> Result<Option<StoredStatement>> {
        const SQL: &str = "
            select bank_statement_id, organization_id, file_name, entries, passed_over, account_id, created_at, taken_at
              from bank_statement where bank_statement_id = $1";
        Ok(self.list_by(SQL, Key::Bytes(id.bytes())).await?.pop())
    }

    /// Notes that all of a statement is taken; what it said is in its entries now.
    pub(crate) async fn close_statement(&mut self, id: BankStatementId, now: Time) -> Result<()> {
        const SQL: &str = "
            update bank_statement set taken_at = $2, entries = '' where bank_statement_id = $1 and taken_at is null";
        on!(self, conn => {
            sqlx::query(SQL).bind(id.bytes()).bind(now.micros()).execute(conn).await?.rows_affected()
        });
        Ok(())
    }

    /// Forgets statements that were brought in before a time and never taken.
    pub(crate) async fn forget_statements(&mut self, before: Time) -> Result<u64> {
        const SQL: &str = "delete from bank_statement where taken_at is null and created_at < $1";
        Ok(on!(self, conn => sqlx::query(SQL).bind(before.micros()).execute(conn).await?.rows_affected()))
    }

    /// The newest statements of an organization that were taken.
    pub(crate) async fn list_statements(
        &mut self,
        organization: OrganizationId,
        limit: u32,
    ) -> Result<Vec<StoredStatement>> {
        const SQL: &str = "
            select bank_statement_id, organization_id, file_name, entries, passed_over, account_id, created_at, taken_at
              from bank_statement
             where organization_id = $1 and taken_at is not null
             order by created_at desc, bank_statement_id desc limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }

    /// Entries that somebody must look at, oldest first.
    pub(crate) async fn list_open_entries(
        &mut self,
        organization: OrganizationId,
        limit: u32,
    ) -> Result<Vec<ShownEntry>> {
        const SQL: &str = "
            select n.bank_entry_id, n.booked_on, n.amount_minor, n.currency, n.payer, n.purpose, n.verdict, b.number,
                   b.total_minor
              from bank_entry n left join buyer_order b on b.order_id = n.order_id
             where n.organization_id = $1 and n.state = 'open'
             order by n.created_at, n.bank_entry_id limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }

    /// Whose an entry is.
    pub(crate) async fn find_entry_owner(&mut self, entry: BankEntryId) -> Result<Option<OrganizationId>> {
        const SQL: &str = "
            select bank_entry_id, organization_id, bank_statement_id, booked_on, amount_minor, currency, payer,
                   payer_iban, purpose, state, verdict, order_id, note, created_at, decided_at
              from bank_entry where bank_entry_id = $1";
        let found: Option<BankEntryRow> = self.list_by(SQL, Key::Bytes(entry.bytes())).await?.pop();
        Ok(found.map(|row| row.organization_id))
    }

    /// An organization's orders in a currency with these numbers, and what each still owes.
    pub(crate) async fn list_orders_by_number(
        &mut self,
        organization: OrganizationId,
        currency: &str,
        numbers: impl Iterator<Item = &str>,
    ) -> Result<Vec<NumberedOrderRow>> {
        let rows = self.dialect().rows_from_json();
        let organization_hex = data_encoding::HEXLOWER.encode(organization.bytes());
        let owner = self.dialect().bytes_from_hex("value ->> 1");
        let list: Vec<_> = numbers.map(|number| cells![number, organization_hex.clone(), currency]).collect();
        let sql = format!(
            "select b.order_id, b.number, b.name, b.state, b.method,
                    cast(b.total_minor - coalesce((select sum(n.amount_minor) from bank_entry n
                                                    where n.order_id = b.order_id and n.state = 'taken'), 0) as bigint)
                        as due_minor
               from (select value ->> 0 as number, {owner} as organization_id, value ->> 2 as currency from {rows})
                    as given_order
               join buyer_order b on b.number = given_order.number and b.organization_id = given_order.organization_id
                                 and b.currency = given_order.currency"
        );
        self.list_json(sql, super::bulk::rows_json(&list)).await
    }

    /// Which of these entries are there already.
    pub(crate) async fn list_known_entries(&mut self, ids: &[BankEntryId]) -> Result<Vec<BankEntryId>> {
        Ok(self.batch_bank_entries(ids).await?.into_iter().map(|row| row.bank_entry_id).collect())
    }
}
