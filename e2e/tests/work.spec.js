// What organizers and door staff do.
const { test, expect } = require("@playwright/test");
const { PAYS, accessible, admitted, event, fillCheckout, hold, pay, signIn, unbroken, watched } = require("../support");

test("an organizer creates an event and sees a sale", async ({ page, browser }) => {
  const errors = watched(page);
  const title = `Office ${Math.random().toString(36).slice(2, 10)}`;
  await signIn(page, "organizer@demo.example");
  await page.goto("/en/office/events/new");
  await accessible(page);
  await page.getByLabel("Title").fill(title);
  await page.locator("input[name=starts_at]").fill("2027-07-01T20:00");
  await page.locator("textarea[name=places]").fill("Floor standing 40");
  await page.locator("input[name=price]").fill("15.00");
  await page.locator("main form button[type=submit]").last().click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Publish" }).click();
  const shop = page.getByRole("link", { name: /shop/i }).first();
  const path = await shop.getAttribute("href");

  const buyer = await (await browser.newContext()).newPage();
  await hold(buyer, path, 3);
  await fillCheckout(buyer, "seen@example.org");
  await buyer.getByRole("button", { name: /Order and pay/ }).click();
  await pay(buyer, PAYS);
  await admitted(buyer);

  await page.goto("/en/office/events");
  await accessible(page);
  await expect(page.locator("tr", { hasText: title }).locator("td[data-label=Sold]")).toHaveText("3");
  await page.getByRole("link", { name: title }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await accessible(page);
  await page.goto(`${page.url()}/registrations`);
  await expect(page.getByText("seen@example.org").first()).toBeVisible();
  expect(errors).toEqual([]);
});

test("every page of the office", async ({ page, request }) => {
  const errors = watched(page);
  const { id } = await event(request);
  await signIn(page, "organizer@demo.example");
  const parts = ["", "/registrations", "/orders", "/comps", "/edit", "/sale"].map((part) => `/events/${id}${part}`);
  for (const part of ["", "/events", "/venues", "/venues/new", "/earnings", "/activity", "/payments", "/bank", "/team", ...parts]) {
    await page.goto(`/en/office${part}`);
    await accessible(page);
    await unbroken(page);
  }
  expect(errors).toEqual([]);
});

test("a bank statement is looked at before it is taken", async ({ page }) => {
  const errors = watched(page);
  await signIn(page, "organizer@demo.example");
  await page.goto("/en/office/bank");
  await page.getByRole("navigation", { name: "Organizations" }).getByRole("link", { name: "Union Sports" }).click();
  const purpose = `Rent ${Math.random().toString(36).slice(2, 10)}`;
  const buffer = Buffer.from(`Buchungstag;Verwendungszweck;Betrag\n31.03.2027;${purpose};700,00\n`);
  await page.getByLabel("Statement", { exact: true }).setInputFiles({ name: "march.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Look at it" }).click();
  await expect(page.locator("tr", { hasText: purpose })).toContainText("No order named");
  await accessible(page);
  await unbroken(page);
  await page.getByRole("button", { name: /Take it/ }).click();
  const entry = page.locator("article", { hasText: purpose });
  await accessible(page);
  await unbroken(page);
  await entry.getByLabel("Note").fill("not ours");
  await entry.getByRole("button", { name: "Set aside" }).click();
  await expect(page.getByText("Set aside. The note is in the activity log.")).toBeVisible();
  await expect(entry).toHaveCount(0);
  expect(errors).toEqual([]);
});

test("the door lets a ticket in once", async ({ page, request, browser }) => {
  const errors = watched(page);
  const { id, path } = await event(request, { priceMinor: 0 });
  const buyer = await (await browser.newContext()).newPage();
  await hold(buyer, path, 1);
  await fillCheckout(buyer, "door@example.org");
  await buyer.getByRole("button", { name: "Order for free" }).click();
  await admitted(buyer);
  const mail = await newestMail(request, "door@example.org");
  expect(mail.subject).not.toBe("");
  await buyer.getByRole("link", { name: /Show ticket/ }).first().click();
  const code = (await buyer.locator("pre.code code").first().textContent()).replace(/\s/g, "");

  await signIn(page, "organizer@demo.example");
  await page.goto(`/en/door/${id}`);
  await accessible(page);
  const field = page.getByLabel("Code");
  await field.fill(code);
  await field.press("Enter");
  await expect(page.locator("[data-door-result]")).toContainText(/^Valid/);
  await accessible(page);
  await field.fill(code);
  await field.press("Enter");
  await expect(page.locator("[data-door-result]")).toContainText(/^Used/);
  await accessible(page);
  await field.fill("NOT-A-TICKET");
  await field.press("Enter");
  await expect(page.locator("[data-door-result]")).toContainText(/^Invalid/);
  await accessible(page);
  expect(errors).toEqual([]);
});

/** The newest mail to an address; it arrives within a second. */
async function newestMail(request, to) {
  let found;
  await expect(async () => {
    const answer = await request.get("/demo/outbox", { headers: { accept: "application/json" } });
    found = (await answer.json()).find((mail) => JSON.stringify(mail.to).includes(to));
    expect(found).toBeTruthy();
  }).toPass({ timeout: 10_000 });
  return found;
}
