// Choosing tickets: the running total, and times in the reader's own zone.
// Without this file the number fields, checkboxes and the submit button do the same job.

/** @param {string} text @param {Record<string, string>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** @param {HTMLFormElement} form @returns {{count: number, minor: number}} */
function chosen(form) {
  let count = 0;
  let minor = 0;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-place]'))) {
    const quantity = Math.max(0, Number.parseInt(place.querySelector('input')?.value ?? '', 10) || 0);
    count += quantity;
    minor += quantity * Number(place.dataset.place);
  }
  const type = /** @type {HTMLInputElement|null} */ (form.querySelector('input[type=radio][data-minor]:checked'));
  const seats = form.querySelectorAll('input[type=checkbox][name=seat]:checked').length;
  return { count: count + seats, minor: minor + seats * Number(type?.dataset.minor ?? 0) };
}

/** @param {HTMLFormElement} form */
function total(form) {
  const sum = form.querySelector('[data-sum]');
  if (!(sum instanceof HTMLElement)) return;
  const { count, minor } = chosen(form);
  const language = document.documentElement.lang || 'en';
  const { currency = 'EUR', decimals = '2', none = '' } = form.dataset;
  const amount = minor / 10 ** Number(decimals);
  const money = new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount);
  const plural = new Intl.PluralRules(language).select(count);
  const text = form.dataset[plural] ?? form.dataset.other ?? '';
  const next = count ? fill(text, { count: new Intl.NumberFormat(language).format(count), total: money }) : none;
  if (sum.textContent !== next) sum.textContent = next;
}

/** @param {HTMLElement} place An empty element after a time in the venue's zone. */
function ownTime(place) {
  const { time = '', zone = '', text = '' } = place.dataset;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = new Date(time);
  const style = /** @type {const} */ ({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
  // The server writes English dates as Britain does: day before month, 24 hours.
  const language = (document.documentElement.lang || 'en').replace(/^en$/, 'en-GB');
  const here = new Intl.DateTimeFormat(language, { ...style, timeZone: own }).format(when);
  const there = new Intl.DateTimeFormat(language, { ...style, timeZone: zone }).format(when);
  if (here === there) return;
  place.textContent = fill(text, { time: here });
  place.hidden = false;
}

export function start() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-choose]'))) {
    if (!form.dataset.started) form.addEventListener('input', () => total(form));
    form.dataset.started = 'yes';
    total(form);
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-own-time][hidden]'))) ownTime(place);
}

start();
document.addEventListener('swapped', start);
