// Keeps what is typed: on the server a second after the last key, and in this tab
// until the server has it, so that a lost session or line loses nothing.
const form = document.getElementById('isian');
const sent = 'konsep:terkirim';

// Only the inbox that tells the outcome says that what was sent has arrived: the
// door may have answered instead, and then the typing is still needed.
if (document.querySelector('.outcome')) {
  sessionStorage.removeItem(sessionStorage.getItem(sent));
  sessionStorage.removeItem(sent);
}

if (form?.dataset.task) {
  const state = document.getElementById('konsep');
  const version = form.elements._version;
  const key = `konsep:${form.dataset.user}:${form.dataset.task}`;
  const own = (name) => name.startsWith('f.') || name.startsWith('_reason.');
  let timer, running = false, again = false, stopped = false, sending = false;

  const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && own(name));
  const say = (words, wrong = false) => {
    state.textContent = words;
    state.classList.toggle('is-wrong', wrong);
  };

  function show({ hidden, outputs }) {
    for (const [path, away] of Object.entries(hidden)) {
      for (const part of form.querySelectorAll(`[data-part="${CSS.escape(path)}"]`)) part.hidden = away;
    }
    for (const [path, text] of Object.entries(outputs)) {
      const output = form.querySelector(`[data-output="${CSS.escape(path)}"]`);
      if (output && output.textContent !== text) output.textContent = text;
    }
  }

  async function save() {
    if (running) { again = true; return; }
    if (stopped || sending) return;
    running = true;
    say(form.dataset.saving);
    const body = new URLSearchParams(typed());
    body.append('_version', version.value);
    try {
      const answer = await fetch(`/tugas/${form.dataset.task}/konsep`, {
        method: 'POST',
        body,
        headers: { 'X-CSRF-Token': form.elements.csrf_token.value, 'HX-Request': 'true' },
      });
      if (answer.status === 401 || answer.status === 403) {
        stopped = true;
        say(form.dataset.lost, true);
      } else {
        const told = await answer.json();
        if (answer.ok) {
          version.value = told.version;
          show(told);
          say(told.words);
          if (!again) sessionStorage.removeItem(key);
        } else {
          stopped = true;
          say(told.words, true);
        }
      }
    } catch {
      say(form.dataset.offline, true);
      timer = setTimeout(save, 10_000);
    }
    running = false;
    if (again) { again = false; save(); }
  }

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return; // kept when it has gone up
    sessionStorage.setItem(key, JSON.stringify(typed()));
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  form.addEventListener('submit', (event) => {
    // A second press of a button while the first is on its way changes nothing.
    if (sending) { event.preventDefault(); return; }
    sending = true;
    clearTimeout(timer);
    sessionStorage.setItem(sent, key);
    setTimeout(() => { sending = false; }, 8000);
  });
  addEventListener('pageshow', () => { sending = false; });

  // Back from the door: what this tab still holds and the server has not.
  const kept = sessionStorage.getItem(key);
  if (kept && !document.getElementById('salah')) {
    const texts = new Map();
    for (const [name, value] of JSON.parse(kept)) texts.set(name, [...(texts.get(name) ?? []), value]);
    let changed = false;
    for (const list of form.querySelectorAll('[data-list]')) {
      const within = `f.${list.dataset.list}.`;
      const wanted = [...texts.keys()].filter((name) => name.startsWith(within)).map((name) => parseInt(name.slice(within.length), 10));
      const rows = list.querySelector('[data-rows]').children;
      while (rows.length <= Math.max(...wanted, -1)) list.querySelector('[data-add]').click();
    }
    for (const part of form.elements) {
      if (!own(part.name) || part.type === 'hidden' || part.type === 'file') continue;
      const values = texts.get(part.name) ?? [];
      if (part.type === 'checkbox' || part.type === 'radio') {
        const on = values.includes(part.value);
        changed ||= part.checked !== on;
        part.checked = on;
      } else if (values.length && part.value !== values[0]) {
        part.value = values[0];
        changed = true;
      }
    }
    if (changed) {
      save().then(() => { if (!stopped) say(form.dataset.found); });
    } else sessionStorage.removeItem(key);
  }
}
