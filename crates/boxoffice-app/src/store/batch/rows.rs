//! The rows of a batch, as the databases give them.

use boxoffice_domain::ids::{
    AccountId, AreaId, CodeId, EventId, GatewayAccountId, HoldId, OrderId, OrderLineId, OrganizationId,
    PaymentId, PerformanceId, QuotaId, RefundId, SeatId, TicketId, TicketTypeId,
};
use boxoffice_domain::price::TaxClass;
use boxoffice_domain::time::Time;

use crate::store::row::row;

row! {
    pub(crate) struct PerformanceRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) event_id: EventId,
        pub(crate) organization_id: OrganizationId,
        pub(crate) starts_at: Option<Time>,
        pub(crate) ends_at: Option<Time>,
        pub(crate) performance_state: String,
        pub(crate) event_state: String,
        pub(crate) currency: String,
        pub(crate) hold_ttl_s: i64,
        pub(crate) cancel_until_s: Option<i64>,
        pub(crate) cancel_fee_bp: i64,
        pub(crate) cancel_fee_minor: i64,
        pub(crate) box_office: bool,
        pub(crate) has_terms: bool,
        pub(crate) pricing: Option<String>,
        pub(crate) event_pricing: Option<String>,
        pub(crate) tax_country: Option<String>,
    }
}
row! {
    pub(crate) struct AreaRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) area_id: AreaId,
        pub(crate) name: String,
        pub(crate) kind: String,
        pub(crate) capacity: i64,
        pub(crate) held: i64,
        pub(crate) sold: i64,
    }
}
row! {
    pub(crate) struct TypeRow {
        pub(crate) event_id: EventId,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) price_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) sale_opens_at: Option<Time>,
        pub(crate) sale_closes_at: Option<Time>,
        pub(crate) order_limit: i64,
        pub(crate) tax_class: TaxClass,
        pub(crate) hidden: bool,
        pub(crate) needs_code: bool,
    }
}
row! {
    pub(crate) struct TypeAreaRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) area_id: AreaId,
        pub(crate) price_minor: Option<i64>,
    }
}
row! {
    pub(crate) struct QuotaRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) quota_id: QuotaId,
        pub(crate) capacity: i64,
        pub(crate) held: i64,
        pub(crate) sold: i64,
    }
}
row! {
    pub(crate) struct QuotaTypeRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) quota_id: QuotaId,
        pub(crate) ticket_type_id: TicketTypeId,
    }
}
row! {
    pub(crate) struct SeatRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) seat_id: SeatId,
        pub(crate) area_id: AreaId,
        pub(crate) row_label: String,
        pub(crate) seat_label: String,
        pub(crate) hold_id: Option<HoldId>,
    }
}
row! {
    pub(crate) struct HoldRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) hold_id: HoldId,
        pub(crate) event_id: EventId,
        pub(crate) organization_id: OrganizationId,
        pub(crate) cart_secret: Vec<u8>,
        pub(crate) account_id: Option<AccountId>,
        pub(crate) state: String,
        pub(crate) order_id: Option<OrderId>,
        pub(crate) extensions: i64,
        pub(crate) created_at: Time,
        pub(crate) expires_at: Time,
        pub(crate) ended_at: Option<Time>,
        pub(crate) code_id: Option<CodeId>,
    }
}
row! {
    pub(crate) struct HoldLineRow {
        pub(crate) hold_id: HoldId,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) area_id: AreaId,
        pub(crate) seat_id: Option<SeatId>,
        pub(crate) quantity: i64,
        pub(crate) price_minor: i64,
        pub(crate) fee_minor: i64,
    }
}
row! {
    pub(crate) struct OrderRow {
        pub(crate) order_id: OrderId,
        pub(crate) organization_id: OrganizationId,
        pub(crate) secret: Vec<u8>,
        pub(crate) number: String,
        pub(crate) account_id: Option<AccountId>,
        pub(crate) email: String,
        pub(crate) name: String,
        pub(crate) locale: String,
        pub(crate) state: String,
        pub(crate) method: String,
        pub(crate) currency: String,
        pub(crate) total_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) created_at: Time,
        pub(crate) pay_by: Time,
        pub(crate) terms_accepted_at: Option<Time>,
        pub(crate) confirmed_at: Option<Time>,
        pub(crate) ended_at: Option<Time>,
        pub(crate) end_reason: Option<String>,
        pub(crate) comp_reason: Option<String>,
        pub(crate) receipt: Option<String>,
    }
}
row! {
    pub(crate) struct OrderLineRow {
        pub(crate) order_id: OrderId,
        pub(crate) order_line_id: OrderLineId,
        pub(crate) event_id: EventId,
        pub(crate) performance_id: PerformanceId,
        pub(crate) hold_id: HoldId,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) area_id: AreaId,
        pub(crate) seat_id: Option<SeatId>,
        pub(crate) attendee_name: String,
        pub(crate) price_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) list_minor: Option<i64>,
        pub(crate) discount_minor: Option<i64>,
        pub(crate) tax_ppm: Option<i64>,
        pub(crate) tax_minor: Option<i64>,
        pub(crate) fee_tax_minor: Option<i64>,
        pub(crate) absorbed_minor: Option<i64>,
    }
}
row! {
    pub(crate) struct PaymentRow {
        pub(crate) payment_id: PaymentId,
        pub(crate) order_id: OrderId,
        pub(crate) gateway: String,
        pub(crate) state: String,
        pub(crate) amount_minor: i64,
        pub(crate) currency: String,
        pub(crate) idempotency_key: String,
        pub(crate) session_ref: Option<String>,
        pub(crate) checkout_url: Option<String>,
        pub(crate) charge_ref: Option<String>,
        pub(crate) failure: Option<String>,
        pub(crate) created_at: Time,
        pub(crate) updated_at: Time,
        pub(crate) captured_at: Option<Time>,
        pub(crate) gateway_account_id: Option<GatewayAccountId>,
        pub(crate) session_until: Option<Time>,
        pub(crate) taken_as: Option<String>,
    }
}
row! {
    pub(crate) struct RefundRow {
        pub(crate) refund_id: RefundId,
        pub(crate) payment_id: PaymentId,
        pub(crate) order_id: OrderId,
        pub(crate) state: String,
        pub(crate) kind: String,
        pub(crate) reason: String,
        pub(crate) amount_minor: i64,
        pub(crate) kept_minor: i64,
        pub(crate) extra_minor: i64,
        pub(crate) currency: String,
        pub(crate) idempotency_key: String,
        pub(crate) gateway_ref: Option<String>,
        pub(crate) again_of: Option<RefundId>,
        pub(crate) created_at: Time,
        pub(crate) updated_at: Time,
        pub(crate) done_at: Option<Time>,
    }
}
row! {
    pub(crate) struct TicketRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) ticket_id: TicketId,
        pub(crate) event_id: EventId,
        pub(crate) organization_id: OrganizationId,
        pub(crate) order_id: OrderId,
        pub(crate) line_no: i64,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) area_id: AreaId,
        pub(crate) seat_id: Option<SeatId>,
        pub(crate) account_id: Option<AccountId>,
        pub(crate) holder_name: String,
        pub(crate) holder_email: String,
        pub(crate) barcode: String,
        pub(crate) state: String,
        pub(crate) issued_at: Time,
        pub(crate) voided_at: Option<Time>,
        pub(crate) void_reason: Option<String>,
    }
}
row! {
    pub(crate) struct OpenCheckInRow {
        pub(crate) ticket_id: TicketId,
        pub(crate) gate: String,
        pub(crate) scanned_at: Time,
    }
}

row! {
    pub(crate) struct OrderIdRow {
        pub(crate) order_id: OrderId,
    }
}
row! {
    pub(crate) struct LockedRow {
        pub(crate) account_id: AccountId,
    }
}
row! {
    pub(crate) struct HeardRow {
        pub(crate) gateway: String,
        pub(crate) event_ref: String,
    }
}
