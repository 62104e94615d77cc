// The emulator against Stripe's own library: what it answers must read there as Stripe's answers do.
// BOXOFFICE_TEST_EMULATOR names the built emulator.
const { after, before, test } = require("node:test");
const assert = require("node:assert/strict");
const http = require("node:http");
const { spawn } = require("node:child_process");
const path = require("node:path");
const Stripe = require("stripe");

const PROGRAM = process.env.BOXOFFICE_TEST_EMULATOR || path.join(__dirname, "../../target/debug/stripe-emulator");
let emulator;
let base;
let stripe;

const client = (key, more = {}) => {
  const { hostname, port } = new URL(base);
  return new Stripe(key, { host: hostname, port, protocol: "http", maxNetworkRetries: 0, telemetry: false, ...more });
};
const soon = (seconds) => Math.floor(Date.now() / 1000) + seconds;
const item = (unit_amount, currency = "eur", quantity = 1) => ({
  quantity,
  price_data: { currency, unit_amount, product_data: { name: "Night of Bells" } },
});
const session = (more = {}) => ({
  mode: "payment",
  success_url: "https://shop.example/done?session={CHECKOUT_SESSION_ID}",
  cancel_url: "https://shop.example/back",
  expires_at: soon(3600),
  line_items: [item(1250, "eur", 2)],
  metadata: { payment: "pay_1" },
  payment_intent_data: { metadata: { payment: "pay_1" } },
  ...more,
});
const control = async (wish) => {
  const answer = await fetch(`${base}/control`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wish),
  });
  assert.equal(answer.status, 200, await answer.text());
};
const pay = (id, card) =>
  fetch(`${base}/c/pay/${id}`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ card_number: card }),
  });
const paid = async (more) => {
  const made = await stripe.checkout.sessions.create(session(more));
  assert.equal((await pay(made.id, "4242 4242 4242 4242")).status, 303);
  return stripe.checkout.sessions.retrieve(made.id, { expand: ["payment_intent.latest_charge"] });
};
const refuses = (promise, what) =>
  assert.rejects(promise, (error) => {
    for (const [name, wanted] of Object.entries(what)) assert.equal(error[name], wanted, `${name} of ${error}`);
    return true;
  });

before(async () => {
  emulator = spawn(PROGRAM, [], { stdio: ["ignore", "pipe", "inherit"] });
  base = await new Promise((resolve, reject) => {
    let text = "";
    emulator.on("error", reject);
    emulator.stdout.on("data", (data) => {
      text += data;
      if (text.includes("\n")) resolve(text.split("\n")[0]);
    });
  });
  stripe = client("sk_test_emulator");
});
after(() => emulator?.kill());

test("without a key, or with one that nobody gave out, nothing is answered", async () => {
  await refuses(client("sk_test_nobody").accounts.retrieveCurrent(), { type: "StripeAuthenticationError", statusCode: 401 });
  assert.equal((await fetch(`${base}/v1/account`)).status, 401);
});

test("a session is opened, found, listed and ended only while it is open", async () => {
  const made = await stripe.checkout.sessions.create(session());
  assert.equal(made.object, "checkout.session");
  assert.deepEqual([made.status, made.payment_status, made.amount_total, made.currency], ["open", "unpaid", 2500, "eur"]);
  assert.equal(made.livemode, false);
  assert.equal(made.payment_intent, null);
  assert.ok(made.url.startsWith(base));
  assert.equal((await stripe.checkout.sessions.retrieve(made.id)).metadata.payment, "pay_1");
  const listed = await stripe.checkout.sessions.list({ created: { gte: soon(-60) }, status: "open", limit: 100 });
  assert.ok(listed.data.some((one) => one.id === made.id));
  const ended = await stripe.checkout.sessions.expire(made.id);
  assert.deepEqual([ended.status, ended.url], ["expired", null]);
  await refuses(stripe.checkout.sessions.expire(made.id), { type: "StripeInvalidRequestError", statusCode: 400 });
  assert.equal((await pay(made.id, "4242424242424242")).status, 410);
});

