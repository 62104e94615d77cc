// A buyer's ways to a ticket.
const { test, expect } = require("@playwright/test");
const {
  DECLINED, PAYS, accessible, admitted, event, fillCheckout, hold, pay, tabTo, watched,
} = require("../support");

const SEATS = { places: "Stalls, rows A-D, 8 seats", priceMinor: 4200 };

test("buy standing places", async ({ page, request }) => {
  const errors = watched(page);
  const { path } = await event(request);
  await page.goto(path);
  await accessible(page);
  await hold(page, path, 2);
  await accessible(page);
  await fillCheckout(page, "standing@example.org");
  await accessible(page);
  await page.getByRole("button", { name: /Order and pay/ }).click();
  await accessible(page);
  await pay(page, PAYS);
  await admitted(page);
  await accessible(page);
  await page.getByRole("link", { name: /Show ticket/ }).first().click();
  await accessible(page);
  expect(errors).toEqual([]);
});

test("buy seats", async ({ page, request }) => {
  const errors = watched(page);
  const { path } = await event(request, SEATS);
  await page.goto(path);
  await page.getByRole("link", { name: /Choose seats/ }).first().click();
  await accessible(page);
  await page.getByRole("checkbox", { name: /Row B, seat 3/ }).check();
  await page.getByRole("checkbox", { name: /Row B, seat 4/ }).check();
  await page.getByRole("button", { name: "Hold seats" }).click();
  await expect(page.getByText("Row B, seat 3").first()).toBeVisible();
  await fillCheckout(page, "seats@example.org");
  await page.getByRole("button", { name: /Order and pay/ }).click();
  await pay(page, PAYS);
  await admitted(page);
  expect(errors).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("buy seats and standing places", async ({ page, request }) => {
    const standing = await event(request);
    await hold(page, standing.path, 1);
    await fillCheckout(page, "plain@example.org");
    await page.getByRole("button", { name: /Order and pay/ }).click();
    await pay(page, PAYS);
    await admitted(page);
    const seated = await event(request, SEATS);
    await page.goto(seated.path);
    await page.getByRole("link", { name: /Choose seats/ }).first().click();
    await page.getByRole("checkbox", { name: /Row A, seat 1,/ }).check();
    await page.getByRole("button", { name: "Hold seats" }).click();
    await fillCheckout(page, "plain@example.org");
    await page.getByRole("button", { name: /Order and pay/ }).click();
    await pay(page, PAYS);
    await admitted(page);
  });
});

test("buy by keyboard only", async ({ page, request }) => {
  const { path } = await event(request);
  await page.goto(path);
  await tabTo(page, page.getByRole("spinbutton").first());
  await page.keyboard.type("2");
  await tabTo(page, page.getByRole("button", { name: "Hold tickets" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/carts\//);
  await tabTo(page, page.getByRole("link", { name: "Go to checkout" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/checkout/);
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type("Ada Example");
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type("keys@example.org");
  await tabTo(page, page.getByRole("button", { name: /Order and pay/ }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/test-gateway/);
  await tabTo(page, page.locator("input[name=card_number]"));
  await page.keyboard.type(PAYS);
  await page.keyboard.press("Enter");
  await admitted(page);
});

test("a declined card, then one that pays", async ({ page, request }) => {
  const { path } = await event(request);
  await hold(page, path, 1);
  await fillCheckout(page, "second.try@example.org");
  await page.getByRole("button", { name: /Order and pay/ }).click();
  await pay(page, DECLINED);
  await expect(page.getByRole("alert")).toBeVisible();
  await accessible(page);
  await pay(page, PAYS);
  await admitted(page);
});

test("a hold that expires is taken again and nothing typed is lost", async ({ page, request }) => {
  const { path } = await event(request, { holdSeconds: 8 });
  await hold(page, path, 1);
  await fillCheckout(page, "slow@example.org");
  await expect(page.locator(".countdown.over")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: /Order and pay/ }).click();
  await expect(page.getByText("The time to order is over")).toBeVisible();
  await accessible(page);
  await expect(page.getByLabel("E-mail")).toHaveValue("slow@example.org");
  await page.getByRole("button", { name: "Try to get them again" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue("slow@example.org");
  await page.getByRole("button", { name: /Order and pay/ }).click();
  await pay(page, PAYS);
  await admitted(page);
});
