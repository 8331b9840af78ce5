// The words of the form editor in Indonesian. form-js has no catalogue of its own and
// writes most of its words in English, so they are replaced where it writes them: in its
// own parts of the page, never in what the author of the form has written.
import words from './id.json';

const OURS = '[class*="fjs-"], [class*="bio-properties-panel"], .flatpickr-calendar';
const THEIRS = '.cm-editor, .fjs-form-field-label, .fjs-form-field-text, .fjs-form-field-description, .bio-properties-panel-header-label, textarea, pre, code';
const SAID = ['title', 'placeholder', 'aria-label'];
const PATTERNS = [
  [/^Create an? (.+) element$/, 'Tambah $1'],
  [/^Remove (.+)$/, 'Hapus $1'],
  [/^List contains (\d+) items?$/, 'Berisi $1 butir'],
  [/^Expression for '(.*)'$/, "Rumus '$1'"],
];
const DAY = /^([A-Z][a-z]+) (\d{1,2}), (\d{4})$/;

function said(english) {
  const text = english.trim();
  if (text in words) return english.replace(text, words[text]);
  const day = text.match(DAY);
  if (day && day[1] in words) return `${day[2]} ${words[day[1]]} ${day[3]}`;
  const found = PATTERNS.find(([pattern]) => pattern.test(text));
  return found ? text.replace(...found) : english;
}

function sayText(node) {
  const holder = node.parentElement;
  if (!node.data.trim() || !holder?.closest(OURS) || holder.closest(THEIRS)) return;
  const now = said(node.data);
  if (now !== node.data) node.data = now;
}

function sayAttributes(element) {
  if (!element.closest(OURS)) return;
  for (const name of SAID) {
    const was = element.getAttribute(name);
    const now = was && said(was);
    if (now && now !== was) element.setAttribute(name, now);
  }
}

function sayAll(node) {
  if (node.nodeType === Node.TEXT_NODE) return sayText(node);
  if (node.nodeType !== Node.ELEMENT_NODE) return undefined;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let one = node; one; one = walker.nextNode()) one.nodeType === Node.TEXT_NODE ? sayText(one) : sayAttributes(one);
  return undefined;
}

// Windows of the editor open at the end of the page, outside of its canvas.
export function speakIndonesian() {
  const watch = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') addedNodes.forEach(sayAll);
      else if (type === 'characterData') sayText(target);
      else sayAttributes(target);
    }
  });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SAID });
  sayAll(document.body);
}
