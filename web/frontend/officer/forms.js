// Rows of lists are added and removed here without asking the server; the named
// buttons do the same where there is no script.
const names = ['name', 'id', 'for', 'value', 'data-part', 'data-output', 'data-files', 'data-list', 'aria-describedby'];

export function renumber(list) {
  const path = list.dataset.list;
  [...list.querySelector(':scope [data-rows]').children].forEach((row, at) => {
    const old = row.dataset.row;
    if (old === String(at)) return;
    for (const part of [row, ...row.querySelectorAll('*')]) rename(part, path, old, at);
    row.dataset.row = at;
    const title = row.querySelector(':scope > legend');
    if (title) title.textContent = title.textContent.replace(/(\d+|__n__)$/, at + 1);
  });
  const none = list.querySelector(':scope > [data-none]');
  if (none) none.hidden = list.querySelector('[data-rows]').children.length > 0;
}

function rename(part, path, old, at) {
  for (const name of names) {
    const value = part.getAttribute(name);
    if (!value || (name === 'value' && !part.matches('button'))) continue;
    const dashed = path.replaceAll('.', '-');
    part.setAttribute(name, value
      .replace(`${path}.${old}`, `${path}.${at}`)
      .replace(`f-${dashed}-${old}-`, `f-${dashed}-${at}-`));
  }
  if (part.content) for (const inner of part.content.querySelectorAll('*')) rename(inner, path, old, at);
}

function add(list) {
  const rows = list.querySelector(':scope [data-rows]');
  const blank = list.querySelector(':scope > template').content.firstElementChild.cloneNode(true);
  rows.append(blank);
  renumber(list);
  blank.querySelector('input:not([type=hidden]), select, textarea')?.focus();
}

const form = document.getElementById('isian');
if (form?.dataset.task) {
  form.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.matches('[data-add]')) {
      event.preventDefault();
      add(button.closest('[data-list]'));
    } else if (button.matches('[data-drop-row]')) {
      event.preventDefault();
      const list = button.closest('[data-list]');
      button.closest('[data-row]').remove();
      renumber(list);
      list.querySelector(':scope > .add button')?.focus();
    } else return;
    form.dispatchEvent(new Event('input', { bubbles: true }));
  });
  // The first problem is where the eye should be.
  document.getElementById('salah')?.focus();
}
