// The panel beside the canvas: what an element says, as fields of the form that
// people know from the SOP's table. Fields are described in fields.js.
import { fieldsOf } from './fields.js';

const node = (name, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};

export class Panel {
  constructor(box, model, config) {
    Object.assign(this, { box, model, config, words: config.words });
    this.shown = null;
    const show = () => this.show();
    model.modeler.on('selection.changed', show);
    model.modeler.on(['commandStack.changed', 'import.done'], show);
  }

  get element() {
    const selected = this.model.get('selection').get();
    if (selected.length > 1) return null;
    const one = selected[0] ?? this.model.whole;
    return one.labelTarget ?? one;
  }

  show() {
    const element = this.element;
    // Whoever types keeps the field; the canvas may change around it.
    if (element && element === this.shown && this.box.contains(document.activeElement) && !this.refreshing) return;
    const active = document.activeElement?.id;
    const open = new Set([...this.box.querySelectorAll('details[open]')].map((one) => one.dataset.group));
    this.shown = element;
    this.box.replaceChildren();
    if (!element) {
      this.box.append(node('p', { className: 'note', textContent: this.words.several }));
      return;
    }
    const groups = fieldsOf(element, this.model, this.config);
    this.box.append(node('h2', { textContent: groups.title }));
    if (groups.note) this.box.append(node('p', { className: 'told', textContent: groups.note }));
    for (const group of groups.list) this.box.append(this.group(group, element, open));
    if (active && this.refreshing) document.getElementById(active)?.focus();
  }

  group({ key, title, fields, folded }, element, open) {
    const drawn = fields.map((field) => this.field(field, element));
    if (!folded) return node('div', { className: 'fields' }, ...drawn);
    const details = node('details', { className: 'fields' }, node('summary', { textContent: title }), ...drawn);
    details.dataset.group = key;
    details.open = open.has(key);
    return details;
  }

  field(field, element) {
    const id = `sifat-${field.id}`;
    if (field.kind === 'checks') return this.checks(field, element, id);
    if (field.kind === 'row') return this.row(field, element);
    const input = this.input(field, id);
    const label = node('label', { className: 'form-label', htmlFor: id, textContent: field.label });
    const parts = [label, input];
    if (field.hint) {
      const hint = node('p', { className: 'told', id: `${id}-told`, textContent: field.hint });
      input.setAttribute('aria-describedby', hint.id);
      parts.push(hint);
    }
    input.addEventListener('change', () => this.commit(element, () => {
      if (input.checkValidity()) field.set(input.type === 'number' && input.value ? Number(input.value) : input.value);
      else input.reportValidity();
    }));
    return node('div', { className: 'field' }, ...parts);
  }

  input(field, id) {
    const kinds = { area: 'textarea', select: 'select' };
    const input = node(kinds[field.kind] ?? 'input', { id });
    input.className = field.kind === 'select' ? 'form-select' : 'form-control';
    if (field.kind === 'area') input.rows = field.rows ?? 3;
    if (field.kind === 'select') {
      const known = field.options.some(([value]) => value === field.value);
      const options = known || !field.value ? field.options : [...field.options, [field.value, field.value]];
      for (const [value, text] of options) input.append(new Option(text, value, false, value === field.value));
    }
    if (['number', 'time'].includes(field.kind)) input.type = field.kind;
    for (const name of ['min', 'max', 'step', 'maxLength', 'placeholder']) if (field[name] !== undefined) input[name] = field[name];
    input.readOnly = Boolean(field.readOnly);
    input.value = field.value ?? '';
    return input;
  }

  checks(field, element, id) {
    const boxes = field.options.map(([value, text], at) => {
      const input = node('input', { type: 'checkbox', className: 'form-check-input', id: `${id}-${at}`, checked: field.value.includes(value) });
      input.addEventListener('change', () => this.commit(element, () => field.set(value, input.checked)));
      return node('label', { className: 'check' }, input, node('span', { textContent: text }));
    });
    const told = boxes.length ? boxes : [node('p', { className: 'told', textContent: field.none })];
    return node('fieldset', { className: 'field' }, node('legend', { className: 'form-label', textContent: field.label }), ...told);
  }

  row(field, element) {
    const line = node('div', { className: 'field-row' }, ...field.fields.map((one) => this.field(one, element)));
    return line;
  }

  // A commit changes the drawing; the panel is drawn anew, with the same field active.
  commit(element, run) {
    if (!this.model.isAlive(element)) return;
    this.refreshing = true;
    run();
    this.refreshing = false;
    this.show();
  }
}
