//! Organizations' accounts at gateways, as they are stored: keys sealed. Opening them is the business of `payments/`.

use boxoffice_domain::ids::{GatewayAccountId, OrganizationId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// An organization's account at a gateway.
    #[derive(Clone, Debug)]
    pub struct StoredAccount {
        /// Its id here.
        pub gateway_account_id: GatewayAccountId,
        /// Whose it is.
        pub organization_id: OrganizationId,
        /// At which gateway.
        pub gateway: String,
        /// `own` or `connected`.
        pub kind: String,
        /// Its name at the gateway.
        pub account_ref: String,
        /// Its keys, sealed; none for a connected one.
        pub sealed_keys: Option<Vec<u8>>,
        /// The installation's fee, in hundredths of a percent.
        pub fee_bps: i64,
        /// `active` or `replaced`.
        pub state: String,
        /// Since when.
        pub created_at: Time,
        /// Last changed.
        pub updated_at: Time,
    }
}

impl Tx {
    /// Every account at a gateway, replaced ones too: refunds of their payments need them. One row per organization
    /// and key change, so these are few.
    pub async fn list_gateway_accounts(&mut self, gateway: &str) -> Result<Vec<StoredAccount>> {
        const SQL: &str = "
            select gateway_account_id, organization_id, gateway, kind, account_ref, sealed_keys, fee_bps, state,
                   created_at, updated_at
              from gateway_account
             where gateway = $1
             order by gateway_account_id
             limit 100000";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(gateway).fetch_all(conn).await)?)
    }

    /// The account that takes an organization's money at a gateway.
    pub async fn find_active_account(
        &mut self,
        organization: OrganizationId,
        gateway: &str,
    ) -> Result<Option<StoredAccount>> {
        const SQL: &str = "
            select gateway_account_id, organization_id, gateway, kind, account_ref, sealed_keys, fee_bps, state,
                   created_at, updated_at
              from gateway_account
             where organization_id = $1 and gateway = $2 and state = 'active'";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(gateway)
            .fetch_optional(conn)
            .await)?)
    }

    /// Ends the use of an organization's account for new payments; false when there was none.
    pub async fn replace_gateway_account(
        &mut self,
        organization: OrganizationId,
        gateway: &str,
        now: Time,
    ) -> Result<bool> {
        const SQL: &str = "
            update gateway_account set state = 'replaced', updated_at = $3
             where organization_id = $1 and gateway = $2 and state = 'active'";
        let changed = on!(self, conn => sqlx::query(SQL)
            .bind(organization.bytes())
            .bind(gateway)
            .bind(now.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(changed == 1)
    }

    /// Makes an account the active one. One that the organization had before keeps its id and gets the new keys.
    pub async fn put_gateway_account(&mut self, account: &StoredAccount) -> Result<GatewayAccountId> {
        const SQL: &str = "
            insert into gateway_account
                (gateway_account_id, organization_id, gateway, kind, account_ref, sealed_keys, fee_bps, state,
                 created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $8)
                on conflict (organization_id, gateway, kind, account_ref) do update
               set sealed_keys = excluded.sealed_keys, fee_bps = excluded.fee_bps, state = 'active',
                   updated_at = excluded.updated_at
            returning gateway_account_id";
        let id: Vec<u8> = on!(self, conn => sqlx::query_scalar(SQL)
            .bind(account.gateway_account_id.bytes())
            .bind(account.organization_id.bytes())
            .bind(&account.gateway)
            .bind(&account.kind)
            .bind(&account.account_ref)
            .bind(account.sealed_keys.as_deref())
            .bind(account.fee_bps)
            .bind(account.updated_at.micros())
            .fetch_one(conn)
            .await)?;
        id.try_into()
            .map(GatewayAccountId::from_bytes)
            .map_err(|_| super::StoreError::Broken("the id of a gateway account".into()))
    }
}
