// What the check says of the drawing, listed beside it and marked on it. The rules
// are the server's; here they are asked a moment after the last change.
import { isRepairable, repair } from './repairs.js';

const WAIT = 700; // ms after the last change

const make = (name, className, text) => Object.assign(document.createElement(name), { className, textContent: text ?? '' });

export class Findings {
  constructor(box, model, config, post) {
    Object.assign(this, { box, model, config, words: config.words, post });
    this.verdict = box.querySelector('[data-verdict]');
    this.list = box.querySelector('[data-list]');
    this.marked = [];
    this.place = new Map(); // finding to the element that was shown last
    model.modeler.on('commandStack.changed', () => this.later());
    model.modeler.on('selection.changed', () => this.point());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const asked = this.asked = {};
    const { xml } = await this.model.modeler.saveXML();
    const { status, told } = await this.post(this.config.check, { xml });
    // An answer about an older drawing says nothing about this one.
    if (asked !== this.asked) return;
    if (status !== 200) {
      this.verdict.textContent = told?.words ?? this.words.offline;
      return;
    }
    this.config.returns.splice(0, Infinity, ...told.returns);
    this.show(told);
  }

  show({ verdict, verdict_words: words, problems }) {
    this.box.dataset.verdict = verdict;
    this.verdict.textContent = words;
    document.getElementById('temuan-jumlah').textContent = problems.filter((one) => one.severity !== 'info').length || '';
    this.problems = problems;
    this.list.replaceChildren(...problems.map((one) => this.item(one)));
    this.mark(problems);
    this.point();
  }

  item(finding) {
    const item = make('li', `finding is-${finding.severity}`);
    const ids = finding.ids.filter((id) => this.model.get('elementRegistry').get(id));
    item.append(make('strong', 'finding-what', finding.severity_words), make('p', '', finding.message), make('p', 'told', finding.hint));
    const ways = make('p', 'finding-ways');
    if (ids.length) ways.append(this.button(this.words.show, () => this.go(finding, ids)));
    if (isRepairable(finding, ids)) ways.append(this.button(this.words.repair, () => this.propose(item, finding)));
    if (ways.children.length) item.append(ways);
    item.dataset.ids = ids.join(' ');
    return item;
  }

  button(text, act) {
    const button = make('button', 'btn btn-sm', text);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
  }

  go(finding, ids) {
    const at = ((this.place.get(finding) ?? -1) + 1) % ids.length;
    this.place.set(finding, at);
    this.model.show(this.model.get('elementRegistry').get(ids[at]));
  }

  // What the repair will do is told before it is done.
  propose(item, finding) {
    item.querySelector('.proposal')?.remove();
    const box = make('div', 'proposal');
    const yes = this.button(this.words.repair_now, () => {
      repair(this.model, finding, this.words);
      box.remove();
      this.list.parentElement.focus();
    });
    yes.classList.add('btn-primary');
    box.append(make('p', '', finding.repair), yes, this.button(this.words.leave, () => box.remove()));
    item.append(box);
    yes.focus();
  }

  mark(problems) {
    const canvas = this.model.get('canvas'), registry = this.model.get('elementRegistry'), overlays = this.model.get('overlays');
    for (const [id, marker] of this.marked) if (registry.get(id)) canvas.removeMarker(id, marker);
    overlays.remove({ type: 'temuan' });
    this.marked = [];
    const worst = new Map();
    for (const { severity, ids } of problems) {
      if (severity !== 'info') for (const id of ids) if (!worst.has(id)) worst.set(id, severity);
    }
    for (const [id, severity] of worst) {
      const element = registry.get(id);
      if (!element) continue;
      this.marked.push([id, `temuan-${severity}`]);
      canvas.addMarker(id, `temuan-${severity}`);
      if (!element.waypoints && element !== canvas.getRootElement()) this.badge(overlays, element, severity);
    }
    for (const id of this.config.returns) {
      if (!registry.get(id)) continue;
      this.marked.push([id, 'panah-kembali']);
      canvas.addMarker(id, 'panah-kembali');
    }
  }

  badge(overlays, element, severity) {
    const html = make('button', `temuan-tanda is-${severity}`, '!');
    html.type = 'button';
    html.title = this.problems.find((one) => one.ids.includes(element.id)).message;
    html.setAttribute('aria-label', html.title);
    html.addEventListener('click', () => {
      this.model.show(element);
      this.reveal();
      this.list.querySelector('.is-here')?.scrollIntoView({ block: 'nearest' });
    });
    overlays.add(element, 'temuan', { position: { top: -10, left: -10 }, html });
  }

  point() {
    const selected = new Set(this.model.get('selection').get().map((one) => one.id));
    for (const item of this.list.children) {
      item.classList.toggle('is-here', item.dataset.ids.split(' ').some((id) => selected.has(id)));
    }
  }
}
