// Which fields an element has. Values are read here and written by the model.
import { is, modelOf } from './model.js';
import { repetitionGroup, repetitionOf } from './repetition.js';
import { format, isStandard, parse, readCycle, setStandard, setTime, standardsOf, textOf, timerOf, units, writeCycle } from './times.js';

const SOP_TEXTS = ['nomor', 'judul', 'unit', 'tanggalPembuatan', 'tanggalRevisi', 'tanggalEfektif'];
const SOP_LISTS = ['disahkanOleh', 'dasarHukum', 'keterkaitan', 'peringatan', 'kualifikasi', 'peralatan', 'pencatatan'];

export function fieldsOf(element, model, config) {
  const made = new Fields(element, model, config);
  if (model.isWhole(element)) return made.sop();
  const kinds = [
    ['bpmn:Lane', 'lane'], ['bpmn:CallActivity', 'called'], ['bpmn:BusinessRuleTask', 'rule'], ['bpmn:Task', 'step'], ['bpmn:Activity', 'other'],
    ['bpmn:Gateway', 'decision'], ['bpmn:SequenceFlow', 'arrow'], ['bpmn:Event', 'event'], ['bpmn:TextAnnotation', 'remark'],
  ];
  const [, kind] = kinds.find(([type]) => is(element, type)) ?? [null, 'other'];
  return made[kind]();
}

class Fields {
  constructor(element, model, { words, roles, forms, templates, tables, processes, returns }) {
    Object.assign(this, { element, model, words, roles, forms, templates, tables, processes, returns });
    this.bo = modelOf(element);
  }

  shown(title, ...list) { return { title: this.words[title], note: this.words[`${title}_note`], list: list.filter(Boolean) }; }

  name(label) {
    return { id: 'name', label: this.words[label], value: this.bo.name ?? '', set: (value) => this.model.rename(this.element, value.trim() || undefined), kind: 'area', rows: 2 };
  }

  attribute(name, label, more = {}) {
    return { id: name, label: this.words[label], value: this.bo.get(`mutubaku:${name}`) ?? '', set: (value) => this.model.change(this.element, { [`mutubaku:${name}`]: value || undefined }), ...more };
  }

  choices(pairs) { return [['', this.words.none], ...pairs]; }

  documentation(model, label) {
    return { id: 'documentation', label: this.words[label], kind: 'area', rows: 3, value: this.model.documentation(model), set: (value) => this.model.setDocumentation(this.element, model, value.trim()) };
  }

  sop() {
    const { process } = this.model;
    if (!process) return this.shown('drawing', { fields: [] });
    const sop = this.model.extension(process, 'mutubaku:Sop');
    const target = this.model.whole;
    const entry = (name, kind) => ({
      id: `sop-${name}`, label: this.words[name === 'unit' ? 'unit_kerja' : name], kind, rows: 3, value: sop?.get(name) ?? '',
      set: (value) => this.model.setExtension(target, process, 'mutubaku:Sop', { [name]: value.trim() || undefined }),
    });
    const title = { id: 'name', label: this.words.sop_name, kind: 'area', rows: 2, value: process.name ?? '', set: (value) => this.model.rename(target, value.trim() || undefined) };
    const about = { ...this.documentation(process, 'sop_about'), set: (value) => this.model.setDocumentation(target, process, value.trim()) };
    return this.shown('sop',
      { fields: [title, about] },
      { key: 'identity', title: this.words.identity, folded: true, fields: [...SOP_TEXTS.map((name) => entry(name)), ...SOP_LISTS.map((name) => ({ ...entry(name, 'area'), hint: this.words.per_line }))] });
  }

  lane() {
    const role = this.attribute('role', 'role', { kind: 'select', options: this.choices(this.roles), hint: this.words.role_hint });
    role.set = (value) => this.model.together(() => {
      this.model.change(this.element, { 'mutubaku:role': value || undefined });
      // A lane that nobody named yet is called like its post.
      const isUnnamed = !this.bo.name || [this.words.lane_one, this.words.lane_two].includes(this.bo.name);
      if (value && isUnnamed) this.model.change(this.element, { name: this.roles.find(([key]) => key === value)[1] });
    });
    return this.shown('lane', { fields: [this.name('lane_name'), role] });
  }

