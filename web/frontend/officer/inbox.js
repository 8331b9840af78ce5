// The inbox by keyboard, several at once, and new tasks without loading the page.
document.documentElement.classList.add('has-script');
const list = document.querySelector('[data-live-list]');

if (list) {
  const help = document.getElementById('tombol');
  const rows = () => [...list.querySelectorAll('tr[data-task]')];
  const here = () => rows().findIndex((row) => row.contains(document.activeElement));

  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = here();
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    next.querySelector('.what a').focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  const row = () => rows()[here()];
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    c: () => row()?.querySelector('[name=satu]')?.click(),
    x: () => row()?.querySelector('[name=tugas]')?.click(),
    '/': () => document.getElementById('cari')?.focus(),
    '?': () => (help.open ? help.close() : help.showModal()),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const typing = event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
    const act = keys[event.key];
    if (!act || typing || (help.open && event.key !== '?')) return;
    event.preventDefault();
    act();
  });
  document.querySelector('[data-help]')?.addEventListener('click', () => help.showModal());
  list.addEventListener('focusin', () => {
    for (const one of rows()) one.classList.toggle('is-here', one.contains(document.activeElement));
  });

  const chosen = () => [...list.querySelectorAll('[name=tugas]:checked')];
  const count = () => {
    const bar = list.querySelector('[data-several]');
    if (!bar) return;
    const number = chosen().length;
    bar.hidden = !number;
    bar.classList.toggle('is-chosen', number > 0);
    const words = bar.firstElementChild;
    words.textContent = words.dataset.chosen.replace('{n}', number);
    const all = list.querySelector('[data-all]');
    if (all) all.checked = number > 0 && number === rows().length;
  };
  list.addEventListener('change', (event) => {
    if (event.target.matches('[data-all]')) {
      for (const box of list.querySelectorAll('[name=tugas]')) box.checked = event.target.checked;
    }
    count();
  });
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-sends]')) event.target.form.requestSubmit();
  });
  count();

  // The header asks every 20 s how many tasks wait; only when that changed is the
  // list fetched, and what is ticked or focused stays so.
  const renew = async () => {
    const answer = await fetch(location.href, { headers: { 'X-Requested-With': 'list' } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('[data-live-list]');
    if (!fresh) return;
    const ticked = chosen().map((box) => box.value);
    const at = row()?.dataset.task;
    list.replaceChildren(...fresh.childNodes);
    for (const pill of list.querySelectorAll('[data-seconds]')) pill.dataset.fresh = '1';
    for (const value of ticked) {
      const box = list.querySelector(`[name=tugas][value="${CSS.escape(value)}"]`);
      if (box) box.checked = true;
    }
    if (at) list.querySelector(`tr[data-task="${CSS.escape(at)}"] .what a`)?.focus({ preventScroll: true });
    document.querySelector('.piles')?.replaceWith(page.querySelector('.piles'));
    count();
  };
  const news = document.getElementById('hidup')?.parentElement;
  if (news) {
    let known = document.getElementById('hidup').getAttribute('hx-get').split('&')[0];
    new MutationObserver(() => {
      const now = document.getElementById('hidup')?.getAttribute('hx-get')?.split('&')[0];
      if (!now || now === known) return;
      known = now;
      renew();
    }).observe(news, { childList: true, subtree: true });
  }
}
