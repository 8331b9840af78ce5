// What was copied in one SOP can be pasted into another: it waits in the browser.
import { isPaste } from 'diagram-js/lib/features/keyboard/KeyboardUtil';

const PLACE = 'mutubaku:salinan';

function Shared(eventBus, keyboard, clipboard, moddle) {
  eventBus.on('copyPaste.elementsCopied', ({ tree }) => {
    try {
      localStorage.setItem(PLACE, JSON.stringify(tree));
    } catch {
      localStorage.removeItem(PLACE); // too large for the browser: this window alone
    }
  });
  keyboard.addListener(2000, ({ keyEvent }) => {
    const waiting = isPaste(keyEvent) && localStorage.getItem(PLACE);
    if (waiting) clipboard.set(JSON.parse(waiting, reviver(moddle)));
  });
}
Shared.$inject = ['eventBus', 'keyboard', 'clipboard', 'moddle'];

function reviver(moddle) {
  const known = new Map();
  return (_, value) => {
    if (typeof value?.$type !== 'string') return value;
    const { $type: type, ...attributes } = value;
    if (value.id && known.has(value.id)) return known.get(value.id);
    const made = moddle.create(type, attributes);
    if (value.id) known.set(value.id, made);
    return made;
  };
}

export const clipboardModule = { __init__: ['mutubakuClipboard'], mutubakuClipboard: ['type', Shared] };