  step() {
    const row = this.model.extension(this.bo, 'mutubaku:MutuBaku');
    const text = (name) => ({
      id: name, label: this.words[name], kind: 'area', rows: 2, value: row?.get(name) ?? '',
      set: (value) => this.model.setExtension(this.element, this.bo, 'mutubaku:MutuBaku', { [name]: value.trim() || undefined }),
    });
    const clock = this.attribute('clock', 'clock', { kind: 'select', options: [['', this.words.clock_ready], ['claimed', this.words.clock_claimed]] });
    const form = this.attribute('form', 'form', { kind: 'select', options: [['', this.words.form_none], ...this.forms.map((one) => [one, one])] });
    const performer = this.attribute('performer', 'performer', { hint: this.words.performer_hint, placeholder: this.words.performer_lane });
    const due = this.attribute('due', 'due', { hint: this.words.due_hint });
    // Who does it stands beside the list, where each entry may have another performer.
    const isList = repetitionOf(this.element).kind === 'list';
    return this.shown('step',
      { fields: [this.name('step_name'), this.standard(), text('kelengkapan'), text('output'), text('keterangan'), this.documentation(this.bo, 'instructions')] },
      { fields: [form, this.documents()] },
      repetitionGroup(this, performer),
      { key: 'more', title: this.words.more, folded: true, fields: isList ? [clock, due] : [clock, performer, due] });
  }

  // A business rule task that asks no table is a person's step like any other.
  rule() {
    const table = this.attribute('decision', 'table', { kind: 'select', options: [['', this.words.table_none], ...this.tables], hint: this.words.table_hint });
    if (!table.value) {
      const shown = this.step();
      shown.list[0].fields.splice(1, 0, table);
      return shown;
    }
    const result = this.attribute('result', 'table_result', { hint: this.words.table_result_hint });
    return this.shown('rule', { fields: [this.name('step_name'), table, result, this.documentation(this.bo, 'instructions')] });
  }

  standard() {
    const [timer] = standardsOf(this.element);
    const text = textOf(timer);
    const found = parse(text);
    if (text && !found) return { id: 'standard', label: this.words.standard, value: text, hint: this.words.standard_other, set: (value) => setStandard(this.model, this.element, value.trim()) };
    const { count, unit } = found ?? { count: '', unit: 'menit' };
    const number = { id: 'standard', label: this.words.standard, kind: 'number', min: 1, max: 9999, step: 1, value: count, set: (value) => setStandard(this.model, this.element, value === '' ? '' : format(value, document.getElementById('sifat-unit').value)) };
    const unitField = { id: 'unit', label: this.words.unit, kind: 'select', value: unit, options: units.map((one) => [one, this.words[one]]), set: (value) => count !== '' && setStandard(this.model, this.element, format(count, value)) };
    return { kind: 'row', fields: [number, unitField] };
  }

  documents() {
    const values = this.bo.extensionElements?.get('values') ?? [];
    const named = values.filter((one) => is(one, 'mutubaku:Document')).map((one) => one.get('template'));
    const options = [...new Set([...this.templates, ...named])].map((one) => [one, one]);
    const set = (template, wanted) => {
      const rest = values.filter((one) => !(is(one, 'mutubaku:Document') && one.get('template') === template));
      const made = wanted ? [this.model.get('bpmnFactory').create('mutubaku:Document', { template })] : [];
      this.model.setExtensions(this.element, this.bo, [...rest, ...made]);
    };
    return { id: 'documents', kind: 'checks', label: this.words.documents, none: this.words.documents_none, value: named, options, set };
  }

  called() {
    const set = (value) => this.model.change(this.element, { calledElement: value || undefined });
    const target = { id: 'called', label: this.words.called_sop, kind: 'select', value: this.bo.calledElement ?? '', options: this.choices(this.processes), set };
    return this.shown('called', { fields: [this.name('step_name'), target] }, repetitionGroup(this));
  }

  decision() {
    const arrows = (this.element.outgoing ?? []).filter((one) => is(one, 'bpmn:SequenceFlow')).map((flow, at) => {
      const target = modelOf(flow.target).name || this.words.unnamed;
      const back = this.returns.includes(flow.id);
      return {
        id: `arrow-${at}`, label: this.words.arrow_to.replace('{target}', target), value: modelOf(flow).name ?? '',
        hint: back ? this.words.arrow_back : undefined, set: (value) => this.model.rename(flow, value.trim() || undefined),
      };
    });
    const performer = this.attribute('performer', 'decision_performer', { hint: this.words.decision_performer_hint });
    const asked = is(this.element, 'bpmn:ExclusiveGateway') || is(this.element, 'bpmn:InclusiveGateway');
    return this.shown(asked ? 'decision' : 'gateway', { fields: [this.name('question'), ...(asked ? arrows : [])] },
      asked && { key: 'more', title: this.words.more, folded: true, fields: [performer] });
  }

