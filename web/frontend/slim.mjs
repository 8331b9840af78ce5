// Takes out of a style sheet what cannot have an effect: variables that nothing reads,
// and declarations that the same selector states again further down.
import postcss from 'postcss';

const named = /var\(\s*(--[\w-]+)/g;
const readIn = (text) => [...text.matchAll(named)].map((found) => found[1]);

// `elsewhere` is text of other sheets that read variables of this one.
export function slim(css, elsewhere = '') {
  const root = postcss.parse(css);
  dropOverridden(root);
  while (dropUnread(root, new Set([...readIn(root.toString()), ...readIn(elsewhere)])));
  root.walkRules((rule) => { if (rule.nodes.length === 0) rule.remove(); });
  return root.toString();
}

function dropOverridden(root) {
  const later = new Map();
  for (const rule of [...root.nodes].reverse()) {
    if (rule.type !== 'rule') continue;
    const stated = later.get(rule.selector) ?? new Set();
    for (const one of [...rule.nodes].reverse()) {
      if (one.type !== 'decl' || one.important) continue;
      if (stated.has(one.prop)) one.remove();
      else stated.add(one.prop);
    }
    later.set(rule.selector, stated);
  }
}

function dropUnread(root, read) {
  let dropped = 0;
  root.walkDecls(/^--/, (one) => {
    if (read.has(one.prop)) return;
    one.remove();
    dropped += 1;
  });
  return dropped > 0;
}
