//! What operators look at: money that is not where it should be. The installation's texts are in `legal`.

pub mod payments;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/{lang}/operator/payments", Policy::Operator, payments::show)
        .post("/{lang}/operator/payments/connections", Policy::Operator, payments::connect_account)
        .post("/{lang}/operator/payments/stray", Policy::Operator, payments::settle);
}
