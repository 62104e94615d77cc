// Where money does not go the straight way, as buyers and organizers see it: closed browsers, holds that end while
// the bank thinks, and a performance that is called off while Stripe refuses some refunds.
const { test, expect } = require("@playwright/test");
const { PAYS, admitted, event, fillCheckout, hold, pay, signIn, token, watched } = require("../support");

const SHOP = process.env.BOXOFFICE_TEST_STRIPE_SHOP;
const STRIPE = process.env.BOXOFFICE_TEST_STRIPE;
const ASKS_THE_BANK = "4000 0027 6000 3184";
// `cargo xtask prove money-journeys` calls off a performance of 300.
const ORDERS = Number(process.env.BOXOFFICE_TEST_ORDERS || 60);
const AT_ONCE = 10;

test.use({ baseURL: SHOP });

/** From the event's page to Stripe's; gives the session. */
async function toStripe(page, path, email) {
  await hold(page, path, 1);
  await fillCheckout(page, email);
  await page.getByRole("button", { name: /Order and pay/ }).click();
  await page.waitForURL(`${STRIPE}/c/pay/**`);
  return page.url().split("/").pop();
}

/** The newest mail to an address whose subject is like this. */
async function mailTo(request, to, subject) {
  let found;
  await expect(async () => {
    const answer = await request.get(`/demo/outbox?to=${encodeURIComponent(to)}`, {
      headers: { accept: "application/json" },
    });
    found = (await answer.json()).find((mail) => subject.test(mail.subject));
    expect(found).toBeTruthy();
  }).toPass({ timeout: 30_000 });
  return found;
}

/** Every object of a kind in Stripe's book. */
async function book(request, kind) {
  return (await request.get(`${STRIPE}/control/book?kind=${kind}`)).json();
}

/** Asks the shop until it has time: the same key is the same wish. */
async function ask(request, path, key, data) {
  let body;
  await expect(async () => {
    const answer = await request.post(path, { data, headers: { "idempotency-key": key } });
    body = await answer.json();
    expect(answer.status(), JSON.stringify(body)).toBe(201);
  }).toPass({ timeout: 60_000 });
  return body;
}

async function wish(request, data) {
  const answer = await request.post(`${STRIPE}/control`, { data });
  expect(answer.status(), JSON.stringify(data)).toBe(200);
}

test("who closed the browser before the way back gets the tickets by mail", async ({ page, request, context }) => {
  const email = `mailed-${Math.random().toString(36).slice(2)}@example.org`;
  const { path } = await event(request);
  const session = await toStripe(page, path, email);
  await page.close();
  await request.post(`${STRIPE}/c/pay/${session}`, { form: { card_number: PAYS }, maxRedirects: 0 });
  const mail = await mailTo(request, email, /ticket/i);
  expect(mail.attachments.length).toBeGreaterThan(0);
  const link = mail.links.find((to) => to.includes("/orders/"));
  const home = await context.newPage();
  await home.goto(link);
  await admitted(home);
});

