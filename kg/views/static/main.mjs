// Main: reads the data, keeps the state, and draws the parts that a change concerns.

import { drawBar, markHidden } from './bar.mjs';
import { toCsv } from './csv.mjs';
import { byId, saveText } from './dom.mjs';
import { isChosenField, standsOut } from './filter.mjs';
import { fitState } from './fit.mjs';
import { gapRows } from './gaps.mjs';
import { listenToGrid, moveTo } from './gridkeys.mjs';
import { drawHeader } from './header.mjs';
import { drawLegend } from './legend.mjs';
import { drawMatrix, fillAll, markSelection } from './matrix.mjs';
import { dayOfYear, focusOn, makeModel, resolve } from './model.mjs';
import { drawNetworkHead, makeNetwork } from './network.mjs';
import { drawPanel, listenToPanel } from './panel.mjs';
import { listenToPrint } from './printing.mjs';
import { makeReader } from './reader.mjs';
import { openFields, orderPartners } from './rows.mjs';
import { drawScope } from './scope.mjs';
import { formatState, homeLanguage, parseState } from './state.mjs';

// Start the page. A tab is another view of it: {id, label(say), draw(root, reader, change)}.
export function start(tabs = []) {
  const base = makeModel(JSON.parse(byId('data').textContent));
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const home = homeLanguage(navigator.language);
  const fit = (wanted) => withKnownTab(fitState(base, wanted), tabs);
  const read = () => fit(parseState(location.hash, home));
  let state = read();
  let followed = location.hash; // the fragment that the state has taken in
  let enlarged = false;
  let network = null;
  const focus = keepLast((city, country, day, strict) => focusOn(base, { city, country, day, strict }));

  const model = () =>
    focus(state.city || base.focal, state.country, dayOfYear(base, state.year), state.evidence === 'strict');
  const reader = () => makeReader(model(), state);

  // Draw everything anew, as for another language, theme or order.
  function drawAll() {
    const dark = state.theme ? state.theme === 'dark' : systemDark.matches;
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.lang = state.lang;
    drawHeader(reader(), change, tabs);
    drawTab();
    drawRows();
    drawLegend(reader(), change);
    drawScope(reader());
    drawSelection();
  }

  function drawTab() {
    const tab = tabs.find(({ id }) => id === state.tab);
    byId('explorer').hidden = Boolean(tab);
    for (const { id } of tabs) byId(`tab-${id}`).hidden = id !== tab?.id;
    tab?.draw(byId(`tab-${tab.id}`), reader(), change);
  }

  function drawRows() {
    const { activeElement } = document;
    const held = byId('matrix').contains(activeElement) ? activeElement.dataset.id : null;
    drawBar(reader(), change, saveGaps);
    drawMatrix(reader());
    const target = held && byId('matrix').querySelector(`[data-id="${CSS.escape(held)}"]`);
    if (target) moveTo(target);
  }

  // A change of the selection alone leaves the matrix as it is.
  function drawSelection() {
    markSelection(state.sel);
    markHidden(reader());
    drawPanel(reader());
    drawNetworkHead(reader(), enlarged, { toggleSize, change, network });
    network?.draw(reader());
  }

  // Take over a part of the state, or what a function makes of it. A step of its own in the browser's history
  // unless `how` says otherwise.
  function change(part, how = 'pushState') {
    const focused = focusPlace(document.activeElement);
    state = fit({ ...state, ...(typeof part === 'function' ? part(state) : part) });
    reveal();
    remember(how);
    drawAll();
    focused()?.focus();
  }

  function remember(how) {
    try {
      history[how](null, '', formatState(state, home));
    } catch {
      location.hash = formatState(state, home); // some browsers refuse history to a file opened from disk
    }
    followed = location.hash;
  }

  // Selecting what is selected lets it go.
  function select(id) {
    const isInside = ['panel', 'network-list'].some((root) => byId(root)?.contains(document.activeElement));
    state = { ...state, sel: state.sel === id ? '' : id };
    const revealed = reveal();
    remember('pushState');
    if (revealed) drawRows();
    drawSelection();
    announce();
    if (isInside) byId('panel').focus({ preventScroll: true }); // what was pressed is drawn no more
    showPanel();
  }

  // Open the rows above a selected field that is folded away. True if anything was opened.
  function reveal() {
    const field = resolve(model(), state.sel)?.field;
    const before = formatState(state);
    for (let above = field?.parent; above; above = above.parent) {
      const { id, parent } = above;
      if (!parent) state = { ...state, shut: state.shut.filter((other) => other !== id) };
      else if (!openFields(model(), state).has(id)) {
        state = { ...state, open: [...openFields(model(), state), id] };
      }
    }
    return formatState(state) !== before;
  }

  function fold(id) {
    const isGroup = !base.fields.get(id).parent;
    const turned = (ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
    state = isGroup
      ? { ...state, shut: turned(state.shut) }
      : { ...state, open: turned([...openFields(model(), state)]) };
    remember('replaceState');
    drawRows();
  }

  // Where the page is one column, the panel may lie far below what was pressed.
  function showPanel() {
    if (state.sel && !state.tab && matchMedia('(max-width: 899px)').matches) byId('panel').scrollIntoView();
  }

  // Escape closes what lies uppermost: the scope of the data, the large network, else the selection.
  function letGo() {
    const scope = byId('scope').querySelector('details[open]');
    if (scope) scope.open = false;
    else if (state.tab) return;
    else if (enlarged) toggleSize();
    else if (state.sel) select(state.sel);
  }

  function announce() {
    byId('live').textContent = byId('panel').querySelector('h2')?.textContent ?? '';
  }

  // All that the groups and columns chosen hold, whichever rows are unfolded.
  function saveGaps() {
    const fields = model().fieldList.filter((field) => isChosenField(state, field));
    const keep = (cell) => standsOut(model(), state, cell);
    const rows = gapRows(model(), fields, orderPartners(model(), state), state, keep);
    saveText('gaps.csv', toCsv(rows), 'text/csv');
  }

  function toggleSize() {
    enlarged = !enlarged;
    byId('explorer').classList.toggle('enlarged', enlarged);
    drawNetworkHead(reader(), enlarged, { toggleSize, change, network });
    byId('enlarge').focus();
  }

  // The address changed by hand, by Back or by Forward.
  function follow() {
    if (location.hash === followed) return;
    followed = location.hash;
    state = read();
    reveal();
    drawAll();
  }

  function listen() {
    byId('skip').addEventListener('click', skipToMain);
    listenToGrid({ select, fold });
    listenToPanel({ select, change });
    systemDark.addEventListener('change', drawAll);
    addEventListener('keydown', (event) => event.key === 'Escape' && letGo());
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    addEventListener('beforeprint', fillAll);
    listenToPrint(() => network, reader);
  }

  // vis-network waits in the page as text, so that the matrix is on screen before it is read; the page's
  // policy knows its hash.
  function startNetwork() {
    const script = document.createElement('script');
    script.textContent = byId('vis').textContent;
    document.body.append(script);
    network = makeNetwork(select);
    drawNetworkHead(reader(), enlarged, { toggleSize, change, network });
    network.draw(reader());
    document.documentElement.dataset.ready = 'yes';
  }

  reveal();
  listen();
  drawAll();
  showPanel();
  requestAnimationFrame(() => setTimeout(startNetwork));
}

// A link to a tab that this page has not leads to the explorer.
const withKnownTab = (state, tabs) =>
  tabs.some(({ id }) => id === state.tab) ? state : { ...state, tab: '' };

// The result for the last few arguments, since Back and Forward return to them.
function keepLast(make, most = 6) {
  const kept = new Map();
  return (...parts) => {
    const key = JSON.stringify(parts);
    if (!kept.has(key)) kept.set(key, make(...parts));
    if (kept.size > most) kept.delete(kept.keys().next().value);
    return kept.get(key);
  };
}

// Where the focus stands, so that it can return there when what held it was drawn anew.
function focusPlace(node) {
  const root = node?.closest('[id]:not(button, input, select)') ?? document.body;
  if (node?.id) return () => byId(node.id);
  const at = [...root.querySelectorAll('button, input, select, summary')].indexOf(node);
  return () =>
    at < 0 || !root.id ? null : byId(root.id)?.querySelectorAll('button, input, select, summary')[at];
}

// The link's own address would take the place of the state in the fragment.
function skipToMain(event) {
  event.preventDefault();
  const tab = document.querySelector('.tab:not([hidden])');
  (tab ?? byId('matrix').querySelector('[tabindex="0"]'))?.focus();
}
