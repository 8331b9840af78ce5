// Files go up one by one as soon as they are chosen, with their progress; the form
// then names what the server keeps.
const form = document.getElementById('isian');

function item(files, name) {
  const row = files.querySelector(':scope > template').content.firstElementChild.cloneNode(true);
  row.querySelector('a span').textContent = name;
  row.querySelector('small').textContent = '0 %';
  const bar = document.createElement('progress');
  bar.max = 100;
  bar.setAttribute('aria-label', form.dataset.uploading.replace('{name}', name));
  row.querySelector('small').before(bar);
  row.querySelector('input').disabled = true;
  files.querySelector('ul').append(row);
  return row;
}

function send(files, file) {
  if (!files.hasAttribute('data-several')) for (const old of files.querySelectorAll('li')) old.remove();
  const row = item(files, file.name);
  const told = row.querySelector('small');
  const body = new FormData();
  body.append('file', file);
  const request = new XMLHttpRequest();
  const fail = (words) => {
    row.classList.add('is-wrong');
    row.querySelector('progress')?.remove();
    row.querySelector('input').remove();
    told.setAttribute('role', 'alert');
    told.textContent = words;
  };
  request.upload.onprogress = ({ loaded, total }) => {
    const share = Math.round((loaded / total) * 100);
    row.querySelector('progress').value = share;
    told.textContent = `${share} %`;
  };
  request.onerror = () => fail(form.dataset.offline);
  request.onload = () => {
    if (request.status === 401 || request.status === 403) { fail(form.dataset.lost); return; }
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { answer.words = form.dataset.tooLarge; }
    if (request.status !== 200) { fail(answer.words ?? form.dataset.tooLarge); return; }
    row.querySelector('progress').remove();
    const input = row.querySelector('input');
    input.disabled = false;
    input.value = answer.id;
    row.querySelector('a').href = answer.address;
    row.querySelector('a span').textContent = answer.name;
    row.querySelector('.visually-hidden').textContent = answer.remove;
    told.textContent = answer.size;
    form.dispatchEvent(new Event('input', { bubbles: true }));
  };
  request.open('POST', `/tugas/${form.dataset.task}/lampiran`);
  request.setRequestHeader('X-CSRF-Token', form.elements.csrf_token.value);
  request.setRequestHeader('HX-Request', 'true');
  request.send(body);
  row.querySelector('[data-drop]').addEventListener('click', () => request.abort());
}

if (form?.dataset.task) {
  form.addEventListener('change', (event) => {
    const picker = event.target.closest('input[type=file]');
    if (!picker) return;
    const files = picker.closest('[data-files]');
    for (const file of picker.files) send(files, file);
    picker.value = '';
  });
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-drop]');
    if (!button) return;
    event.preventDefault();
    const row = button.closest('li');
    const id = row.querySelector('input')?.value;
    const picker = row.closest('[data-files]').querySelector('input[type=file]');
    row.remove();
    picker.focus();
    if (!id) return;
    fetch(`/tugas/${form.dataset.task}/lampiran/${id}/hapus`, {
      method: 'POST',
      headers: { 'X-CSRF-Token': form.elements.csrf_token.value, 'HX-Request': 'true' },
    });
    form.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