test.describe("once, on the wider screen", () => {
  test.skip(({ viewport }) => viewport.width < 1000, "what is seen is the same on a phone");

  test("places that others took while the bank thought are paid back, and a mail says why", async ({ page, request, browser }) => {
    const errors = watched(page);
    const email = `late-${Math.random().toString(36).slice(2)}@example.org`;
    const { path } = await event(request, { capacity: 1, holdSeconds: 20 });
    const session = await toStripe(page, path, email);
    await pay(page, ASKS_THE_BANK);
    await expect(page.getByRole("button", { name: "Approve" })).toBeVisible();
    const found = async () => (await book(request, "checkout.session")).find((one) => one.id === session);
    await expect.poll(async () => (await found()).status, { timeout: 60_000 }).toBe("expired");

    const faster = await (await browser.newContext({ baseURL: SHOP })).newPage();
    await toStripe(faster, path, `faster-${email}`);
    await pay(faster, PAYS);
    await admitted(faster);

    await wish(request, { do: "pay_late", session });
    const mail = await mailTo(request, email, /too late/);
    expect(mail.text).toContain("You get all of it back");
    const charge = async () => {
      const intent = (await found()).payment_intent;
      return (await book(request, "charge")).find((one) => one.payment_intent === intent);
    };
    await expect.poll(async () => (await charge()).refunded, { timeout: 30_000 }).toBe(true);
    await page.goto((await found()).success_url);
    await expect(page.getByText(/back in full|has gone back|went back/).first()).toBeVisible();
    await expect(page.getByText("You are in.")).toHaveCount(0);
    expect(errors).toEqual([]);
  });

  test("a performance is called off, and refunds that fail at first are tried until all are back", async ({ page, request, playwright }) => {
    test.setTimeout(300_000);
    const { id } = await event(request, { capacity: ORDERS + 20 });
    // Who set up the event is signed in now, and organizers do not buy.
    const guest = await playwright.request.newContext({ baseURL: SHOP });
    const { performances } = await (await request.get(`/api/v1/events/${id}/availability`)).json();
    const performance = performances[0].performanceId;
    const items = [{ ticketTypeId: performances[0].ticketTypes[0].ticketTypeId, quantity: 1 }];
    const sessions = [];
    const buy = async (number) => {
      const wanted = { performanceId: performance, items };
      const { cart } = await ask(guest, "/api/v1/holds", `${id} ${number} hold`, wanted);
      const buyer = { name: "Ada Example", email: `called-off-${number}@example.org`, method: "gateway", termsAccepted: true };
      const { checkoutUrl } = await ask(guest, `/api/v1/carts/${cart}/orders`, `${id} ${number} order`, buyer);
      sessions.push(checkoutUrl.split("/").pop());
      await guest.post(checkoutUrl, { form: { card_number: PAYS }, maxRedirects: 0 });
    };
    for (let first = 0; first < ORDERS; first += AT_ONCE) {
      await Promise.all([...Array(AT_ONCE).keys()].map((number) => buy(first + number)));
    }
    const headers = { authorization: `Bearer ${await token(request)}` };
    const stats = async () => (await request.get(`/api/v1/events/${id}/stats`, { headers })).json();
    await expect.poll(async () => (await stats()).registered, { timeout: 60_000 }).toBe(ORDERS);

    // One refund of twenty fails at first: refused, without an answer, or with an error at Stripe.
    const failing = Math.ceil(ORDERS / 20);
    const refused = Math.ceil(failing / 3);
    const faults = ["lost_answer", "error"];
    for (let number = 0; number < failing; number += 1) {
      await wish(request, { do: "fault", call: "refunds.create", fault: number < refused ? "refused" : faults[number % 2] });
    }
    await signIn(page, "organizer@demo.example");
    await page.goto(`/en/office/events/${id}/cancellation?performance=${performance}`);
    await page.getByLabel("Reason").fill("Storm");
    await page.getByRole("button", { name: "Yes, call it off" }).click();
    await expect(page.getByText(`${ORDERS} of ${ORDERS} tickets are void`)).toBeVisible({ timeout: 60_000 });
    const some = refused === 1 ? "One was refused" : `${refused} were refused`;
    await expect(page.getByText(some)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(`${ORDERS - refused} have reached their buyers`)).toBeVisible({ timeout: 90_000 });
    await page.getByRole("button", { name: "Try all of them again" }).click();
    await expect(page.getByText(`${ORDERS} have reached their buyers`)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText("Nothing is left to do here by itself.")).toBeVisible({ timeout: 30_000 });

    const intents = new Set(
      (await book(request, "checkout.session")).filter((one) => sessions.includes(one.id)).map((one) => one.payment_intent),
    );
    const refunds = (await book(request, "refund")).filter((one) => intents.has(one.payment_intent));
    expect(refunds.filter((one) => one.status === "succeeded").length).toBe(ORDERS);
    expect(new Set(refunds.map((one) => one.payment_intent)).size).toBe(ORDERS);
    const mail = await mailTo(request, "called-off-0@example.org", /cancelled|called off/i);
    expect(mail.text.length).toBeGreaterThan(0);
  });
});
