'use strict';
// The pages are whole without this. It adds copy buttons, ages, and a page that keeps itself up to date.
(() => {
  const EVERY = 5000;
  const main = document.getElementById('main');
  const silent = document.getElementById('silent');

  // Over plain HTTP there is no navigator.clipboard.
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text);
    }
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'offscreen';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) {
      throw new Error('not copied');
    }
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('button[data-copy]');
    if (!button) {
      return;
    }
    const text = document.getElementById(button.dataset.copy).textContent;
    try {
      await copy(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select it by hand';
    }
    button.focus();
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });

  function age(seconds) {
    const ahead = seconds < 0;
    const [n, unit] = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']]
      .map(([size, name]) => [Math.floor(Math.abs(seconds) / size), name])
      .find(([count, name]) => count > 0 || name === 's');
    return ahead ? `in ${n} ${unit}` : `${n} ${unit} ago`;
  }

  function dress() {
    for (const button of main.querySelectorAll('button[data-copy]')) {
      button.hidden = false;
    }
    for (const time of main.querySelectorAll('time.age')) {
      const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      time.textContent = seconds > 0 && time.classList.contains('due') ? 'now' : age(seconds);
    }
  }

  // What the reader has opened, typed or focused stays as it is.
  function swap(fresh) {
    const open = new Map([...main.querySelectorAll('details[id]')].map((d) => [d.id, d.open]));
    const typed = new Map([...main.querySelectorAll('input[id], select[id]')].map((i) => [i.id, i.value]));
    const focused = document.activeElement;
    const id = main.contains(focused) ? focused.id : '';
    const at = id && focused.selectionStart !== undefined ? [focused.selectionStart, focused.selectionEnd] : null;
    const copied = main.contains(focused) ? focused.dataset.copy : undefined;
    const [x, y] = [window.scrollX, window.scrollY];
    main.replaceChildren(...fresh.childNodes);
    main.dataset.edition = fresh.dataset.edition;
    for (const details of main.querySelectorAll('details[id]')) {
      if (open.has(details.id)) {
        details.open = open.get(details.id);
      }
    }
    for (const [name, value] of typed) {
      const input = document.getElementById(name);
      if (input) {
        input.value = value;
      }
    }
    dress();
    const again = id ? document.getElementById(id)
      : copied ? main.querySelector(`button[data-copy="${CSS.escape(copied)}"]`) : null;
    if (again) {
      again.focus({preventScroll: true});
      if (at && again.setSelectionRange) {
        again.setSelectionRange(...at);
      }
    }
    window.scrollTo(x, y);
  }

  async function refresh() {
    if (document.hidden || !main.dataset.edition) {
      return;
    }
    try {
      const response = await fetch(location.href, {cache: 'no-cache', headers: {Accept: 'text/html'}});
      if (!response.ok) {
        throw new Error(response.statusText);
      }
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = page.getElementById('main');
      silent.textContent = '';
      // Not under somebody's hands: a selection would be lost.
      if (fresh.dataset.edition !== main.dataset.edition && getSelection().isCollapsed) {
        document.title = page.title;
        swap(fresh);
      }
    } catch {
      silent.textContent = silent.textContent
        || `The agent has not answered since ${new Date().toLocaleTimeString()}. What you see can be out of date.`;
    }
  }

  if (main) {
    dress();
    setInterval(dress, 1000);
    setInterval(refresh, EVERY);
    document.addEventListener('visibilitychange', refresh);
  }
})();
