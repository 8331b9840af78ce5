// The diagram to move about in: loaded when somebody asks for it, over the picture
// that the server drew. How a case stands is read from that picture, so both say the same.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

const STEP = 60; // pixels that an arrow key moves
const CLOSER = 1.25;
const SMALLEST = 0.55; // below this nobody reads the names
const ARROWS = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

export async function show(region) {
  const answer = await fetch(region.dataset.source);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const xml = await answer.text();
  await sheet(region.dataset.viewerStyle);
  const [closer, farther, whole, close, told] = region.dataset.words.split('|');
  const { dialog, place, bar } = frame(region.getAttribute('aria-label'), told);
  const viewer = new NavigatedViewer({
    container: place,
    bpmnRenderer: { defaultFillColor: 'var(--paper)', defaultStrokeColor: 'var(--ink-soft)', defaultLabelColor: 'var(--ink)' },
  });
  dialog.addEventListener('close', () => { viewer.destroy(); dialog.remove(); });
  try {
    dialog.showModal();
    await viewer.importXML(xml);
    await turn(viewer, decodeURIComponent(region.dataset.source.split('/')[2]));
    mark(viewer, region);
    walk(viewer, place, region);
  } catch (error) {
    dialog.close();
    throw error;
  }
  const canvas = viewer.get('canvas');
  const zoomed = (by) => canvas.zoom(canvas.zoom() * by, 'auto');
  bar.append(
    button('+', closer, () => zoomed(CLOSER)),
    button('−', farther, () => zoomed(1 / CLOSER)),
    button(whole, '', () => canvas.zoom('fit-viewport', 'auto')),
    button(close, '', () => dialog.close()),
  );
  place.addEventListener('keydown', (event) => press(event, canvas, zoomed));
  place.querySelector('.djs-container > svg').focus();
}

// The style sheet is there before anything is measured.
function sheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address });
  return new Promise((done, failed) => {
    link.addEventListener('load', done);
    link.addEventListener('error', failed);
    document.head.append(link);
  });
}

function frame(name, told) {
  const dialog = document.createElement('dialog');
  dialog.className = 'viewer';
  dialog.setAttribute('aria-label', name);
  const head = Object.assign(document.createElement('header'), { className: 'viewer-head' });
  const title = Object.assign(document.createElement('p'), { className: 'viewer-title', textContent: name });
  const bar = Object.assign(document.createElement('div'), { className: 'viewer-bar' });
  const place = Object.assign(document.createElement('div'), { className: 'viewer-place' });
  const hint = Object.assign(document.createElement('p'), { className: 'viewer-hint', textContent: told });
  head.append(title, bar);
  dialog.append(head, place, hint);
  document.body.append(dialog);
  // Their window about the makers would open behind this one: the link itself leads to them.
  place.addEventListener('click', (event) => { if (event.target.closest('.bjs-powered-by')) event.stopImmediatePropagation(); }, true);
  return { dialog, place, bar };
}

function button(words, name, does) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'btn btn-sm';
  made.textContent = words;
  if (name) { made.setAttribute('aria-label', name); made.title = name; }
  made.addEventListener('click', does);
  return made;
}

// A file may hold several drawings; it opens with its first.
async function turn(viewer, process) {
  const drawings = viewer.getDefinitions().diagrams ?? [];
  const tells = (drawn) => drawn?.id === process || drawn?.participants?.some((one) => one.processRef?.id === process);
  const wanted = drawings.find((one) => tells(one.plane?.bpmnElement));
  if (wanted && wanted !== drawings[0]) await viewer.open(wanted);
}

function mark(viewer, region) {
  const canvas = viewer.get('canvas'), known = viewer.get('elementRegistry'), overlays = viewer.get('overlays');
  for (const group of region.querySelectorAll('[data-element]')) {
    const name = group.dataset.element, element = known.get(name);
    if (!element) continue;
    [...group.classList].filter((one) => one.startsWith('is-')).forEach((one) => canvas.addMarker(name, one));
    const html = document.createElement('div');
    html.className = 'viewer-chips';
    const sign = group.querySelector('.badge-sign');
    if (sign) html.append(badge(sign, group.classList.contains('is-returned')));
    for (const chip of group.querySelectorAll('.chip')) {
      html.append(Object.assign(document.createElement('span'), { textContent: chip.textContent, className: chip.getAttribute('class') }));
    }
    if (html.childElementCount) overlays.add(name, { position: { top: -12, left: 0 }, html });
  }
}

// The sign of the picture, drawn once more.
function badge(sign, returned) {
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawn.setAttribute('viewBox', `${sign.getAttribute('x') - 3} ${sign.getAttribute('y') - 3} 20 20`);
  drawn.setAttribute('class', returned ? 'is-back' : '');
  drawn.setAttribute('aria-hidden', 'true');
  drawn.append(sign.cloneNode(true));
  return drawn;
}

// The whole, unless its names would be too small: then where the case stands.
function walk(viewer, place, region) {
  const canvas = viewer.get('canvas');
  const drawing = place.querySelector('.djs-container > svg');
  drawing.setAttribute('role', 'application');
  drawing.setAttribute('aria-label', region.getAttribute('aria-label'));
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() >= SMALLEST) return;
  const here = viewer.get('elementRegistry').get(region.querySelector('.is-here[data-element]')?.dataset.element);
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / SMALLEST, outer.height / SMALLEST];
  const x = here ? here.x + (here.width - width) / 2 : inner.x - STEP / 2;
  const y = here ? here.y + (here.height - height) / 2 : inner.y - STEP / 2;
  canvas.viewbox({ x, y, width, height });
}

function press(event, canvas, zoomed) {
  const moved = ARROWS[event.key];
  if (event.altKey) return;
  if (moved && !event.ctrlKey && !event.metaKey) canvas.scroll({ dx: moved[0], dy: moved[1] });
  else if (event.key === '+' || event.key === '=') zoomed(CLOSER);
  else if (event.key === '-') zoomed(1 / CLOSER);
  else if (event.key === '0') canvas.zoom('fit-viewport', 'auto');
  else return;
  event.preventDefault();
}