  arrow() {
    const source = this.element.source;
    const body = this.bo.conditionExpression?.body ?? '';
    const condition = {
      id: 'condition', label: this.words.condition, value: body, hint: this.words.condition_hint,
      set: (value) => {
        const made = value.trim() ? this.model.get('bpmnFactory').create('bpmn:FormalExpression', { body: value.trim() }) : undefined;
        this.model.change(this.element, { conditionExpression: made });
      },
    };
    const standard = {
      id: 'default', kind: 'select', label: this.words.default_way, value: modelOf(source).default === this.bo ? 'ya' : '',
      options: [['', this.words.no], ['ya', this.words.yes]],
      set: (value) => this.model.change(source, { default: value ? this.bo : undefined }),
    };
    const chooses = is(source, 'bpmn:ExclusiveGateway') || is(source, 'bpmn:InclusiveGateway');
    return this.shown('arrow', { fields: [this.name('label')] },
      chooses && { key: 'more', title: this.words.more, folded: true, fields: [condition, standard] });
  }

  event() {
    const timer = timerOf(this.bo);
    if (is(this.element, 'bpmn:StartEvent')) return this.start(timer);
    if (isStandard(this.element)) {
      const host = { ...this, element: this.element.host, bo: modelOf(this.element.host) };
      return this.shown('standard_timer', { fields: [Object.assign(Object.create(Fields.prototype), host).standard()] });
    }
    if (!timer) return this.shown('event', { fields: [this.name('event_name')] });
    const text = textOf(this.element);
    const wait = { id: 'wait', label: this.words.wait, value: text, hint: this.words.wait_hint, set: (value) => setTime(this.model, this.element, value.trim()) };
    return this.shown('timer', { fields: [this.name('event_name'), wait] });
  }

  start(timer) {
    const begun = {
      id: 'begun', kind: 'select', label: this.words.begun, value: timer ? 'jadwal' : '',
      options: [['', this.words.begun_by_officer], ['jadwal', this.words.begun_by_clock]],
      set: (value) => this.schedule(Boolean(value)),
    };
    const cycle = timer ? this.cycle() : [];
    const isPlain = !(this.bo.eventDefinitions?.length) || timer;
    return this.shown('start', { fields: [this.name('event_name'), ...(isPlain ? [begun] : []), ...cycle] });
  }

  schedule(isTimed) {
    const kind = isTimed ? { eventDefinitionType: 'bpmn:TimerEventDefinition' } : {};
    this.model.together(() => {
      const made = this.model.replace(this.element, { type: 'bpmn:StartEvent', ...kind });
      if (isTimed) setTime(this.model, made, '0 8 1 * *', 'timeCycle');
      this.model.get('selection').select(made);
    });
  }

  cycle() {
    const text = textOf(this.element, 'timeCycle');
    const found = readCycle(text);
    const write = (value) => setTime(this.model, this.element, value, 'timeCycle');
    if (text && !found) return [{ id: 'cycle', label: this.words.cycle, value: text, hint: this.words.cycle_other, set: (value) => write(value.trim()) }];
    const cycle = found ?? { every: 'month', day: '1', time: '08:00' };
    const set = (name) => (value) => write(writeCycle({ ...cycle, [name]: String(value) }));
    const list = (prefix, numbers) => numbers.map((one) => [String(one), this.words[`${prefix}_${one}`]]);
    const every = ['day', 'workday', 'week', 'month', 'quarter', 'year'].map((one) => [one, this.words[`every_${one}`]]);
    const months = Array.from({ length: 12 }, (_, at) => at + 1);
    return [
      { id: 'every', kind: 'select', label: this.words.every, value: cycle.every, options: every, set: set('every') },
      cycle.weekday && { id: 'weekday', kind: 'select', label: this.words.weekday, value: cycle.weekday, options: list('weekday', [1, 2, 3, 4, 5, 6, 7]), set: set('weekday') },
      cycle.month && { id: 'month', kind: 'select', label: this.words.month, value: cycle.month, options: list('month', months), set: set('month') },
      cycle.day && { id: 'day', kind: 'number', min: 1, max: 28, step: 1, label: this.words.day, value: cycle.day, hint: this.words.day_hint, set: set('day') },
      { id: 'time', kind: 'time', label: this.words.time, value: cycle.time, set: set('time') },
    ].filter(Boolean);
  }

  remark() {
    return this.shown('remark', { fields: [{ id: 'text', kind: 'area', rows: 4, label: this.words.text, value: this.bo.text ?? '', set: (value) => this.model.change(this.element, { text: value }) }] });
  }

  other() { return this.shown('other', { fields: [this.name('name')] }); }
}
