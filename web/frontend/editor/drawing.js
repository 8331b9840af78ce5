// How drawing differs from plain bpmn-js: a step is a person's step, and the menu
// of kinds leaves out what no SOP can run.
import CommandInterceptor from 'diagram-js/lib/command/CommandInterceptor';
import ElementFactory from 'bpmn-js/lib/features/modeling/ElementFactory';
import { is } from 'bpmn-js/lib/util/ModelUtil';

const UNSUPPORTED = /transaction|ad-hoc|adhoc|complex|compensation|cancel|event-subprocess|error|escalation|conditional-start|instantiating/i;

class StepFactory extends ElementFactory {
  create(kind, attributes) {
    const isNewTask = attributes?.type === 'bpmn:Task' && !attributes.businessObject;
    return super.create(kind, isNewTask ? { ...attributes, type: 'bpmn:UserTask' } : attributes);
  }
}

function FewerKinds(popupMenu) {
  const less = (entries) => Object.fromEntries(Object.entries(entries).filter(([name]) => !UNSUPPORTED.test(name)));
  const provider = { getPopupMenuEntries: () => less };
  popupMenu.registerProvider('bpmn-replace', 500, provider);
}
FewerKinds.$inject = ['popupMenu'];

const LOW = 70; // below the middle of the steps that an arrow passes

// An arrow that leads back in its own row runs below the steps in between.
class ReturnsBelow extends CommandInterceptor {
  constructor(eventBus, modeling) {
    super(eventBus);
    this.postExecuted('connection.create', ({ context: { connection, source, target } }) => {
      const [from, to] = [source, target].map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2, bottom: y + height }));
      const isBack = is(connection, 'bpmn:SequenceFlow') && target.x + target.width < source.x;
      if (!isBack || Math.abs(from.y - to.y) > LOW / 2) return;
      const low = Math.max(from.y, to.y) + LOW;
      modeling.updateWaypoints(connection, [
        { x: from.x, y: from.bottom }, { x: from.x, y: low }, { x: to.x, y: low }, { x: to.x, y: to.bottom },
      ]);
    });
  }
}
ReturnsBelow.$inject = ['eventBus', 'modeling'];

export const drawingModule = {
  __init__: ['mutubakuFewerKinds', 'mutubakuReturnsBelow'],
  mutubakuReturnsBelow: ['type', ReturnsBelow],
  elementFactory: ['type', StepFactory],
  mutubakuFewerKinds: ['type', FewerKinds],
};

// The whole drawing beside the palette, never under it; large ones from their beginning.
export function fit(canvas) {
  const { inner, outer } = canvas.viewbox();
  if (!outer.width || !inner.width) return; // hidden on a phone, or empty
  const palette = canvas.getContainer().querySelector('.djs-palette');
  const left = palette.offsetLeft + palette.offsetWidth + 20, edge = 28;
  const wanted = Math.min((outer.width - left - edge) / inner.width, (outer.height - 2 * edge) / inner.height);
  const scale = Math.min(1, Math.max(wanted, 0.35));
  canvas.viewbox({ x: inner.x - left / scale, y: inner.y - edge / scale, width: outer.width / scale, height: outer.height / scale });
}
