// Words that the journeys share: what an organizer sets up over REST, what a buyer does, what axe must find.
const { expect } = require("@playwright/test");
const { default: AxeBuilder } = require("@axe-core/playwright");

const PASSWORD = "Demo-2027!";
const PAYS = "4242 4242 4242 4242";
const DECLINED = "4000 0000 0000 0002";

/** A bearer token of a demo account. */
async function token(request, email = "organizer@demo.example") {
  const answer = await request.post("/api/v1/auth/login", { data: { email, password: PASSWORD } });
  expect(answer.status()).toBe(200);
  return (await answer.json()).idToken;
}

/** Creates an event and gives its id and the address of its page. */
async function event(request, more = {}) {
  const title = `Journey ${Math.random().toString(36).slice(2, 10)}`;
  const data = {
    title,
    capacity: 50,
    priceMinor: 2000,
    currency: "EUR",
    startsAt: "2027-06-01T19:30:00Z",
    venue: "Journey Hall",
    city: "Bremen",
    ...more,
  };
  const headers = { authorization: `Bearer ${await token(request)}` };
  const answer = await request.post("/api/v1/events", { data, headers });
  expect(answer.status(), await answer.text()).toBe(201);
  const { eventId } = await answer.json();
  const slug = title.toLowerCase().replace(" ", "-");
  return { id: eventId, title, path: `/en/events/${slug}` };
}

/** The page has no accessibility violation that axe can find, by all rules but those named. */
async function accessible(page, ...without) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await new AxeBuilder({ page }).withTags(tags).disableRules(without).analyze();
  const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`);
  expect(said, `axe on ${page.url()}`).toEqual([]);
}

/** No broken picture, and nothing that makes the page wider than the screen. */
async function unbroken(page) {
  const found = await page.evaluate(async () => {
    const pictures = [...document.images].filter((picture) => picture.loading !== "lazy");
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    const broken = [...document.images].filter((picture) => picture.complete && picture.naturalWidth === 0);
    const { scrollWidth, clientWidth } = document.documentElement;
    return { broken: broken.map((picture) => picture.src), tooWide: Math.max(0, scrollWidth - clientWidth) };
  });
  expect(found, page.url()).toEqual({ broken: [], tooWide: 0 });
}

/** Watches for refusals by the content security policy and for errors on the page. */
function watched(page) {
  const errors = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}

/** From the event's page to its cart with so many places. */
async function hold(page, path, quantity) {
  await page.goto(path);
  await page.getByRole("spinbutton").first().fill(String(quantity));
  await page.getByRole("button", { name: "Hold tickets" }).click();
  await expect(page.getByRole("heading", { name: "Your cart" })).toBeVisible();
}

/** From the cart to the filled-in checkout. */
async function fillCheckout(page, email) {
  await page.getByRole("link", { name: "Go to checkout" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ada Example");
  await page.getByLabel("E-mail").fill(email);
}

/** On the gateway's page: types a card and sends it. */
async function pay(page, card) {
  await page.locator("input[name=card_number]").fill(card);
  await page.locator("form button[type=submit]").click();
}

/** The order's page shows its tickets; without scripts it looks again by itself. */
async function admitted(page) {
  await expect(page.getByText("You are in. Here are your tickets.")).toBeVisible({ timeout: 20_000 });
}

/** Signs in by the form. */
async function signIn(page, email) {
  await page.goto("/en/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL((url) => !url.pathname.endsWith("/login"));
}

/** Presses Tab until the element has the focus. */
async function tabTo(page, element) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    if (await element.evaluate((node) => node === document.activeElement)) return;
  }
  throw new Error(`the keyboard does not reach ${element}`);
}

module.exports = {
  DECLINED, PAYS, accessible, admitted, event, fillCheckout, hold, pay, signIn, tabTo, token, unbroken, watched,
};