test("lists come in pages that the library walks through", async () => {
  const made = [];
  for (let at = 0; at < 5; at += 1) made.push((await stripe.checkout.sessions.create(session())).id);
  const seen = [];
  for await (const one of stripe.checkout.sessions.list({ limit: 2 })) seen.push(one.id);
  assert.ok(made.every((id) => seen.includes(id)));
  assert.equal(new Set(seen).size, seen.length);
});

test("a session lives between thirty minutes and a day", async () => {
  await refuses(stripe.checkout.sessions.create(session({ expires_at: soon(60) })), { param: "expires_at" });
  await refuses(stripe.checkout.sessions.create(session({ expires_at: soon(86500) })), { param: "expires_at" });
});

test("what is missing, unknown or too small is named", async () => {
  const refused = (more, what) => refuses(stripe.checkout.sessions.create(session(more)), what);
  await refused({ success_url: undefined }, { code: "parameter_missing", param: "success_url" });
  await refused({ colour: "red" }, { code: "parameter_unknown", param: "colour" });
  await refused({ line_items: [item(49)] }, { code: "amount_too_small" });
  await refused({ line_items: [item(1234, "kwd")] }, { statusCode: 400 });
  await refused({ line_items: [item(550, "isk")] }, { code: "invalid_charge_amount_no_decimal_compatible" });
  await refused({ line_items: [item(12.5)] }, { code: "parameter_invalid_integer" });
  assert.equal((await stripe.checkout.sessions.create(session({ line_items: [item(980, "jpy")] }))).amount_total, 980);
});

test("the same key gives the same session, other parameters are refused, pruned keys are forgotten", async () => {
  const wish = session();
  const idempotencyKey = `key-${Math.random()}`;
  const first = await stripe.checkout.sessions.create(wish, { idempotencyKey });
  const second = await stripe.checkout.sessions.create(wish, { idempotencyKey });
  assert.equal(second.id, first.id);
  assert.equal(second.lastResponse.headers["idempotent-replayed"], "true");
  await refuses(stripe.checkout.sessions.create({ ...wish, client_reference_id: "other" }, { idempotencyKey }), {
    type: "StripeIdempotencyError",
    statusCode: 400,
  });
  await control({ do: "prune_keys", older_than_s: 0 });
  assert.notEqual((await stripe.checkout.sessions.create(wish, { idempotencyKey })).id, first.id);
});

test("a key in flight is in use, a refused request leaves its key free", async () => {
  const idempotencyKey = `key-${Math.random()}`;
  await refuses(stripe.checkout.sessions.create(session({ mode: undefined }), { idempotencyKey }), { param: "mode" });
  await control({ do: "fault", call: "sessions.create", fault: "slow:500" });
  const wish = session();
  const slow = stripe.checkout.sessions.create(wish, { idempotencyKey });
  await new Promise((resolve) => setTimeout(resolve, 150));
  await refuses(stripe.checkout.sessions.create(wish, { idempotencyKey }), { statusCode: 409, code: "idempotency_key_in_use" });
  assert.equal((await stripe.checkout.sessions.create(wish, { idempotencyKey: `${idempotencyKey}-2` })).status, "open");
  assert.equal((await slow).status, "open");
});

test("the library retries a lost answer with its own key and has one session", async () => {
  const before = (await stripe.checkout.sessions.list({ limit: 100 })).data.length;
  await control({ do: "fault", call: "sessions.create", fault: "lost_answer" });
  await client("sk_test_emulator", { maxNetworkRetries: 2 }).checkout.sessions.create(session());
  assert.equal((await stripe.checkout.sessions.list({ limit: 100 })).data.length, before + 1);
});

