// What makes forms feel instant on every page. Nothing here is needed: without it, the number field of a
// stepper is typed into, and a countdown says until when.
// Each part looks for its own `data-` attribute, so the file may be on any page.

/** Steppers: buttons around a number field. @param {Element} stepper */
function step(stepper) {
  const input = /** @type {HTMLInputElement} */ (stepper.querySelector("input"));
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (stepper.querySelectorAll("[data-step]"));
  const refresh = () => {
    for (const button of buttons) {
      const next = input.valueAsNumber + Number(button.dataset.step);
      button.disabled = next < Number(input.min) || next > Number(input.max);
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      input.valueAsNumber = (input.valueAsNumber || 0) + Number(button.dataset.step);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      refresh();
    });
  }
  input.addEventListener("input", refresh);
  refresh();
}
const startSteppers = () => document.querySelectorAll("[data-stepper]:has([data-step][hidden])").forEach(step);
startSteppers();
document.addEventListener("swapped", startSteppers);

/** Countdowns: seconds every second for the eye, and a spoken note at 5, 2 and 1 minutes only. */
const countdowns = document.querySelectorAll("[data-countdown]");
if (countdowns.length > 0) {
  // The server's clock counts: how far ours is off, the page says by its date.
  const served = Date.parse(document.querySelector("meta[name=server-time]")?.getAttribute("content") ?? "");
  const offset = Number.isNaN(served) ? 0 : served - Date.now();
  const voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("aria-live", "polite");
  document.body.append(voice);
  const spoken = new Set();
  const tick = () => {
    let running = false;
    for (const countdown of countdowns) {
      const { countdown: until, template, over } = /** @type {HTMLElement} */ (countdown).dataset;
      const text = /** @type {HTMLElement} */ (countdown.querySelector(".countdown-text"));
      const left = Math.max(0, Math.ceil((Number(until) - Date.now() - offset) / 1000));
      const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      const said = left > 0 ? (template ?? "").replace("{time}", clock) : (over ?? "");
      text.textContent = said;
      countdown.classList.toggle("soon", left > 0 && left <= 120);
      countdown.classList.toggle("over", left === 0);
      running ||= left > 0;
      const mark = [0, 60, 120, 300].find((second) => left <= second && left > second - 10);
      if (mark !== undefined && !spoken.has(mark)) {
        spoken.add(mark);
        voice.textContent = said;
      }
      if (left === 0) countdown.dispatchEvent(new CustomEvent("countdown-over", { bubbles: true }));
    }
    if (running) setTimeout(tick, 1000);
  };
  tick();
}

/** A refused form: the summary is the first thing that is read. */
document.getElementById("error-summary")?.focus();

/** A menu closes when something else is clicked, or with Escape. */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  }
});

/** A form is sent once: a second click waits for the first answer. */
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
