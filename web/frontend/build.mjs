// Builds the assets into ../static: bundles named by content hash, each also
// compressed, a manifest that says which file an entry became, and the icons
// that templates draw inline. The output is generated and git-ignored.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import postcss from 'postcss';
import { PurgeCSS } from 'purgecss';
import { icons } from './icons.mjs';
import { slim } from './slim.mjs';

const place = process.argv[2] ?? join(import.meta.dirname, '../static');
// Built beside and put in place at once, so that who serves meanwhile misses nothing.
const out = `${place}.${process.pid}`;
const at = (path) => join(import.meta.dirname, path);

// Every folder is a bundle: `officer` comes with each page; the others come with the
// pages of their rooms, so that nobody waits for what others see. A bundle is
// <folder>.css from its style sheets (index.css first) and <folder>.js from index.js.
const roomsOf = {
  admin: ['admin'],
  monitor: ['monitor', 'cycles'],
  editor: ['editor'],
  versions: ['versions'],
  formulir: [],
  viewer: [],
  paper: ['paper'],
  performance: ['performance', 'actions', 'signing'],
};
const bundles = Object.keys(roomsOf).filter((name) => existsSync(at(name)));
const scripts = Object.fromEntries(
  ['officer', ...bundles].filter((name) => existsSync(at(`${name}/index.js`))).map((name) => [name, `${name}/index.js`]),
);
const tabler = 'node_modules/@tabler/core/dist/css/tabler.min.css';

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = {};

// What every page loads stands alone; rooms share their heavy parts as chunks.
const { officer, ...others } = scripts;
for (const entryPoints of [{ officer }, others]) {
  const bundled = await esbuild.build({
    absWorkingDir: import.meta.dirname,
    entryPoints,
    outdir: out,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    metafile: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: 'asset-[hash]',
    legalComments: 'linked',
    logLevel: 'warning',
  });
  for (const [file, made] of Object.entries(bundled.metafile.outputs)) {
    if (!made.entryPoint) continue;
    const entry = Object.keys(scripts).find((name) => scripts[name] === made.entryPoint);
    manifest[`${entry}.js`] = basename(file);
  }
}

