//! Accounts as they are stored. Who may do what is decided in `accounts/`.

use boxoffice_domain::ids::AccountId;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A sign-in.
    #[derive(Clone, Debug)]
    pub struct Account {
        /// Its id.
        pub account_id: AccountId,
        /// Its canonical address.
        pub email: String,
        /// What the person is called.
        pub name: String,
        /// The PHC text of the password.
        pub password_hash: String,
        /// Whether it has the attendee role.
        pub attendee: bool,
        /// Whether it runs the installation.
        pub operator: bool,
        /// The language it chose.
        pub locale: String,
        /// When it was made.
        pub created_at: Time,
        /// When its mailbox was proven.
        pub confirmed_at: Option<Time>,
        /// When it was closed.
        pub disabled_at: Option<Time>,
    }
}

impl Tx {
    /// An account by its id, closed ones too.
    pub async fn find_account(&mut self, account: AccountId) -> Result<Option<Account>> {
        const SQL: &str = "
            select account_id, email, name, password_hash, attendee, operator, locale,
                   created_at, confirmed_at, disabled_at
              from account
             where account_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(account.bytes()).fetch_optional(conn).await)?)
    }

    /// An account by its canonical address, closed ones too.
    pub async fn find_account_by_email(&mut self, email: &str) -> Result<Option<Account>> {
        const SQL: &str = "
            select account_id, email, name, password_hash, attendee, operator, locale,
                   created_at, confirmed_at, disabled_at
              from account
             where email = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(email).fetch_optional(conn).await)?)
    }

    /// Stores a new account; false when the address has one already.
    pub async fn insert_account(&mut self, account: &Account) -> Result<bool> {
        const SQL: &str = "
            insert into account
                (account_id, email, name, password_hash, attendee, operator, locale, created_at, confirmed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                on conflict (email) do nothing";
        let inserted = on!(self, conn => sqlx::query(SQL)
            .bind(account.account_id.bytes())
            .bind(&account.email)
            .bind(&account.name)
            .bind(&account.password_hash)
            .bind(account.attendee)
            .bind(account.operator)
            .bind(&account.locale)
            .bind(account.created_at.micros())
            .bind(account.confirmed_at.map(Time::micros))
            .execute(conn)
            .await?
            .rows_affected());
        Ok(inserted == 1)
    }

    /// Stores that the mailbox was proven; the first time counts.
    pub async fn confirm_account(&mut self, account: AccountId, now: Time) -> Result<()> {
        const SQL: &str = "
            update account set confirmed_at = $2
             where account_id = $1 and confirmed_at is null";
        on!(self, conn => sqlx::query(SQL)
            .bind(account.bytes()).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Replaces the password.
    pub async fn update_password(&mut self, account: AccountId, hash: &str) -> Result<()> {
        const SQL: &str = "update account set password_hash = $2 where account_id = $1";
        on!(self, conn => sqlx::query(SQL).bind(account.bytes()).bind(hash).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Replaces the address; false when another account has it.
    pub async fn update_account_email(&mut self, account: AccountId, email: &str) -> Result<bool> {
        const SQL: &str = "
            update account set email = $2
             where account_id = $1
               and not exists (select 1 from account as other where other.email = $2 and other.account_id <> $1)";
        let changed = on!(self, conn => sqlx::query(SQL)
            .bind(account.bytes()).bind(email).execute(conn).await?.rows_affected());
        Ok(changed == 1)
    }

    /// Replaces name and language.
    pub async fn update_profile(&mut self, account: AccountId, name: &str, locale: &str) -> Result<()> {
        const SQL: &str = "update account set name = $2, locale = $3 where account_id = $1";
        on!(self, conn => sqlx::query(SQL)
            .bind(account.bytes()).bind(name).bind(locale).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Closes an account: it keeps its orders, and nobody can sign in with it again.
    pub async fn disable_account(&mut self, account: AccountId, now: Time) -> Result<()> {
        const SQL: &str = "
            update account set disabled_at = $2
             where account_id = $1 and disabled_at is null";
        on!(self, conn => sqlx::query(SQL)
            .bind(account.bytes()).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Whether anybody runs the installation.
    pub async fn has_operator(&mut self) -> Result<bool> {
        const SQL: &str = "select count(*) from account where operator and disabled_at is null";
        let operators: i64 = on!(self, conn => sqlx::query_scalar(SQL).fetch_one(conn).await)?;
        Ok(operators > 0)
    }
}
