// Network: vis-network drawing what explains the selection, at the places that are settled in advance.

import { byId, el } from './dom.mjs';
import { explain, lookOfProgram } from './graph.mjs';
import { cellAt, isCovered, resolve } from './model.mjs';
import { paintLabel, paintNode, RADIUS, readColours } from './paint.mjs';
import { closeUp, scaleFor, standClear } from './place.mjs';
import { nextNode } from './walk.mjs';

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false },
  nodes: { chosen: false },
  edges: {
    smooth: false,
    chosen: false,
    hoverWidth: 0,
    selectionWidth: 0,
    arrows: { to: { enabled: false } },
  },
  interaction: {
    dragNodes: false,
    hover: false,
    keyboard: false,
    multiselect: false,
    tooltipDelay: 200,
    zoomSpeed: 0.6,
  },
};

const ROOM_FOR_GROUPS = 480; // pixels
const MANY = 22; // from here on the drawing takes more of the page

// `select` is called with the id of what the reader opens; null when the browser has no vis.
export function makeNetwork(model, select) {
  const host = byId('canvas');
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(host, { nodes, edges }, OPTIONS);
  const home = new Map(model.drawing.nodes.map((node) => [node.id, node]));
  const shown = { reader: null, places: new Map(), cursor: '', colour: readColours() };
  network.on('click', ({ nodes: [id] }) => id && select(id));

  function draw(reader) {
    if (!host.clientHeight) return; // not on screen, as on paper
    const wide = host.clientWidth >= ROOM_FOR_GROUPS;
    const { nodes: ids, edges: links } = explain(model, reader.state.sel, { groups: wide });
    host.classList.toggle('tall', ids.length > MANY);
    const scale = scaleFor(ids, home, { height: host.clientHeight });
    const size = { width: host.clientWidth / scale, height: host.clientHeight / scale };
    Object.assign(shown, { reader, cursor: '', colour: readColours(), places: standClear(closeUp(ids, home, size), links) });
    nodes.clear();
    edges.clear();
    nodes.add(ids.map((id) => nodeOf(id, shown, home)));
    edges.add(links.map((link) => edgeOf(link, shown.colour)));
    network.setSize('100%', '100%'); // at once: by itself vis notices a new size a second later
    network.moveTo({ position: { x: size.width / 2, y: size.height / 2 }, scale, animation: false });
    host.setAttribute('aria-label', reader.say('network.label', { n: ids.length }));
  }

  listenToKeys(host, shown, { select, redraw: () => network.redraw() });
  new ResizeObserver(() => shown.reader && draw(shown.reader)).observe(host);
  return { draw, places: () => shown.places };
}

function nodeOf(id, shown, home) {
  const layer = home.get(id).group;
  const { x, y } = shown.places.get(id);
  const name = nameOf(shown.reader, id);
  return {
    id,
    x,
    y,
    label: name,
    title: name,
    shape: 'custom',
    ctxRenderer: (drawing) => rendererOf(drawing, layer, shown),
  };
}

function rendererOf({ ctx, id, x, y }, layer, shown) {
  const { reader, colour } = shown;
  const ring = id === shown.cursor || id === reader.state.sel;
  return {
    drawNode: () => paintNode(ctx, { x, y, layer, look: lookOfNode(reader, id), colour, ring }),
    drawExternalLabel: () =>
      paintLabel(ctx, { x, y, layer, text: nameOf(reader, id), place: shown.places.get(id), colour }),
    nodeDimensions: { width: RADIUS[layer] * 2, height: RADIUS[layer] * 2 },
  };
}

export function nameOf(reader, node) {
  const [, kind, id] = /^(\w+):(.*)$/s.exec(node);
  if (kind === 'field') return reader.field(reader.model.fields.get(id));
  return reader.thing({ city: 'cities', agreement: 'agreements', program: 'programs' }[kind], id);
}

function lookOfNode(reader, node) {
  const { model, state } = reader;
  if (node.startsWith('program:')) return lookOfProgram(model, node.slice('program:'.length));
  const partner = resolve(model, state.sel)?.partner;
  if (!partner || !node.startsWith('field:')) return '';
  const cell = cellAt(model, partner.id, node.slice('field:'.length));
  return cell.field.level === 'group' || isCovered(cell) ? 'covered' : 'gap';
}

// A line by what it says: colour, width, and dashes where it is not solid.
const LINES = {
  gap: ['gap', 2, [6, 4]],
  'open-gap': ['gap-line', 1.2, [3, 4]],
  planned: ['edge-planned', 2],
  'under-way': ['edge-under-way', 2],
  delivered: ['edge-delivered', 2],
  evidenced: ['edge-evidenced', 2],
  agreed: ['edge', 1.2, [2, 3]],
  unrecorded: ['edge', 1.2, [1, 4]],
  'stage-contact': ['edge', 1.2, [1, 4]],
  'stage-intent': ['edge', 1.2, [4, 4]],
  'stage-lapsed': ['edge', 1.2, [8, 5]],
};

function edgeOf({ id, from, to, kind, look, weight }, colour) {
  const [line, width, dashes = false] = LINES[look] ?? ['edge', 1.2];
  if (kind !== 'share') return { id, from, to, width, dashes, color: { color: colour(line) } };
  return { id, from, to, width: Math.min(0.5 + weight * 0.35, 2.5), color: { color: colour('edge-share') } };
}

// Arrow keys walk what is drawn: left and right to the nearest node of the next layer, up and down within one.
function listenToKeys(host, shown, { select, redraw }) {
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && shown.cursor) return select(shown.cursor);
    const next = nextNode(shown.places, shown.cursor, event.key);
    if (!next) return undefined;
    event.preventDefault();
    shown.cursor = next;
    byId('live').textContent = nameOf(shown.reader, next);
    return redraw();
  });
}

export function drawNetworkHead(reader, enlarged, toggle) {
  const { say, state, model } = reader;
  const found = resolve(model, state.sel);
  byId('network-head').replaceChildren(
    el('h2', { id: 'network-title', text: say('network.title') }),
    el('p', { text: say(found && found.kind !== 'focal' ? `network.${found.kind}` : 'network.overview') }),
    el('button', {
      type: 'button',
      id: 'enlarge',
      'aria-pressed': String(enlarged),
      text: say(enlarged ? 'network.shrink' : 'network.enlarge'),
      onclick: toggle,
    }),
  );
  const host = byId('canvas');
  host.tabIndex = 0;
  host.setAttribute('role', 'application');
}