test("connections that end, errors and limits are what the library calls them", async () => {
  const account = () => stripe.accounts.retrieveCurrent();
  // The library tries a closed connection once more by itself.
  await control({ do: "fault", call: "account.retrieve", fault: "lost_call" });
  await control({ do: "fault", call: "account.retrieve", fault: "lost_call" });
  await refuses(account(), { type: "StripeConnectionError" });
  await control({ do: "fault", call: "account.retrieve", fault: "error" });
  await refuses(account(), { type: "StripeAPIError", statusCode: 500 });
  await control({ do: "fault", call: "account.retrieve", fault: "rate_limited" });
  await refuses(account(), { type: "StripeRateLimitError" });
  await control({ do: "fault", call: "account.retrieve", fault: "refused" });
  await refuses(account(), { type: "StripeInvalidRequestError", code: "balance_insufficient" });
  assert.equal((await account()).charges_enabled, true);
});

test("a declined card may be followed by one that pays", async () => {
  const made = await stripe.checkout.sessions.create(session());
  const declined = await pay(made.id, "4000 0000 0000 0002");
  assert.equal(declined.status, 200);
  assert.match(await declined.text(), /role="alert"/);
  assert.equal((await stripe.checkout.sessions.retrieve(made.id)).status, "open");
  const done = await pay(made.id, "4242 4242 4242 4242");
  assert.equal(done.headers.get("location"), `https://shop.example/done?session=${made.id}`);
  const found = await stripe.checkout.sessions.retrieve(made.id, { expand: ["payment_intent"] });
  assert.deepEqual([found.status, found.payment_status, found.payment_intent.status], ["complete", "paid", "succeeded"]);
  const charges = await stripe.charges.list({ payment_intent: found.payment_intent.id });
  assert.deepEqual(charges.data.map((charge) => charge.status), ["succeeded", "failed"]);
});

test("a bank that asks leaves the session open until it has spoken", async () => {
  const made = await stripe.checkout.sessions.create(session());
  const asked = await pay(made.id, "4000 0027 6000 3184");
  assert.equal(asked.headers.get("location"), `/c/pay/${made.id}/bank`);
  assert.equal((await stripe.checkout.sessions.retrieve(made.id)).status, "open");
  const body = new URLSearchParams({ answer: "approve" });
  assert.equal((await fetch(`${base}/c/pay/${made.id}/bank`, { method: "POST", body, redirect: "manual" })).status, 303);
  assert.equal((await stripe.checkout.sessions.retrieve(made.id)).payment_status, "paid");
});

test("money that comes later completes the session before it is paid", async () => {
  const made = await stripe.checkout.sessions.create(session());
  await pay(made.id, "AT61 1904 3002 3457 3201");
  const waiting = await stripe.checkout.sessions.retrieve(made.id);
  assert.deepEqual([waiting.status, waiting.payment_status], ["complete", "unpaid"]);
  await refuses(stripe.checkout.sessions.expire(made.id), { statusCode: 400 });
  await control({ do: "settle", session: made.id, arrived: true });
  assert.equal((await stripe.checkout.sessions.retrieve(made.id)).payment_status, "paid");
});

test("a bank may let a payment through when its session is over", async () => {
  const made = await stripe.checkout.sessions.create(session());
  await stripe.checkout.sessions.expire(made.id);
  await control({ do: "pay_late", session: made.id });
  assert.equal((await stripe.checkout.sessions.retrieve(made.id)).payment_status, "paid");
  const told = await stripe.events.list({ types: ["checkout.session.expired", "checkout.session.completed"], limit: 2 });
  assert.deepEqual(told.data.map((event) => event.type), ["checkout.session.completed", "checkout.session.expired"]);
});

