// How often a step is done: once, for each entry of a list, a number of times, or as
// long as something holds. Whatever changes, the whole of it is replaced: one undo step.
import { is, modelOf } from './model.js';

const MULTIPLE = 'bpmn:MultiInstanceLoopCharacteristics', LOOP = 'bpmn:StandardLoopCharacteristics';

// Other tools write the list and its entry under names of their own.
const foreign = (loop, ...names) => {
  const found = Object.entries(loop.$attrs).find(([key]) => names.includes(key.split(':').pop()));
  return found?.[1];
};

export function repetitionOf(element) {
  const loop = modelOf(element).loopCharacteristics;
  if (!loop) return { kind: '' };
  if (is(loop, LOOP)) return { kind: 'while', condition: loop.loopCondition?.body ?? '', most: loop.loopMaximum ?? '', before: loop.testBefore };
  const list = loop.get('mutubaku:collection') ?? foreign(loop, 'collection') ?? '';
  const count = loop.loopCardinality?.body ?? '';
  return {
    kind: count && !list ? 'count' : 'list', list, count,
    item: loop.get('mutubaku:item') ?? foreign(loop, 'elementVariable') ?? '',
    sequential: Boolean(loop.isSequential), until: loop.completionCondition?.body ?? '',
  };
}

function write(model, element, told) {
  const bo = modelOf(element), old = bo.loopCharacteristics, factory = model.get('bpmnFactory');
  const text = (body) => (body ? factory.create('bpmn:FormalExpression', { body: String(body) }) : undefined);
  const types = { while: LOOP, list: MULTIPLE, count: MULTIPLE };
  const type = types[told.kind];
  if (!type) return model.change(element, { loopCharacteristics: undefined });
  const parts = type === LOOP
    ? { loopCondition: text(told.condition), loopMaximum: told.most ? Number(told.most) : undefined, testBefore: told.before || undefined }
    : {
      isSequential: told.sequential || undefined, completionCondition: text(told.until),
      loopCardinality: told.kind === 'count' ? text(told.count || 2) : undefined,
      'mutubaku:collection': told.kind === 'list' ? told.list || undefined : undefined,
      'mutubaku:item': told.kind === 'list' ? told.item || undefined : undefined,
    };
  const made = factory.create(type, Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)));
  made.$parent = bo;
  for (const one of Object.values(parts)) if (one?.$type) one.$parent = made;
  const kept = Object.entries(old?.$type === type ? old.$attrs : {}).filter(([key]) => !/(^|:)(collection|elementVariable)$/.test(key));
  Object.assign(made.$attrs, Object.fromEntries(kept));
  return model.change(element, { loopCharacteristics: made });
}

export function repetitionGroup({ element, model, words }, performer) {
  const told = repetitionOf(element);
  const set = (name) => (value) => write(model, element, { ...told, [name]: typeof value === 'string' ? value.trim() : value });
  const field = (name, label, more = {}) => ({ id: `repeat-${name}`, label: words[label], hint: words[`${label}_hint`], value: told[name] ?? '', set: set(name), ...more });
  const kinds = ['list', 'count', 'while'].map((one) => [one, words[`repeat_${one}`]]);
  const kind = field('kind', 'repeat', { kind: 'select', options: [['', words.repeat_once], ...kinds] });
  const order = field('sequential', 'repeat_order', {
    kind: 'select', value: told.sequential ? 'urut' : '', options: [['', words.repeat_parallel], ['urut', words.repeat_sequential]],
    set: (value) => set('sequential')(Boolean(value)),
  });
  const until = field('until', 'repeat_until');
  const each = performer && { ...performer, hint: words.repeat_performer_hint.replace('{item}', told.item || words.repeat_item_example) };
  const fields = {
    '': [],
    list: [field('list', 'repeat_collection'), field('item', 'repeat_item', { placeholder: words.repeat_item_example }), each, order, until],
    count: [field('count', 'repeat_number'), order, until],
    while: [field('condition', 'repeat_condition'), field('most', 'repeat_most', { kind: 'number', min: 1, max: 1000, step: 1 })],
  };
  return { key: 'repeat', title: words.repeat, folded: !told.kind, fields: [kind, ...fields[told.kind]].filter(Boolean) };
}
