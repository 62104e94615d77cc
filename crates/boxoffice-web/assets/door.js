// The door with a script: what a scanner types is read at once, the answer fills the screen for a moment,
// with a sound and a shake, and the field is ready for the next one. Readings wait their turn, none is lost.

const SHOWN_MS = 1200;
const PATIENCE_MS = 8000;
const GATE = "door-gate";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-door]"));
const code = /** @type {HTMLInputElement} */ (form.elements.namedItem("code"));
const gate = /** @type {HTMLInputElement} */ (form.elements.namedItem("gate"));
const result = /** @type {HTMLElement} */ (document.querySelector("[data-door-result]"));
const counts = /** @type {HTMLElement} */ (document.querySelector("[data-door-counts]"));

gate.value ||= localStorage.getItem(GATE) ?? "";
gate.addEventListener("change", () => localStorage.setItem(GATE, gate.value.trim()));

/** Tones in Hz, one after the other: up is in, up and down is used, low is no. */
const SOUNDS = { valid: [660, 990], used: [620, 440, 620], invalid: [180, 150], unchecked: [330, 330] };
const SHAKES = { valid: [80], used: [80, 60, 80], invalid: [400], unchecked: [200, 100, 200] };
const ICONS = { valid: "check", used: "clock", invalid: "close", unchecked: "alert" };

/** @type {AudioContext | undefined} */
let audio;
// Browsers let a page sound only after a key or a touch.
for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => (audio ??= new AudioContext()), { once: true });

function sound(status) {
  navigator.vibrate?.(SHAKES[status]);
  if (!audio) return;
  SOUNDS[status].forEach((pitch, index) => {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    const from = audio.currentTime + index * 0.14;
    tone.type = status === "invalid" ? "sawtooth" : "sine";
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.25, from);
    loudness.gain.exponentialRampToValueAtTime(0.001, from + 0.13);
    tone.connect(loudness).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.14);
  });
}

function line(className, text) {
  const paragraph = document.createElement("p");
  paragraph.className = className;
  paragraph.textContent = text;
  return paragraph;
}

function icon(status) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", (form.dataset.icon ?? "") + ICONS[status]);
  drawing.setAttribute("class", "door-icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(use);
  return drawing;
}

let hide = 0;
function show(answer) {
  const lines = [line("door-word", answer.word), line("door-sentence", answer.sentence)];
  if (answer.holder) lines.push(line("door-holder", answer.holder));
  if (answer.place) lines.push(line("", answer.place));
  result.replaceChildren(icon(answer.status), ...lines);
  result.className = `door-result ${answer.status} full`;
  if (answer.counts) counts.textContent = answer.counts;
  sound(answer.status);
  clearTimeout(hide);
  // The last answer stays on the page, smaller, until the next one.
  hide = setTimeout(() => result.classList.remove("full"), SHOWN_MS);
}
result.addEventListener("click", () => result.classList.remove("full"));

async function ask(body) {
  const unchecked = { status: "unchecked", word: form.dataset.unchecked, sentence: form.dataset.uncheckedText };
  try {
    const headers = { accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    const told = await answer.json();
    return answer.ok ? told : { ...unchecked, sentence: told.error ?? unchecked.sentence };
  } catch {
    return unchecked;
  }
}

let turn = Promise.resolve();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  // The page's own rule "a form is sent once" does not fit a door.
  event.stopPropagation();
  const text = code.value.trim();
  code.value = "";
  code.focus();
  if (text === "") return;
  const body = new URLSearchParams({ code: text, gate: gate.value.trim() });
  turn = turn.then(() => ask(body)).then(show);
});

// Keys that go nowhere go into the field: a scanner types wherever the focus is.
addEventListener("keydown", (event) => {
  const elsewhere = document.activeElement === document.body;
  if (elsewhere && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) code.focus();
});
code.focus();
