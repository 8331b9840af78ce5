// The editor of diagrams: bpmn-js with our panel, findings and drafts.
import Modeler from 'bpmn-js/lib/Modeler';
import Minimap from 'diagram-js-minimap';
import { clipboardModule } from './clipboard.js';
import { drawingModule, fit } from './drawing.js';
import { downloads } from './files.js';
import { Findings } from './findings.js';
import indonesian from './id.json';
import moddle from './moddle.json';
import { Model, togetherModule } from './model.js';
import { Panel } from './panel.js';
import { Saving } from './saving.js';

const root = document.getElementById('penyunting');
if (root) start(root, JSON.parse(document.getElementById('penyunting-data').textContent));

async function start(place, config) {
  config.returns = [];
  const said = config.language === 'id' ? indonesian : {};
  const translate = (text, facts = {}) => (said[text] ?? text).replace(/{([^}]+)}/g, (_, name) => facts[name] ?? name);
  const modeler = new Modeler({
    container: place.querySelector('[data-canvas]'),
    moddleExtensions: { mutubaku: moddle },
    additionalModules: [Minimap, togetherModule, drawingModule, clipboardModule, { translate: ['value', translate] }],
  });
  const model = new Model(modeler, config.key);
  const findings = new Findings(place.querySelector('[data-findings]'), model, config, post);
  findings.reveal = () => open(document.getElementById('tab-temuan'));
  new Panel(place.querySelector('[data-panel]'), model, config);
  const saving = new Saving(model, config, post, document.getElementById('bentrok'));
  saving.download = downloads(modeler, config.key);
  try {
    await modeler.importXML(config.xml);
  } catch (error) {
    place.querySelector('[data-verdict]').textContent = `${config.words.unreadable} ${error.message}`;
    return;
  }
  fit(modeler.get('canvas'));
  modeler.get('minimap').close();
  wire(place, modeler, saving);
  findings.ask();
  place.dataset.ready = 'ya';

  async function post(address, body) {
    try {
      const answer = await fetch(address, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': config.csrf, 'HX-Request': 'true' },
      });
      const isJson = answer.headers.get('Content-Type')?.includes('json');
      return { status: answer.status, told: isJson ? await answer.json() : null };
    } catch {
      return { status: 0, told: null };
    }
  }
}

function wire(place, modeler, saving) {
  const canvas = modeler.get('canvas'), stack = modeler.get('commandStack');
  const acts = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    fit: () => fit(canvas),
    nearer: () => modeler.get('zoomScroll').stepZoom(1),
    farther: () => modeler.get('zoomScroll').stepZoom(-1),
    // A click outside closes the search, this one too: it opens after the click.
    search: () => setTimeout(() => modeler.get('searchPad').open()),
    map: () => modeler.get('minimap').toggle(),
    bpmn: () => saving.download('bpmn'),
    svg: () => saving.download('svg'),
    png: () => saving.download('png'),
  };
  const refresh = () => {
    place.querySelector('[data-do=undo]').disabled = !stack.canUndo();
    place.querySelector('[data-do=redo]').disabled = !stack.canRedo();
  };
  place.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-do]');
    if (acts[button?.dataset.do]) acts[button.dataset.do]();
  });
  // The tabs of the panel.
  place.addEventListener('click', (event) => {
    const tab = event.target.closest('[role=tab]');
    if (tab) open(tab);
  });
  place.querySelector('[role=tablist]').addEventListener('keydown', (event) => {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    const other = [...event.currentTarget.children].find((one) => one.getAttribute('aria-selected') === 'false');
    open(other);
    other.focus();
  });
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      saving.save();
    }
  });
  modeler.on('commandStack.changed', refresh);
  refresh();
}

function open(chosen) {
  for (const tab of chosen.parentElement.children) {
    const isChosen = tab === chosen;
    tab.setAttribute('aria-selected', isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !isChosen;
  }
}
