// Pages that people meet beside the way to a ticket: each without an accessibility violation, in light and dark,
// in both languages, on a narrow screen, and without a word of complaint in the console.
const { test, expect } = require("@playwright/test");
const { accessible, signIn, unbroken, watched } = require("../support");

const PUBLIC = [
  "/en", "/de", "/en/events?q=glas+orchrd", "/en/events?category=music&available=on", "/en/events?q=zzzzqqqq",
  "/en/login", "/en/register", "/en/forgot", "/en/imprint", "/en/terms", "/en/privacy", "/demo/outbox", "/api/docs",
];

for (const path of PUBLIC) {
  test(`${path} is for everybody`, async ({ page }, { project }) => {
    test.skip(path === "/api/docs" && project.name !== "phone", "axe needs half a minute for its thousand parts; once is enough");
    const errors = watched(page);
    await page.goto(path);
    await accessible(page);
    await unbroken(page);
    expect(errors).toEqual([]);
  });
}

test("a typing error finds what was meant", async ({ page }) => {
  await page.goto("/en/events?q=glas+orchrd");
  await expect(page.getByRole("link", { name: "The Glass Orchard" }).first()).toBeVisible();
});

test("home in German speaks German", async ({ page }) => {
  await page.goto("/de");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("link", { name: "Anmelden" })).toBeVisible();
});

test("a page that is not there says so", async ({ page }) => {
  const answer = await page.goto("/en/events/there-is-no-such-event");
  expect(answer.status()).toBe(404);
  await accessible(page);
  await unbroken(page);
});

for (const [look, path, width] of [
  ["light", "/en/styleguide?theme=light"], ["dark", "/en/styleguide?theme=dark"],
  ["right to left", "/qps/styleguide"], ["on 320 pixels", "/en/styleguide", 320],
]) {
  test(`the style guide ${look}`, async ({ page }, { project }) => {
    test.skip(project.name === "phone" && look !== "light", "it shows its own width and colours once");
    const errors = watched(page);
    if (width) await page.setViewportSize({ width, height: 640 });
    await page.goto(path);
    // The pseudo-language is nobody's, so its code is in no register.
    await accessible(page, ...(path.startsWith("/qps") ? ["html-lang-valid"] : []));
    await unbroken(page);
    expect(errors).toEqual([]);
  });
}

test("home and an event at night", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/en");
  await accessible(page);
  await page.locator(".event-card a").first().click();
  await expect(page.locator("#tickets-title")).toBeVisible();
  await accessible(page);
  await unbroken(page);
});

test("refused forms say what is wrong", async ({ page }) => {
  await page.goto("/en/register");
  await page.locator("main form").evaluate((form) => { form.noValidate = true; });
  await page.locator("main form button[type=submit]").click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await accessible(page);
  await page.goto("/en/login");
  await page.getByLabel("E-mail").fill("nobody@demo.example");
  await page.getByLabel("Password", { exact: true }).fill("wrong-wrong-1");
  await page.locator("main form button[type=submit]").click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await accessible(page);
});

test("a person's own pages", async ({ page }) => {
  const errors = watched(page);
  await signIn(page, "buyer@demo.example");
  for (const path of ["/en/account", "/en/account/tickets", "/en/account/organization"]) {
    await page.goto(path);
    await accessible(page);
    await unbroken(page);
  }
  expect(errors).toEqual([]);
});