// Classes that Python or script code composes are in safelist.txt: the purge
// reads templates and scripts only.
const safelist = readFileSync(at('safelist.txt'), 'utf8').split(/\s+/).filter(Boolean);
const theirs = new Set(Object.values(roomsOf).flat());
const roomFolders = readdirSync(at('../templates'), { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
const everybodys = roomFolders.filter((name) => !theirs.has(name));
const tablerFor = async (folder, rooms, others = []) => {
  const [purged] = await new PurgeCSS().purge({
    content: [...others, ...rooms.flatMap((room) => [at(`../templates/${room}/**/*.html`), at(`../${room}/*.py`)]), at(`${folder}/*.js`)],
    css: [{ raw: readFileSync(at(tabler), 'utf8') }],
    safelist,
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  return withoutStrangers(purged.css);
};
// Words of ours that Tabler has a component for which no page uses: the purge sees
// the word and would keep the component. Scrollbars stay as the machine draws them.
const strangers = /\.(active|blockquote|col|footer|h1|h2|h3|hr|kbd|mark|nav|row|small|alert|alert-icon|avatar|btn-check|calendar|disabled|empty|legend|page|placeholder|progress|required|show|signal|status|step-item|steps|table|tag|timeline)(?![\w-])|::-webkit-scrollbar|\.form-(select|check-input)\.is-invalid/;
function withoutStrangers(css) {
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => !strangers.test(selector));
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
  return root;
}

// A bundle's components are what its rooms use beyond what every page has already.
// A rule stated again would win over our own style sheet, which came between: so
// every selector is looked up by itself, and every declaration.
function beyond(root, known) {
  const place = (rule, selector) => `${rule.parent.type === 'atrule' ? rule.parent.params : ''}|${selector}`;
  const had = new Map();
  known.walkRules((rule) => rule.selectors.forEach((selector) => {
    const told = had.get(place(rule, selector)) ?? new Set();
    rule.each((one) => { told.add(`${one}`); });
    had.set(place(rule, selector), told);
  }));
  root.walkRules((rule) => {
    const has = (selector, one) => had.get(place(rule, selector))?.has(`${one}`);
    const selectors = rule.selectors.filter((selector) => !rule.nodes.every((one) => has(selector, one)));
    if (selectors.length === 0) return rule.remove();
    rule.selectors = selectors;
    rule.nodes.filter((one) => selectors.every((selector) => has(selector, one))).forEach((one) => one.remove());
  });
  root.walkAtRules((rule) => { if (['keyframes', 'font-face'].includes(rule.name) || rule.nodes?.length === 0) rule.remove(); });
  return root;
}

async function sheetsOf(folder) {
  const sheets = readdirSync(at(folder)).filter((name) => name.endsWith('.css') && name !== 'index.css').sort();
  const contents = ['index.css', ...sheets].filter((name) => existsSync(at(`${folder}/${name}`))).map((name) => `@import "./${name}";`).join('\n');
  const built = await esbuild.build({
    stdin: { contents, resolveDir: at(folder), loader: 'css' },
    bundle: true, outdir: out, write: false, assetNames: 'asset-[hash]',
    loader: { '.woff2': 'file', '.woff': 'file', '.svg': 'dataurl' }, logLevel: 'warning',
  });
  for (const file of built.outputFiles.filter((one) => !one.path.endsWith('.css'))) writeFileSync(file.path, file.contents);
  return built.outputFiles.find((one) => one.path.endsWith('.css')).text;
}

async function style(folder, component, elsewhere = '') {
  const css = asMachineDoes(slim(`${component}\n${await sheetsOf(folder)}`, elsewhere));
  write(`${folder}.css`, (await esbuild.transform(css, { loader: 'css', minify: true, legalComments: 'none' })).code);
}

const common = await tablerFor('officer', everybodys, [at('../templates/*.html'), at('../*.py')]);
const rooms = Object.fromEntries(await Promise.all(bundles.map(async (name) => [name, await tablerFor(name, roomsOf[name])])));
// Rooms read variables that come with every page, and set some that its components read.
const elsewhere = await Promise.all(bundles.map(async (name) => `${rooms[name]}\n${await sheetsOf(name)}`));
await style('officer', common, elsewhere.join('\n'));
const everywhere = `${common}\n${await sheetsOf('officer')}`;
for (const name of bundles) await style(name, beyond(rooms[name], common), everywhere);
write('mark.svg', readFileSync(at('officer/mark.svg'), 'utf8'));

const drawn = {};
for (const name of icons) {
  const svg = readFileSync(at(`node_modules/@tabler/icons/icons/outline/${name}.svg`), 'utf8');
  drawn[name] = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/<svg[^>]*>/, '').replace(/<path stroke="none"[^>]*>/, '').replace('</svg>', '').replace(/\s+/g, ' ').replace(/> </g, '><').trim();
}
writeFileSync(join(out, 'icons.json'), JSON.stringify(drawn));

// What holds for `dark` also holds for `auto` where the machine prefers dark: a
// page needs no script to know, and does not flash.
function asMachineDoes(css) {
  const root = postcss.parse(css);
  const dark = '[data-bs-theme=dark]';
  root.walkRules((rule) => {
    const selector = rule.selector.replaceAll('"', '');
    if (!selector.includes(dark)) return;
    const query = postcss.atRule({ name: 'media', params: '(prefers-color-scheme:dark)' });
    query.append(rule.clone({ selector: selector.replaceAll(dark, '[data-bs-theme=auto]') }));
    const inside = rule.parent.type === 'atrule' ? rule.parent : rule;
    if (inside === rule) rule.after(query);
  });
  return root.toString();
}

function write(entry, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const dot = entry.lastIndexOf('.');
  const file = `${entry.slice(0, dot)}-${hash}${entry.slice(dot)}`;
  writeFileSync(join(out, file), content);
  manifest[entry] = file;
}

for (const file of readdirSync(out)) {
  if (!/\.(js|css|svg)$/.test(file)) continue;
  const content = readFileSync(join(out, file));
  writeFileSync(join(out, `${file}.gz`), gzipSync(content, { level: 9 }));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const small = brotliCompressSync(content, quality);
  writeFileSync(join(out, `${file}.br`), small);
  console.log(relative(at('..'), join(place, file)), content.length, 'bytes,', small.length, 'brotli');
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 1));
rmSync(place, { recursive: true, force: true });
renameSync(out, place);
