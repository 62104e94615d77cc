// Journeys of buyers, organizers and door staff on a phone and on a desktop, in Debian's Chromium.
// The program is the built binary named by BOXOFFICE_TEST_BINARY; it serves its demo shop from a temporary folder.
const { defineConfig, devices } = require("@playwright/test");

// The workers inherit the choice of the first process, so that two runs on one machine do not meet.
process.env.BOXOFFICE_TEST_PORT ||= String(20000 + (process.pid % 20000));
const port = process.env.BOXOFFICE_TEST_PORT;
const binary = process.env.BOXOFFICE_TEST_BINARY || "../target/debug/boxoffice";
const url = `http://127.0.0.1:${port}`;
// A second shop takes its payments through the emulator of Stripe.
const emulator = process.env.BOXOFFICE_TEST_EMULATOR || "../target/debug/stripe-emulator";
const [stripePort, stripeShopPort] = [Number(port) + 20001, Number(port) + 20002];
const stripeUrl = `http://127.0.0.1:${stripePort}`;
process.env.BOXOFFICE_TEST_STRIPE_SHOP = `http://127.0.0.1:${stripeShopPort}`;
process.env.BOXOFFICE_TEST_STRIPE = stripeUrl;
const signingSecret = "whsec_of_the_browser_journeys";

const chromium = {
  executablePath: process.env.BOXOFFICE_TEST_CHROMIUM || "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const shop = (port, env) => ({
  command: `${binary} demo --listen 127.0.0.1:${port}`,
  url: `http://127.0.0.1:${port}/readyz`,
  timeout: 180_000,
  reuseExistingServer: false,
  stdout: "ignore",
  stderr: "pipe",
  env: { BOXOFFICE_LIFT_PERSON_LIMITS: "true", ...env },
});

module.exports = defineConfig({
  testDir: "./tests",
  timeout: 120_000,
  expect: { timeout: 10_000 },
  workers: 2,
  retries: 0,
  forbidOnly: true,
  use: { baseURL: url, launchOptions: chromium, locale: "en-GB", timezoneId: "Europe/Berlin", trace: "off" },
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
    { name: "phone", use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } } },
  ],
  webServer: [
    shop(port, {}),
    {
      command: `${emulator} 127.0.0.1:${stripePort} ${process.env.BOXOFFICE_TEST_STRIPE_SHOP}/webhooks/stripe ${signingSecret}`,
      url: `${stripeUrl}/control/book?kind=charge`,
      timeout: 30_000,
      reuseExistingServer: false,
      stdout: "ignore",
      stderr: "pipe",
    },
    shop(stripeShopPort, {
      BOXOFFICE_STRIPE_SECRET_KEY: "sk_test_emulator",
      BOXOFFICE_STRIPE_WEBHOOK_SECRET: signingSecret,
      BOXOFFICE_STRIPE_BASE_URL: stripeUrl,
    }),
  ],
});
