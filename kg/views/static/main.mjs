// Main: reads the data, keeps the state, and draws the parts that a change concerns.

import { drawBar, drawHeader, drawLegend, drawScope } from './chrome.mjs';
import { toCsv } from './csv.mjs';
import { byId, saveText } from './dom.mjs';
import { gapRows } from './gaps.mjs';
import { listenToGrid, moveTo } from './gridkeys.mjs';
import { drawMatrix, markSelection } from './matrix.mjs';
import { makeModel, resolve } from './model.mjs';
import { drawNetworkHead, makeNetwork } from './network.mjs';
import { drawPanel, listenToPanel } from './panel.mjs';
import { makeReader } from './reader.mjs';
import { openFields, orderPartners, visibleRows } from './rows.mjs';
import { formatState, homeLanguage, parseState } from './state.mjs';

const model = makeModel(JSON.parse(byId('data').textContent));
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const home = homeLanguage(navigator.language);
let state = parseState(location.hash, home);
let enlarged = false;
let network = null;

const reader = () => makeReader(model, state);

// Draw everything anew, as for another language, theme or order.
function drawAll() {
  const dark = state.theme ? state.theme === 'dark' : systemDark.matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.lang = state.lang;
  drawHeader(reader(), change);
  drawRows();
  drawLegend(reader());
  drawScope(reader());
  drawSelection();
}

function drawRows() {
  const { activeElement } = document;
  const held = byId('matrix').contains(activeElement) ? activeElement.dataset.id : null;
  const pressed = byId('bar').contains(activeElement)
    ? [...byId('bar').querySelectorAll('button')].indexOf(activeElement)
    : -1;
  drawBar(reader(), change, saveGaps);
  drawMatrix(reader());
  if (pressed >= 0) byId('bar').querySelectorAll('button')[pressed].focus();
  const target = held && byId('matrix').querySelector(`[data-id="${CSS.escape(held)}"]`);
  if (target) moveTo(target);
}

// A change of the selection alone leaves the matrix as it is.
function drawSelection() {
  markSelection(state.sel);
  drawPanel(reader());
  drawNetworkHead(reader(), enlarged, toggleSize);
  network?.draw(reader());
}

function change(part) {
  const focus = document.activeElement?.id;
  const index = [...byId('top').querySelectorAll('button')].indexOf(document.activeElement);
  state = { ...state, ...part };
  remember('replaceState');
  drawAll();
  if (focus === 'theme') byId('theme').focus();
  else if (index >= 0) byId('top').querySelectorAll('button')[index].focus();
}

function remember(how) {
  try {
    history[how](null, '', formatState(state, home));
  } catch {
    location.hash = formatState(state, home); // some browsers refuse history to a file opened from disk
  }
}

// Selecting what is selected lets it go. A step of its own in the browser's history: Back works.
function select(id) {
  state = { ...state, sel: state.sel === id ? '' : id };
  const revealed = reveal();
  remember('pushState');
  if (revealed) drawRows();
  drawSelection();
  announce();
  if (state.sel && matchMedia('(max-width: 899px)').matches) byId('panel').scrollIntoView();
}

// Open the rows above a selected field that is folded away. True if anything was opened.
function reveal() {
  const field = resolve(model, state.sel)?.field;
  const before = formatState(state);
  for (let above = field?.parent; above; above = above.parent) {
    const { id, parent } = above;
    if (!parent) state = { ...state, shut: state.shut.filter((other) => other !== id) };
    else if (!openFields(model, state).has(id)) state = { ...state, open: [...openFields(model, state), id] };
  }
  return formatState(state) !== before;
}

function fold(id) {
  const isGroup = !model.fields.get(id).parent;
  const turned = (ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  state = isGroup
    ? { ...state, shut: turned(state.shut) }
    : { ...state, open: turned([...openFields(model, state)]) };
  remember('replaceState');
  drawRows();
}

// Escape closes what lies uppermost: the scope of the data, else the selection.
function letGo() {
  const scope = byId('scope').querySelector('details[open]');
  if (scope) scope.open = false;
  else if (state.sel) select(state.sel);
}

function announce() {
  byId('live').textContent = byId('panel').querySelector('h2')?.textContent ?? '';
}

function saveGaps() {
  const fields = visibleRows(model, state).map((row) => row.field);
  saveText('open-fields.csv', toCsv(gapRows(model, fields, orderPartners(model, state), state.lang)), 'text/csv');
}

function toggleSize() {
  enlarged = !enlarged;
  document.querySelector('main').classList.toggle('enlarged', enlarged);
  drawNetworkHead(reader(), enlarged, toggleSize);
  byId('enlarge').focus();
}

// The link's own address would take the place of the state in the fragment.
function skipToGrid(event) {
  event.preventDefault();
  byId('matrix').querySelector('[tabindex="0"]')?.focus();
}

function listen() {
  byId('skip').addEventListener('click', skipToGrid);
  listenToGrid({ select, fold });
  listenToPanel(select);
  systemDark.addEventListener('change', drawAll);
  addEventListener('keydown', (event) => event.key === 'Escape' && letGo());
  const follow = () => {
    if (formatState(state, home) === location.hash) return;
    state = parseState(location.hash, home);
    reveal();
    drawAll();
  };
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
  addEventListener('beforeprint', () =>
    document.querySelectorAll('details').forEach((node) => node.setAttribute('open', '')),
  );
}

// vis-network waits in the page as text, so that the matrix is on screen before it is read; the page's
// policy knows its hash.
function startNetwork() {
  const script = document.createElement('script');
  script.textContent = byId('vis').textContent;
  document.body.append(script);
  network = makeNetwork(model, select);
  network.draw(reader());
  document.documentElement.dataset.ready = 'yes';
}

reveal();
listen();
drawAll();
requestAnimationFrame(() => setTimeout(startNetwork));
