// What one click puts right. The server says which finding has a repair and tells
// it in words first (web/editor/words.py); here is what it does. One undo step.
import { is, modelOf } from './model.js';
import { setStandard, setTime, standardsOf, timerOf } from './times.js';

const GAP = 90;

const asUserTask = (model, element) => model.replace(element, { type: 'bpmn:UserTask' });

const after = (model, element, type) => {
  const place = { x: element.x + element.width + GAP, y: element.y + element.height / 2 };
  return model.get('modeling').appendShape(element, { type }, place, element.parent);
};

const withEnd = (model, element) => after(model, element, 'bpmn:EndEvent');

const time = (kind) => (model, element, { suggestion }) => {
  if (is(element, 'bpmn:Activity')) return setStandard(model, element, suggestion);
  const steps = timerOf(modelOf(element));
  return steps && setTime(model, element, suggestion, kind);
};

const repairs = {
  no_start(model, element) {
    const modeling = model.get('modeling');
    const place = { x: element.x - GAP, y: element.y + element.height / 2 };
    const start = modeling.createShape({ type: 'bpmn:StartEvent' }, place, element.parent);
    modeling.connect(start, element);
  },
  no_end: withEnd,
  work_stops: withEnd,
  automatic_step: asUserTask,
  script_not_run: asUserTask,
  sub_process_empty: asUserTask,
  call_without_process: asUserTask,
  standard_without_time: time('timeDuration'),
  standard_unreadable: time('timeDuration'),
  timer_without_time: time('timeDuration'),
  timer_unreadable: time('timeDuration'),
  timer_cycle_here: time('timeDuration'),
  cycle_without_time: time('timeCycle'),
  cycle_unreadable: time('timeCycle'),
  two_standards(model, element) { model.get('modeling').removeElements(standardsOf(element).slice(1)); },
  arrow_unlabelled(model, element, facts, words) {
    for (const flow of element.outgoing) {
      const { name, conditionExpression } = modelOf(flow);
      const target = modelOf(flow.target).name || words.unnamed;
      if (!name && !conditionExpression) model.rename(flow, words.label_to.replace('{target}', target));
    }
  },
  parallel_with_labels(model, element) { model.replace(element, { type: 'bpmn:ExclusiveGateway' }); },
  default_assumed(model, element) {
    const plain = element.outgoing.filter((flow) => !modelOf(flow).conditionExpression);
    if (plain.length) model.change(element, { default: modelOf(plain[0]) });
  },
  condition_ignored(model, element) {
    for (const flow of element.outgoing ?? []) {
      if (modelOf(flow).conditionExpression) model.change(flow, { conditionExpression: undefined });
    }
  },
  implicit_split(model, element) {
    const modeling = model.get('modeling');
    const flows = element.outgoing.filter((one) => is(one, 'bpmn:SequenceFlow'));
    const place = { x: element.x + element.width + GAP / 2, y: element.y + element.height / 2 };
    const gateway = modeling.createShape({ type: 'bpmn:ParallelGateway' }, place, element.parent);
    for (const flow of flows) modeling.reconnectStart(flow, gateway, place);
    modeling.connect(element, gateway);
  },
  lane_unnamed(model, element, { role }) {
    for (let lane = laneOf(model, element); lane; lane = null) model.change(lane, { name: role });
  },
};

function laneOf(model, element) {
  const lanes = model.get('elementRegistry').filter((one) => is(one, 'bpmn:Lane'));
  return lanes.find((one) => modelOf(one).flowNodeRef?.includes(modelOf(element)) && !modelOf(one).childLaneSet);
}

// Arrows with a loose end cannot be drawn, so nobody could take hold of them.
function removeLooseArrows(model) {
  const registry = model.get('elementRegistry');
  const isLoose = (one) => is(one, 'bpmn:SequenceFlow') && !registry.get(one.id);
  const { process } = model;
  model.together(() => {
    for (const element of registry.filter((one) => is(one, 'bpmn:FlowNode') && one.type !== 'label')) {
      const bo = modelOf(element);
      for (const way of ['incoming', 'outgoing']) {
        const kept = bo.get(way).filter((one) => !isLoose(one));
        if (kept.length < bo.get(way).length) model.changeInside(element, bo, { [way]: kept });
      }
    }
    model.changeInside(model.whole, process, { flowElements: process.flowElements.filter((one) => !isLoose(one)) });
  });
}

const ofWhole = {
  not_executable(model, { ids }) {
    const processes = model.modeler.getDefinitions().rootElements.filter((one) => is(one, 'bpmn:Process') && ids.includes(one.id));
    model.together(() => processes.forEach((one) => model.changeInside(model.whole, one, { isExecutable: true })));
  },
  loose_end: removeLooseArrows,
  loose_end_from: removeLooseArrows,
  loose_end_into: removeLooseArrows,
};

export const isRepairable = ({ code, repair: told }, drawn) => Boolean(told) && (drawn.length > 0 || code in ofWhole);

export function repair(model, finding, words) {
  if (ofWhole[finding.code]) {
    ofWhole[finding.code](model, finding);
    return;
  }
  const elements = finding.ids.map((id) => model.get('elementRegistry').get(id)).filter(Boolean);
  model.together(() => elements.forEach((one) => repairs[finding.code](model, one, finding.facts, words)));
}
