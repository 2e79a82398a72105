// What a page does in the browser beyond links and forms. Every page works without it; what only a browser with a
// script can do (show while typing, copy, read a file) has buttons that are hidden until this file has run.
(() => {
  const MOST_BYTES = 1024 * 1024;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => root.querySelectorAll(selector);
  const byId = (id) => document.getElementById(id);
  const on = (event, run, capture) => document.addEventListener(event, run, capture);
  const onClick = (selector, run) => on('click', (e) => { const t = e.target.closest(selector); if (t) run(t, e); });

  // --- Announcements. The page's own region is inert while a dialog is open, so a dialog brings one of its own.
  let timer;
  const region = () => $('#dialog[open] > .live') || $('#live');
  const hush = () => { clearTimeout(timer); $$('.live').forEach((r) => { r.textContent = ''; }); };
  const say = (text) => {
    hush(); // the same text twice is spoken once, so it is emptied first
    timer = setTimeout(() => { const r = region(); if (r) r.textContent = text; }, 150);
  };

  // --- Secrets: shown while typing, and masked again by everything that ends the typing.
  const button = (kind, id) => $(`[data-${kind}="${CSS.escape(id)}"]`);
  const isMasked = (field) => (field.type === 'textarea' ? field.classList.contains('masked') : field.type === 'password');
  const mask = (field, masked) => {
    if (field.type === 'textarea') field.classList.toggle('masked', masked);
    else field.type = masked ? 'password' : 'text';
    const show = button('reveal', field.id);
    if (!show) return;
    show.textContent = masked ? 'Show' : 'Hide';
    show.setAttribute('aria-label', `${show.textContent} ${show.dataset.what}`);
    const state = byId(`${field.id}-state`);
    if (state) state.textContent = `${show.dataset.what} is ${masked ? 'hidden' : 'visible'}`;
  };
  const maskAll = (root) => $$('[data-secret]', root).forEach((f) => { if (!isMasked(f)) mask(f, true); });
  const wipe = (root) => {
    maskAll(root);
    $$('[data-secret], [data-once], [data-paste]', root).forEach((f) => { f.value = ''; });
  };
  const filled = (field, value) => { field.value = value; field.dispatchEvent(new Event('input', { bubbles: true })); };
  onClick('[data-reveal]', (b) => { const f = byId(b.dataset.reveal); mask(f, !isMasked(f)); });
  on('submit', (e) => maskAll(e.target), true); // else the browser keeps the text in its form history
  window.addEventListener('pagehide', () => wipe(document));
  window.addEventListener('pageshow', (e) => {
    if (!e.persisted) return maskAll(document);
    wipe(document);
    $$('[data-gone]').forEach(hideShown);
  });

  // --- A value of several lines: a password field drops line ends without a word, so a text area takes its place.
  const lines = (field, several) => {
    const twin = document.createElement(several ? 'textarea' : 'input');
    for (const { name, value } of field.attributes) if (name !== 'type' && name !== 'rows') twin.setAttribute(name, value);
    if (several) twin.rows = 6;
    else twin.type = 'password';
    twin.value = field.value;
    const masked = isMasked(field);
    field.replaceWith(twin);
    mask(twin, masked);
    if (!several) twin.classList.remove('masked');
    const toggle = button('lines', twin.id);
    toggle.setAttribute('aria-pressed', several);
    return twin;
  };
  const severalLines = (field) => (field.type === 'textarea' ? field : lines(field, true));
  const note = (id, text) => { const n = byId(`${id}-note`); if (n) n.textContent = text; else say(text); };
  onClick('[data-lines]', (b) => {
    const field = byId(b.dataset.lines);
    if (field.type !== 'textarea') return lines(field, true).focus();
    if (field.value.includes('\n')) return note(field.id, 'The value has several lines. Remove the line ends first.');
    note(field.id, '');
    lines(field, false).focus();
  });
  on('paste', (e) => {
    const field = e.target;
    const text = e.clipboardData && e.clipboardData.getData('text/plain');
    if (field.tagName !== 'INPUT' || !field.matches('[data-secret]') || !text || !/[\r\n]/.test(text)) return;
    if (!button('lines', field.id)) {
      if (/[\r\n]/.test(text.trim())) note(field.id, 'The pasted text has several lines, and this field has one. They were joined.');
      return;
    }
    e.preventDefault();
    const { selectionStart: from, selectionEnd: to } = field;
    const area = lines(field, true);
    area.setRangeText(text, from, to, 'end');
    filled(area, area.value);
    area.focus();
    note(area.id, 'The pasted text has several lines. The field now keeps them.');
  });

  // --- Filling in: a file's text, a strong value, the key as most teams write it.
  on('change', async (e) => {
    const id = e.target.dataset.file;
    const file = id && e.target.files[0];
    if (!file) return;
    e.target.value = ''; // the same file can be chosen again
    if (file.size > MOST_BYTES) return note(id, 'The file is larger than 1 MB. Nothing was read.');
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
      const field = byId(id);
      filled(/[\r\n]/.test(text) && button('lines', id) ? severalLines(field) : field, text);
      note(id, `Filled in from ${file.name}.`);
    } catch {
      note(id, 'The file is not UTF-8 text. Nothing was read.');
    }
  });
  const generated = () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    let value = '';
    while (value.length < 32) { // bytes from 248 up are left out, else the first letters came more often
      for (const byte of crypto.getRandomValues(new Uint8Array(64))) {
        if (byte < 248 && value.length < 32) value += letters[byte % 62];
      }
    }
    return value;
  };
  onClick('[data-generate]', (b) => {
    filled(byId(b.dataset.generate), generated());
    note(b.dataset.generate, 'A new value of 32 letters and digits was filled in.');
  });
  const suggestion = (key) => key.trim().replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9_]+/g, '_').toUpperCase();
  let typing;
  on('input', (e) => {
    const hint = button('suggest', e.target.id);
    if (!hint) return;
    clearTimeout(typing);
    typing = setTimeout(() => { // a pause, so that a screen reader hears it once and not at each letter
      const better = suggestion(e.target.value);
      hint.hidden = !/^[A-Z_]/.test(better) || better === e.target.value.trim();
      $('.mono', hint).textContent = better;
    }, 500);
  });
  onClick('[data-suggest] button', (b) => {
    const hint = b.closest('[data-suggest]');
    const field = byId(hint.dataset.suggest);
    filled(field, $('.mono', hint).textContent);
    hint.hidden = true;
    field.focus();
  });
  onClick('[data-check]', (b) => {
    const boxes = [...$$('.choice input[type="checkbox"]', b.closest('fieldset'))];
    boxes.filter((box) => !box.closest('.choice').hidden).forEach((box) => { box.checked = b.dataset.check === 'all'; });
    say(`${boxes.filter((box) => box.checked).length} of ${boxes.length} selected.`);
  });
  // A long list is looked through by what its labels and hints say; what is ticked stays ticked, found or not.
  on('input', (e) => {
    if (!e.target.matches('[data-filter]')) return;
    const wanted = e.target.value.trim().toLowerCase();
    const all = [...$$('.choice', e.target.closest('fieldset'))];
    all.forEach((c) => { c.hidden = !c.textContent.toLowerCase().includes(wanted); });
    byId(e.target.dataset.filter).textContent = wanted ? `${all.filter((c) => !c.hidden).length} of ${all.length} found` : '';
  });

  // --- What is shown once: copied, and hidden on time, on Hide, and when the page comes back from the browser's cache.
  onClick('[data-copy]', async (b) => {
    const field = byId(b.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value ?? field.textContent);
      say(b.dataset.said || 'Copied.');
    } catch {
      field.select();
      say('Press Control and C to copy.');
    }
  });
  const hideShown = (box) => {
    const text = document.createElement('p');
    text.textContent = box.dataset.gone;
    text.tabIndex = -1;
    const hadFocus = box.contains(document.activeElement);
    $$('[data-once]', box).forEach((f) => { f.value = ''; });
    box.replaceWith(text);
    if (hadFocus) text.focus();
    say(box.dataset.gone);
  };
  onClick('[data-hide]', (b) => hideShown(b.closest('[data-gone]')));

  // --- New content: buttons that need this script appear; a shown value gets its time.
  const enhance = (root) => {
    $$('[data-js][hidden]', root).forEach((b) => { b.hidden = false; });
    $$('[data-seconds]', root).forEach((box) => {
      const seconds = Number(box.dataset.seconds);
      box.removeAttribute('data-seconds');
      setTimeout(() => { if (box.isConnected) hideShown(box); }, seconds * 1000);
    });
  };
  on('DOMContentLoaded', () => enhance(document));
  on('htmx:load', (e) => enhance(e.detail.elt.parentNode || document));

  // --- A narrow window scrolls the settings' links sideways: the one of this page stands in view.
  on('DOMContentLoaded', () => {
    const here = $('.side [aria-current]');
    if (!here) return;
    const side = here.closest('.side');
    side.scrollLeft += here.getBoundingClientRect().left - (side.clientWidth - here.clientWidth) / 2;
  });

  // --- A typed secret outlives mistakes elsewhere in its form. The server never sends it back: it stays in memory here.
  // Where other fields take the place of these (data-keep="all"), all that was typed stays where there is such a field.
  let kept = [];
  const keeps = (field) => () => {
    const found = byId(field.id);
    if (!found || found.value || !found.matches('[data-secret], [data-paste]')) return; // never into a field that shows it
    (field.type === 'textarea' && button('lines', found.id) ? severalLines(found) : found).value = field.value;
  };
  const chosen = (field) => [...field.options].some((o) => o.selected !== o.defaultSelected);
  const keepsAll = (field, echoed) => {
    if (field.matches('[type="checkbox"], [type="radio"]')) {
      if (!echoed && field.checked === field.defaultChecked) return () => {};
      return () => { const found = byId(field.id); if (found) found.checked = field.checked; };
    }
    const { value } = field;
    const typed = echoed || (field.options ? chosen(field) : value !== field.defaultValue);
    return () => {
      const found = byId(field.id);
      if (!found || !typed || found.tagName !== field.tagName) return;
      if (!found.options || [...found.options].some((o) => o.value === value)) found.value = value;
    };
  };
  on('htmx:beforeSwap', (e) => {
    const { xhr, target } = e.detail;
    kept = [];
    if (xhr.status !== 422 && !target.matches('[data-keep]')) return;
    $$('[data-secret], [data-paste]', target).forEach((f) => kept.push(keeps(f)));
    if (target.dataset.keep !== 'all') return;
    $$('input:not([type="hidden"], [type="file"], [data-secret]), select, textarea:not([data-secret], [data-paste])', target)
      .forEach((f) => { if (f.id && !f.matches('[data-choice]')) kept.push(keepsAll(f, target.dataset.typed)); });
  });
  on('htmx:afterSwap', () => {
    kept.forEach((keep) => keep());
    kept = [];
  });

  // --- Autofocus in what HTMX brings is done here: the browser does it once a page and complains about the others.
  on('htmx:beforeSwap', (e) => {
    const held = document.createElement('template');
    held.innerHTML = e.detail.serverResponse;
    const marked = $$('[autofocus]', held.content);
    marked.forEach((m) => { m.removeAttribute('autofocus'); m.setAttribute('data-focus', ''); });
    if (marked.length > 0) e.detail.serverResponse = held.innerHTML;
  });

  // --- A page that shows a state asks now and then whether it has changed, by short questions that any proxy lets through.
  // Only while it is looked at; an answer is a few bytes until something happens. Asking keeps nobody signed in.
  const ASK = 4000;
  const RARELY = 30000;
  let renewing = false;
  let asking;
  let failures = 0;
  const watched = () => $('[data-changes]');
  const unseen = (headers) => ({ headers: { 'Coffer-Unseen': 'yes', 'HX-Request': 'true', ...headers }, cache: 'no-store',
    redirect: 'error', signal: AbortSignal.timeout(10000) });
  const later = () => {
    clearTimeout(asking);
    if (watched() && !document.hidden) asking = setTimeout(ask, Math.min(RARELY, ASK * 2 ** failures));
  };
  // The same control after the swap, else what has taken its place in the row, else the heading above.
  const twin = (was, region) => {
    const row = /^(?:set|edit|dismiss|bring-back|delete)-(.+)$/.exec(was.id);
    const ids = [was.id, ...(row ? [`edit-${row[1]}`, `set-${row[1]}`] : [])].filter((id) => id);
    const href = was.getAttribute('href');
    return ids.map(byId).find((found) => found)
      || [...(href ? $$('a[href]', region) : [])].find((a) => a.getAttribute('href') === href) || $('h2[tabindex]', region);
  };
  const renew = (region, html) => {
    const was = document.activeElement;
    const within = region.contains(was);
    renewing = true;
    try {
      htmx.swap(region, html, { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0 }, { select: `#${region.id}` });
    } finally {
      renewing = false;
    }
    const fresh = byId(region.id);
    if (within && fresh && !fresh.contains(document.activeElement)) {
      const to = twin(was, fresh);
      if (to) to.focus({ preventScroll: true });
    }
  };
  // Typing and dialogs go first: what has changed is still there at the next question.
  const busy = (region) => $('#dialog[open]') || $('.htmx-request')
    || (region.contains(document.activeElement) && document.activeElement.matches('input, select, textarea'));
  const happened = async (region, answer) => {
    const { say: news } = await answer.json();
    const page = await fetch(location.pathname + location.search, unseen());
    if (!page.ok) throw new Error('no page');
    const html = await page.text();
    if (!region.isConnected || busy(region)) return; // its own change was quicker
    renew(region, html);
    if (news) say(news);
  };
  const ask = async () => {
    clearTimeout(asking);
    const region = watched();
    if (!region || document.hidden) return;
    try {
      if (!busy(region)) {
        const answer = await fetch(region.dataset.changes, unseen({ 'If-None-Match': `"${region.dataset.mark}"` }));
        if ([401, 403, 404].includes(answer.status)) return; // signed out, or no longer in the project
        if (answer.status === 200) await happened(region, answer);
        else if (answer.status !== 304) throw new Error('not now');
      }
      failures = 0;
    } catch {
      failures = Math.min(failures + 1, 3);
    }
    later();
  };
  on('DOMContentLoaded', later);

  // --- A message above a page that begins in a field: it isn't focused, so it is said.
  on('DOMContentLoaded', () => {
    const flash = $('#flash');
    if (flash && !flash.closest('[autofocus]')) say(flash.textContent);
  });
  on('visibilitychange', () => { if (document.hidden) clearTimeout(asking); else ask(); });
  window.addEventListener('online', () => { failures = 0; ask(); });

  // --- The dialog: one at a time, in #dialog-slot. It returns the focus to what opened it, also when it was swapped.
  let opener = null;
  on('htmx:beforeRequest', (e) => { if (e.detail.target.id === 'dialog-slot' && !$('#dialog[open]')) opener = e.detail.elt; });
  const openDialog = () => {
    const dialog = $('#dialog');
    if (!dialog || dialog.open) return false;
    hush(); // what is left in the region would be spoken again when the dialog closes
    const live = Object.assign(document.createElement('div'), { className: 'vh live' });
    live.setAttribute('role', 'status');
    dialog.append(live);
    dialog.setAttribute('aria-modal', 'true');
    $$('[data-focus]', dialog).forEach((m) => m.setAttribute('autofocus', '')); // what showModal focuses
    dialog.showModal();
    return true;
  };
  let stood = ''; // what was told of the region before: the same again is no news
  on('htmx:beforeSwap', (e) => { stood = e.detail.target.dataset.news || ''; });
  on('htmx:afterSettle', (e) => {
    if (renewing || openDialog()) return;
    const marked = $('[data-focus]', e.detail.elt);
    if (marked) return marked.focus();
    const told = e.detail.elt.isConnected && e.detail.elt.closest('[data-say], [data-news]');
    if (told && told.dataset.say) say(told.dataset.say);
    else if (told && told.dataset.news && told.dataset.news !== stood) say(told.dataset.news);
  });

  // --- A text that the server checks while it is written is never replaced: it is marked by what stands beside it.
  const isWritten = (elt) => elt.matches('textarea[hx-post]');
  on('htmx:afterSwap', () => $$('[data-errors]').forEach((f) => {
    if (byId(f.dataset.errors).childElementCount > 0) f.setAttribute('aria-invalid', 'true');
    else f.removeAttribute('aria-invalid');
  }));
  onClick('#dialog [data-close]', (b, e) => { e.preventDefault(); $('#dialog').close(); });
  on('close', (e) => {
    if (e.target.id !== 'dialog') return;
    wipe(e.target);
    e.target.remove();
    const back = opener && (opener.isConnected ? opener : opener.id && byId(opener.id));
    if (back && document.activeElement === document.body) back.focus();
    opener = null;
  }, true);

  // --- The server says what is done: close, then focus, then speak, in this order.
  on('ui:done', (e) => {
    const dialog = $('#dialog[open]');
    if (dialog) { opener = null; dialog.close(); }
    const target = e.detail.focus && $(e.detail.focus);
    if (target) target.focus();
    if (e.detail.say) say(e.detail.say);
  });

  // --- The error summary leads to the field with its label in sight, and in a text to the place.
  onClick('.errors a[href^="#"]', (a, e) => {
    const field = byId(a.hash.slice(1));
    if (!field) return;
    e.preventDefault();
    const control = field.matches('fieldset') ? $('input:not([type="hidden"]), select, textarea', field) || field : field;
    ($(`label[for="${CSS.escape(field.id)}"]`) || field).scrollIntoView({ block: 'center' });
    control.focus({ preventScroll: true });
    if (!a.dataset.from) return;
    field.setSelectionRange(Number(a.dataset.from), Number(a.dataset.to));
    const above = field.value.slice(0, field.selectionStart).split('\n').length - 1;
    field.scrollTop = above * parseFloat(getComputedStyle(field).lineHeight) - field.clientHeight / 3;
  });

  // --- While a request runs its buttons say so and keep the focus (disabled ones would lose it).
  const waiting = new WeakMap();
  on('htmx:beforeRequest', (e) => {
    const form = e.detail.elt.closest('form');
    if (!form || e.detail.requestConfig.verb === 'get' || isWritten(e.detail.elt)) return;
    $$('.failure', form).forEach((f) => f.remove());
    const buttons = [...$$('button:not([type="button"], [aria-disabled])', form)];
    buttons.forEach((b) => b.setAttribute('aria-disabled', 'true'));
    waiting.set(e.detail.xhr, buttons);
  });
  on('htmx:afterRequest', (e) => (waiting.get(e.detail.xhr) || []).forEach((b) => b.removeAttribute('aria-disabled')));

  // --- A request that came to nothing: what was typed stays, and the reason stands above the buttons.
  const wait = (xhr) => {
    const seconds = Number(xhr.getResponseHeader('Retry-After'));
    if (!seconds) return 'Wait a little, then try again.';
    return seconds < 90 ? `Try again in ${seconds} seconds.` : `Try again in ${Math.ceil(seconds / 60)} minutes.`;
  };
  const reason = (event, xhr) => {
    if (event === 'htmx:timeout') return 'The server took too long. Load the page again to see whether it was saved.';
    if (xhr.status === 401) return 'You were signed out. Sign in in another tab, then save again.';
    if (xhr.status === 413) return 'That is too large. Nothing was saved. Send less at once.';
    if (xhr.status === 429) return `Too many tries. Nothing was saved. ${wait(xhr)}`;
    return 'Could not reach the server. Nothing was saved. Try again.';
  };
  const failed = (e) => {
    const { elt, xhr } = e.detail;
    if (isWritten(elt)) return; // nobody asked for it; the next pause asks again
    const form = elt.closest('form');
    const place = (form && $('.buttons', form)) || $('#dialog[open] .buttons') || $('#main').firstElementChild;
    $$('.failure').forEach((f) => f.remove());
    const box = Object.assign(document.createElement('div'), { className: 'errors failure', tabIndex: -1 });
    const text = box.appendChild(document.createElement('p'));
    text.setAttribute('role', 'alert'); // in a child of the focused box: the two are not spoken at once
    place.before(box);
    text.textContent = reason(e.type, xhr);
    if (xhr.status !== 401) return;
    const link = Object.assign(document.createElement('a'), { href: '/sign-in', target: '_blank', rel: 'noopener' });
    link.textContent = 'Sign in in another tab';
    box.append(link);
    box.focus();
  };
  ['htmx:sendError', 'htmx:timeout', 'htmx:responseError'].forEach((event) => on(event, failed));
})();
