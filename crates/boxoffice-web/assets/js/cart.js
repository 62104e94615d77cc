// A cart whose time is over shows what can be taken again: the page says so itself once it is fetched anew.

document.addEventListener('countdown-over', () => setTimeout(() => location.reload(), 1200), { once: true });
