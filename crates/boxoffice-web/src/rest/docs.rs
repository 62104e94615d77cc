//! Types that exist only in the API description: how ids and secrets look to a caller.

use utoipa::ToSchema;

/// An id. It prints with a prefix that says what it is; a bare UUID is taken everywhere as well.
#[derive(Debug, ToSchema)]
#[schema(example = "prf_0348u1k7eu2h1f7v9g0r5c2m40")]
pub struct Id(#[expect(dead_code, reason = "only its description is used")] String);

/// A bare UUID.
#[derive(Debug, ToSchema)]
#[schema(format = "uuid", example = "0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7")]
pub struct Uuid(#[expect(dead_code, reason = "only its description is used")] String);

/// The secret of a cart: who has it may change the cart. Keep it out of logs.
#[derive(Debug, ToSchema)]
#[schema(example = "w5x2m7q3k4h6j8n9p0r1s2t3u4")]
pub struct CartSecret(#[expect(dead_code, reason = "only its description is used")] String);

/// The secret of an order's link, or, for its owner who is signed in, its id.
#[derive(Debug, ToSchema)]
#[schema(example = "a4k2n7q3k4h6j8n9p0r1s2t3u4")]
pub struct OrderSecret(#[expect(dead_code, reason = "only its description is used")] String);
