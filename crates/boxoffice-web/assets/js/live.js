// Open pages that stay true: the server says that something changed, the page fetches itself again and swaps
// the parts marked data-swap. Text, numbers and states are all made by the server, in the reader's language.

/** Fetches closer together than this are folded into one. */
const PAUSE_MS = 2000;

const source = document.querySelector('[data-live]');
let version = source instanceof HTMLElement ? source.dataset.version ?? '' : '';
let newest = version;
let busy = false;

/** What the reader typed survives the swap. @param {Element} from @param {Element} to */
function keepTyped(from, to) {
  for (const old of /** @type {NodeListOf<HTMLInputElement>} */ (from.querySelectorAll('input[name]'))) {
    const selector = `input[name="${CSS.escape(old.name)}"]`;
    for (const fresh of /** @type {NodeListOf<HTMLInputElement>} */ (to.querySelectorAll(selector))) {
      if (old.type === 'checkbox' || old.type === 'radio') {
        if (fresh.value === old.value && !fresh.disabled) fresh.checked = old.checked;
      } else if (old.type !== 'hidden') {
        fresh.value = old.value;
      }
    }
  }
}

async function refresh() {
  if (busy || document.hidden || newest === version) return;
  busy = true;
  const asked = newest;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const old of document.querySelectorAll('[data-swap][id]')) {
        const fresh = page.getElementById(old.id);
        if (!fresh || old.innerHTML === fresh.innerHTML) continue;
        const focus = document.activeElement?.id;
        keepTyped(old, fresh);
        old.replaceWith(fresh);
        if (focus && document.activeElement === document.body) document.getElementById(focus)?.focus();
      }
      version = asked;
      document.dispatchEvent(new Event('swapped'));
    }
  } finally {
    // Everybody hears of a change at once; chance spreads the fetches.
    setTimeout(() => { busy = false; refresh(); }, PAUSE_MS + Math.random() * PAUSE_MS);
  }
}

if (source instanceof HTMLElement && source.dataset.live) {
  const events = new EventSource(source.dataset.live);
  events.addEventListener('changed', (message) => {
    newest = message.data;
    setTimeout(refresh, Math.random() * 300);
  });
  document.addEventListener('visibilitychange', refresh);
}
