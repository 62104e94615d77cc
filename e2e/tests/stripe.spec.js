// Paying through Stripe, as its emulator shows it: another site, signed messages, the way back.
const { test, expect } = require("@playwright/test");
const Stripe = require("stripe");
const { DECLINED, PAYS, admitted, event, fillCheckout, hold, pay, watched } = require("../support");

const SHOP = process.env.BOXOFFICE_TEST_STRIPE_SHOP;
const STRIPE = process.env.BOXOFFICE_TEST_STRIPE;
const SECRET = "whsec_of_the_browser_journeys";

test.use({ baseURL: SHOP });

/** From the event's page to Stripe's. */
async function toStripe(page, request, email) {
  const { path } = await event(request);
  await hold(page, path, 1);
  await fillCheckout(page, email);
  await page.getByRole("button", { name: /Order and pay/ }).click();
  await page.waitForURL(`${STRIPE}/c/pay/**`);
}

test("a declined card at Stripe, then one that pays", async ({ page, request }) => {
  const errors = watched(page);
  await toStripe(page, request, "declined@example.org");
  await pay(page, DECLINED);
  await expect(page.getByRole("alert")).toContainText("declined");
  await pay(page, PAYS);
  await page.waitForURL(`${SHOP}/en/orders/**`);
  await admitted(page);
  expect(errors).toEqual([]);
});

test("the bank asks, and the way back shows the tickets", async ({ page, request }) => {
  await toStripe(page, request, "bank@example.org");
  await pay(page, "4000 0027 6000 3184");
  await page.getByRole("button", { name: "Approve" }).click();
  await admitted(page);
});

test("a browser closed while paying loses nothing", async ({ page, request, context }) => {
  await toStripe(page, request, "closed@example.org");
  const session = page.url().split("/").pop();
  await page.close();
  const answer = await request.post(`${STRIPE}/c/pay/${session}`, { form: { card_number: PAYS }, maxRedirects: 0 });
  const mail = await context.newPage();
  await expect(async () => {
    await mail.goto("/demo/outbox");
    await expect(mail.getByText("closed@example.org").first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await mail.goto(answer.headers().location);
  await admitted(mail);
});

test("messages signed by Stripe's own library are taken, others are not", async ({ request }) => {
  const stripe = new Stripe("sk_test_emulator");
  const payload = JSON.stringify({ id: "evt_contract", type: "weather.changed", livemode: false, data: { object: {} } });
  const send = (header) =>
    request.post("/webhooks/stripe", {
      data: Buffer.from(payload),
      headers: { "content-type": "application/json", "stripe-signature": header },
    });
  const signed = (more) => stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, ...more });
  expect((await send(signed({}))).status()).toBe(200);
  expect((await send(signed({ secret: "whsec_of_somebody_else" }))).status()).toBe(400);
  expect((await send(signed({ timestamp: Math.floor(Date.now() / 1000) - 301 }))).status()).toBe(400);
  expect((await send("")).status()).toBe(400);
});
