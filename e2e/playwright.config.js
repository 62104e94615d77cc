// Journeys of buyers, organizers and door staff on a phone and on a desktop, in Debian's Chromium.
// The program is the built binary named by BOXOFFICE_TEST_BINARY; it serves its demo shop from a temporary folder.
const { defineConfig, devices } = require("@playwright/test");

// The workers inherit the choice of the first process, so that two runs on one machine do not meet.
process.env.BOXOFFICE_TEST_PORT ||= String(20000 + (process.pid % 20000));
const port = process.env.BOXOFFICE_TEST_PORT;
const binary = process.env.BOXOFFICE_TEST_BINARY || "../target/debug/boxoffice";
const url = `http://127.0.0.1:${port}`;

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
  webServer: {
    command: `${binary} demo --listen 127.0.0.1:${port}`,
    url: `${url}/readyz`,
    timeout: 180_000,
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "pipe",
    env: { BOXOFFICE_LIFT_PERSON_LIMITS: "true" },
  },
});