test("a charge is never refunded beyond its amount", async () => {
  const { payment_intent: intent } = await paid();
  const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 1000, metadata: { key: "r1" } });
  assert.deepEqual([part.amount, part.status, part.charge], [1000, "succeeded", intent.latest_charge.id]);
  await refuses(stripe.refunds.create({ payment_intent: intent.id, amount: 1501 }), { param: "amount", statusCode: 400 });
  await stripe.refunds.create({ charge: intent.latest_charge.id });
  await refuses(stripe.refunds.create({ payment_intent: intent.id }), { code: "charge_already_refunded" });
  const all = await stripe.refunds.list({ payment_intent: intent.id });
  assert.deepEqual(all.data.map((refund) => refund.amount), [1500, 1000]);
  assert.equal((await stripe.refunds.retrieve(part.id)).metadata.key, "r1");
  await control({ do: "move_refund", refund: part.id, status: "failed" });
  assert.equal((await stripe.charges.retrieve(intent.latest_charge.id)).amount_refunded, 1500);
});

test("a disputed charge cannot be refunded until the dispute is won", async () => {
  const { payment_intent: intent } = await paid();
  await control({ do: "dispute", charge: intent.latest_charge.id, reason: "fraudulent" });
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
  assert.deepEqual([dispute.status, dispute.amount, dispute.reason], ["needs_response", 2500, "fraudulent"]);
  await refuses(stripe.refunds.create({ payment_intent: intent.id }), { code: "charge_disputed" });
  await control({ do: "move_dispute", dispute: dispute.id, status: "won" });
  assert.equal((await stripe.disputes.retrieve(dispute.id)).status, "won");
  await stripe.refunds.create({ payment_intent: intent.id });
});

test("test and live keys do not see each other's objects", async () => {
  const live = client("sk_live_emulator");
  const made = await live.checkout.sessions.create(session());
  assert.equal(made.livemode, true);
  await refuses(stripe.checkout.sessions.retrieve(made.id), { code: "resource_missing", statusCode: 404 });
});

test("connected accounts take destination charges and are acted for by header only where connected", async () => {
  const account = await stripe.accounts.create({ type: "express", country: "DE" });
  const link = { account: account.id, refresh_url: "https://a.example", return_url: "https://b.example", type: "account_onboarding" };
  assert.match((await stripe.accountLinks.create(link)).url, /^http/);
  const data = { application_fee_amount: 125, transfer_data: { destination: account.id } };
  const { payment_intent: intent } = await paid({ payment_intent_data: data });
  assert.deepEqual([intent.application_fee_amount, intent.transfer_data.destination], [125, account.id]);
  await stripe.refunds.create({ payment_intent: intent.id, reverse_transfer: true, refund_application_fee: true });
  const nobody = { application_fee_amount: 125, transfer_data: { destination: "acct_nobody" } };
  await refuses(stripe.checkout.sessions.create(session({ payment_intent_data: nobody })), { code: "resource_missing" });
  const theirs = await stripe.checkout.sessions.create(session(), { stripeAccount: account.id });
  await refuses(stripe.checkout.sessions.retrieve(theirs.id), { statusCode: 404 });
  await refuses(stripe.accounts.retrieveCurrent({}, { stripeAccount: "acct_nobody" }), { type: "StripePermissionError" });
});

test("messages are signed, sent again until acknowledged, and read by the library", async () => {
  const taken = [];
  let refusals = 1;
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (data) => (body += data));
    request.on("end", () => {
      taken.push({ body, signature: request.headers["stripe-signature"] });
      refusals -= 1;
      response.writeHead(refusals >= 0 ? 500 : 200).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}/hook`;
  const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ["checkout.session.completed"] });
  assert.equal((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret, undefined);
  const { id } = await paid();
  for (let tries = 0; taken.length < 2 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  const events = taken.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, endpoint.secret));
  assert.deepEqual(events.map((event) => [event.type, event.data.object.id]), Array(2).fill(["checkout.session.completed", id]));
  assert.equal(events[0].id, events[1].id);
  assert.equal((await stripe.events.retrieve(events[0].id)).data.object.id, id);
  assert.throws(() => stripe.webhooks.constructEvent(taken[0].body, taken[0].signature, "whsec_other"));
  const listed = await stripe.events.list({ type: "checkout.session.completed", limit: 1 });
  assert.equal(listed.data[0].id, events[0].id);
  await stripe.webhookEndpoints.del(endpoint.id);
  server.close();
});
