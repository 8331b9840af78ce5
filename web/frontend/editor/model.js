// What the panel reads of an element and how it changes it: each change is one
// undo step, whatever it takes.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

export { getBusinessObject as modelOf, is };

// Runs several changes as one command of the command stack.
class TogetherHandler {
  preExecute({ run }) { run(); }
}

function Together(commandStack) {
  commandStack.registerHandler('mutubaku.together', TogetherHandler);
}
Together.$inject = ['commandStack'];

export const togetherModule = { __init__: ['mutubakuTogether'], mutubakuTogether: ['type', Together] };

export class Model {
  constructor(modeler, key) {
    this.modeler = modeler;
    this.key = key;
    this.get = (name) => modeler.get(name);
  }

  together(run) { this.get('commandStack').execute('mutubaku.together', { run }); }

  // A field may commit after its element was replaced or taken away.
  isAlive(element) { return this.get('elementRegistry').get(element.id) === element; }

  change(element, properties) { this.get('modeling').updateProperties(element, properties); }

  changeInside(element, part, properties) { this.get('modeling').updateModdleProperties(element, part, properties); }

  extension(model, type) {
    return model.extensionElements?.get('values').find((one) => is(one, type));
  }

  // The whole list is replaced, so that undo brings back exactly what was there.
  setExtensions(element, model, values) {
    const factory = this.get('bpmnFactory');
    if (!values.length) return this.changeInside(element, model, { extensionElements: undefined });
    const holder = factory.create('bpmn:ExtensionElements', { values });
    holder.$parent = model;
    for (const one of values) one.$parent = holder;
    return this.changeInside(element, model, { extensionElements: holder });
  }

  setExtension(element, model, type, properties) {
    const old = this.extension(model, type);
    const rest = (model.extensionElements?.get('values') ?? []).filter((one) => one !== old);
    const kept = {};
    for (const { name } of old ? old.$descriptor.properties : []) if (old.get(name)) kept[name] = old.get(name);
    const made = this.get('bpmnFactory').create(type, { ...kept, ...properties });
    Object.assign(made.$attrs, old?.$attrs);
    const isEmpty = made.$descriptor.properties.every(({ name }) => !made.get(name)) && !Object.keys(made.$attrs).length;
    this.setExtensions(element, model, isEmpty ? rest : [...rest, made]);
  }

  get process() {
    return this.modeler.getDefinitions().rootElements.find((one) => is(one, 'bpmn:Process') && one.id === this.key);
  }

  // What stands for the SOP as a whole on the canvas: its pool, else the canvas.
  get whole() {
    const pool = this.get('elementRegistry').find((one) => is(one, 'bpmn:Participant') && getBusinessObject(one).processRef === this.process);
    return pool ?? this.get('canvas').getRootElement();
  }

  isWhole(element) { return element === this.whole || element === this.get('canvas').getRootElement(); }

  documentation(model) { return model.get('documentation')?.[0]?.text ?? ''; }

  setDocumentation(element, model, text) {
    const made = text ? [this.get('bpmnFactory').create('bpmn:Documentation', { text })] : [];
    for (const one of made) one.$parent = model;
    this.changeInside(element, model, { documentation: made });
  }

  rename(element, name) {
    if (!this.isWhole(element)) return this.change(element, { name });
    return this.together(() => {
      this.changeInside(this.whole, this.process, { name });
      if (is(this.whole, 'bpmn:Participant')) this.change(this.whole, { name });
    });
  }

  replace(element, target) { return this.get('bpmnReplace').replaceElement(element, target); }

  show(element) {
    this.get('selection').select(element);
    this.get('canvas').scrollToElement(element, { top: 80, right: 80, bottom: 80, left: 120 });
  }
}
