// Standard times and timers: the number and unit that people write, and the
// ISO 8601 text that the diagram holds. The standard of a step is a
// non-interrupting boundary timer without a way out.
import { modelOf, is } from './model.js';

const UNITS = { menit: ['PT', 'M'], jam: ['PT', 'H'], hari: ['P', 'D'] };
const SIMPLE = /^P(?:(\d+)D|(\d+)W|T(?:(\d+)H)?(?:(\d+)M)?)$/;

export function parse(text) {
  const found = SIMPLE.exec(text ?? '');
  if (!found || !/\d/.test(text)) return null;
  const [, days, weeks, hours, minutes] = found;
  if (days ?? weeks) return { count: days ? +days : weeks * 5, unit: 'hari' };
  if (minutes) return { count: +minutes + 60 * (hours ?? 0), unit: 'menit' };
  return { count: +hours, unit: 'jam' };
}

export function format(count, unit) {
  const [before, after] = UNITS[unit];
  return `${before}${count}${after}`;
}

export const units = Object.keys(UNITS);

export function timerOf(model) {
  return model.eventDefinitions?.find((one) => is(one, 'bpmn:TimerEventDefinition'));
}

export function isStandard(element) {
  const model = modelOf(element);
  return is(model, 'bpmn:BoundaryEvent') && model.cancelActivity === false && Boolean(timerOf(model)) && !element.outgoing?.length;
}

export const standardsOf = (element) => (element.attachers ?? []).filter(isStandard);

export function textOf(element, kind = 'timeDuration') {
  return (element && timerOf(modelOf(element))?.[kind]?.body) ?? '';
}

export function setTime(model, element, text, kind = 'timeDuration') {
  const definition = timerOf(modelOf(element));
  const expression = text ? model.get('bpmnFactory').create('bpmn:FormalExpression', { body: text }) : undefined;
  if (expression) expression.$parent = definition;
  model.changeInside(element, definition, { timeDuration: undefined, timeDate: undefined, timeCycle: undefined, [kind]: expression });
}

export function setStandard(model, element, text) {
  if (!model.isAlive(element)) return;
  model.together(() => {
    const [timer] = standardsOf(element);
    if (!text) {
      if (timer) model.get('modeling').removeElements([timer]);
      return;
    }
    setTime(model, timer ?? addTimer(model, element), text);
    model.change(element, {}); // the panel shows the step, not the timer
  });
}

function addTimer(model, element) {
  const shape = model.get('elementFactory').createShape({
    type: 'bpmn:BoundaryEvent', eventDefinitionType: 'bpmn:TimerEventDefinition',
  });
  const place = { x: element.x + element.width - 22, y: element.y + element.height };
  const timer = model.get('modeling').createShape(shape, place, element, { attach: true });
  model.change(timer, { cancelActivity: false });
  return timer;
}

// A cron text as the sentence «setiap … pukul …», for those that are one.
const CRON = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) (\*|\d{1,2}|1,4,7,10) (\*|[1-7]|1-5)$/;

export function readCycle(text) {
  const found = CRON.exec(text ?? '');
  if (!found) return null;
  const [, minute, hour, day, month, weekday] = found;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (weekday === '1-5' && day === '*' && month === '*') return { every: 'workday', time };
  if (weekday !== '*') return day === '*' && month === '*' ? { every: 'week', weekday, time } : null;
  if (day === '*') return month === '*' ? { every: 'day', time } : null;
  if (month === '*') return { every: 'month', day, time };
  return month === '1,4,7,10' ? { every: 'quarter', day, time } : { every: 'year', day, month, time };
}

export function writeCycle({ every, time, day = '1', month = '1', weekday = '1' }) {
  const [hour, minute] = (time || '08:00').split(':').map(Number);
  const rest = {
    day: '* * *', workday: '* * 1-5', week: `* * ${weekday}`, month: `${day} * *`,
    quarter: `${day} 1,4,7,10 *`, year: `${day} ${month} *`,
  };
  return `${minute} ${hour} ${rest[every]}`;
}
