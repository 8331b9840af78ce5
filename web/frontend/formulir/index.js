// The editor of forms: form-js with the parts that the server can show, and no others.
// The page works without it: the schema stands in a text field.
import { FormEditor } from '@bpmn-io/form-js-editor';
import { speakIndonesian } from './words.js';

const names = {
  textfield: 'Teks pendek', textarea: 'Teks panjang', number: 'Angka', datetime: 'Tanggal dan jam', expression: 'Nilai hitung',
  filepicker: 'Lampiran', checkbox: 'Centang', checklist: 'Daftar centang', radio: 'Pilihan tunggal', select: 'Daftar pilihan',
  text: 'Keterangan', table: 'Tabel', separator: 'Garis', spacer: 'Jarak', group: 'Kelompok', dynamiclist: 'Daftar baris',
};
const isIndonesian = document.documentElement.lang.startsWith('id');

class Shown {
  constructor(formFields) {
    for (const [type, field] of Object.entries(formFields._formFields)) {
      if (type === 'default') continue;
      if (!(type in names)) delete formFields._formFields[type];
      else if (isIndonesian) field.config.name = names[type];
    }
  }
}
Shown.$inject = ['formFields'];
const shownModule = { __init__: ['shown'], shown: ['type', Shown] };

const place = document.querySelector('[data-form-editor]');
if (place) edit(place);
const letter = document.querySelector('[data-letter]');
if (letter) follow(letter);

async function edit(canvas) {
  const source = canvas.closest('form').querySelector('textarea');
  const editor = new FormEditor({ container: canvas, additionalModules: [shownModule] });
  try {
    await editor.importSchema(JSON.parse(source.value));
  } catch {
    return; // The text is no schema: it stays to be mended by hand.
  }
  canvas.hidden = false;
  source.closest('details').open = false;
  const keep = () => { source.value = JSON.stringify(editor.getSchema(), null, 2); };
  editor.on('changed', keep);
  source.addEventListener('change', async () => {
    try {
      await editor.importSchema(JSON.parse(source.value));
    } catch {
      source.focus();
    }
  });
  if (isIndonesian) speakIndonesian();
  canvas.dataset.ready = 'ya';
}

// A letter is shown again when its author pauses.
function follow(form) {
  const source = form.querySelector('textarea');
  const show = form.querySelector('[data-show]');
  let waiting = 0;
  const soon = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(show), pause);
  };
  source.addEventListener('input', () => soon(900));
  soon(0);
}
