// Network: draws the drawing list of a view with vis-network, lets keys walk it, and saves it as SVG or PNG.
//
// A view is {list(reader, size), title(reader)}; title says what it shows. Its *drawing list* is all that is
// known of it here:
//   {width, height}  what it was laid out for; narrower or wider than asked, it is drawn smaller or larger
//   nodes: [{id, layer, x, y, label, look, side, room, size, opens, name}]
//     id      what `select` is called with, as `city:seoul`
//     layer   focal, city, agency, agreement, program, outcome, field, group, country (a disc whose area tells the
//             count `size`), or of the ground, neither walked nor opened: dot, and area (a disc of radius `reach`
//             around several); see shapes.mjs
//     look    a rung for a program or `dropped`, `ended` for an agreement, `gap` for what is missing, `weak` for what
//             does not count by strict evidence, else ''
//     label   what is written: `below` (the usual `side`) or `right`, at most `room` pixels wide; '' for nothing;
//             `lines` is how many there is room for at the right, and `reach` another radius than the usual
//     opens   what `select` is called with instead of the id
//     name    what is read out and shown on hovering; the label when left out
//   edges: [{id, from, to, look, weight, offset, elbow, arrow, name}]
//     look    a name of shapes.mjs: a rung, `gap`, `share`, `follows`, `stage-…`, `own-…`; weight makes it thicker
//     elbow   whether it goes up or down first, as in an outline
//     offset  pixels by which it bows aside, so that several between the same two nodes stay apart
//   free, start      whether nodes stand anywhere rather than in columns, and where walking starts
//   natural          how high an outline is at its usual size
//   names: {layer, layer-look or look of a line: text}  the legend's words where the usual ones do not fit
// list() is asked for {width, height} and, for a sheet that may be as high as it needs, {grow: true}.

import { byId, el, saveText } from './dom.mjs';
import { lightColours, makeMeasure, paintShapes, readColours, toPng } from './paint.mjs';
import { groundShapes, isGround, namesShapes, nodeShapes, radiusOf } from './shapes.mjs';
import { fileNameOf, sheetOf } from './sheet.mjs';
import { toSvg } from './svg.mjs';
import { nextNode, zoomBy } from './walk.mjs';
import { drawNetworkList, viewChoice } from './viewhead.mjs';
import { viewOf } from './views.mjs';

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false },
  nodes: { chosen: false },
  interaction: {
    dragNodes: false,
    hover: false,
    keyboard: false,
    multiselect: false,
    tooltipDelay: 200,
    zoomSpeed: 0.6,
  },
};

const MANY = 22; // from here on the drawing takes more of the page
const LONG = 380; // pixels of an outline from which on it takes more still, where the page is one column
const SHEET = { width: 1040, height: 150, grow: true }; // pixels, outside the page

// `select` is called with the id of what the reader opens; null when the browser has no vis.
export function makeNetwork(select) {
  const host = byId('canvas');
  const nodes = new vis.DataSet();
  const network = new vis.Network(host, { nodes, edges: [] }, OPTIONS);
  const shown = {
    reader: null,
    list: null,
    ground: [],
    cursor: '',
    colour: readColours(),
    measure: makeMeasure(),
  };
  network.on('click', ({ nodes: [id] }) => id && select(openedBy(id)));
  network.on('beforeDrawing', (context) => paintShapes(context, shown.ground, shown.colour));

  const openedBy = (id) => places().get(id)?.opens ?? id;

  function draw(reader) {
    shown.reader = reader;
    if (!host.clientHeight) return; // not on screen, as on paper
    const list = listFor(host, reader);
    const ground = [...groundShapes(list), ...(list.free ? [] : namesShapes(list, shown.measure))];
    Object.assign(shown, { list, ground, cursor: '', colour: readColours() });
    nodes.clear();
    nodes.add(walkable(list).map((node) => visNode(node, shown)));
    network.setSize('100%', '100%'); // at once: by itself vis notices a new size a second later
    fit();
    const { say } = reader;
    const about = `${say(`view.${reader.state.net}`)}. ${viewOf(reader).title(reader)}`;
    const counts = { n: walkable(list).length, m: list.edges.length };
    host.setAttribute('aria-label', `${about} ${say('network.label', counts)}`);
    drawNetworkList(reader, list, select);
    shown.size = size();
  }

  function fit() {
    const { width, height } = shown.list;
    const scale = Math.min(host.clientWidth / width, host.clientHeight / height);
    network.moveTo({ position: { x: width / 2, y: height / 2 }, scale, animation: false });
  }

  const zoom = (by) => network.moveTo({ scale: network.getScale() * by, animation: false });
  const places = () => new Map(walkable(shown.list ?? { nodes: [] }).map((node) => [node.id, node]));
  listenToKeys(host, shown, {
    select: (id) => select(openedBy(id)),
    places,
    fit,
    zoom,
    redraw: () => network.redraw(),
  });
  const size = () => `${host.clientWidth}×${host.clientHeight}`;
  new ResizeObserver(() => shown.reader && size() !== shown.size && draw(shown.reader)).observe(host);
  const svg = (reader) =>
    toSvg(sheetFor(reader, shown.measure), { colour: lightColours(), lang: reader.state.lang });
  const png = (reader) => toPng(sheetFor(reader, shown.measure), lightColours());
  return { draw, places, svg, png };
}

const walkable = ({ nodes }) => nodes.filter((node) => !isGround(node));
const nameOfNode = ({ name, label }) => name ?? label;

// A drawing of many things makes its place higher, and is then laid out anew.
function listFor(host, reader) {
  const { list } = viewOf(reader);
  const layOut = () => list(reader, { width: host.clientWidth, height: host.clientHeight });
  const first = layOut();
  const height = host.clientHeight;
  host.classList.toggle('tall', walkable(first).length > MANY);
  host.classList.toggle('long', (first.natural ?? 0) > LONG);
  return host.clientHeight === height ? first : layOut();
}

function sheetFor(reader, measure) {
  const { list, title } = viewOf(reader);
  return sheetOf(reader, list(reader, SHEET), { heading: title(reader), measure });
}

function visNode(node, shown) {
  return {
    id: node.id,
    x: node.x,
    y: node.y,
    label: nameOfNode(node),
    title: nameOfNode(node),
    shape: 'custom',
    ctxRenderer: ({ ctx }) => rendererOf(ctx, node, shown),
  };
}

function rendererOf(context, node, shown) {
  const { reader, list, cursor, colour, measure } = shown;
  const reach = radiusOf(node);
  const ring = node.id === cursor || node.id === reader.state.sel;
  return {
    drawNode: () => paintShapes(context, nodeShapes({ ...node, ring }), colour),
    ...(list.free && {
      drawExternalLabel: () => paintShapes(context, namesShapes({ nodes: [node] }, measure), colour),
    }),
    nodeDimensions: { width: reach * 2, height: reach * 2 },
  };
}

// Arrow keys walk what is drawn: left and right to the nearest node of the next layer, up and down within one.
// Plus and minus zoom, 0 shows all of it again.
function listenToKeys(host, shown, { select, places, fit, zoom, redraw }) {
  host.addEventListener('keydown', (event) => {
    if (!shown.list || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === 'Enter' && shown.cursor) return select(shown.cursor);
    if (event.key === '0') return fit();
    if (zoomBy(event.key)) return zoom(zoomBy(event.key));
    const next = nextNode(places(), shown.cursor, event.key, shown.list);
    if (!next) return undefined;
    event.preventDefault();
    shown.cursor = next;
    byId('live').textContent = nameOfNode(places().get(next));
    return redraw();
  });
}

// `network` is null until vis has been read.
export function drawNetworkHead(reader, enlarged, { toggleSize, change, network }) {
  const { say } = reader;
  const save = (kind, onclick) =>
    el('button', {
      type: 'button',
      class: 'small',
      'aria-label': say('network.save', { kind }),
      text: kind,
      onclick,
    });
  const parts = [
    el('h2', { id: 'network-title', text: say('network.title') }),
    viewChoice(reader, change),
    el('p', { text: viewOf(reader).title(reader) }),
    network && save('SVG', () => saveText(fileNameOf(reader, 'svg'), network.svg(reader), 'image/svg+xml')),
    network &&
      save('PNG', async () => saveText(fileNameOf(reader, 'png'), await network.png(reader), 'image/png')),
    el('button', {
      type: 'button',
      id: 'enlarge',
      'aria-pressed': String(enlarged),
      text: say(enlarged ? 'network.shrink' : 'network.enlarge'),
      onclick: toggleSize,
    }),
  ];
  byId('network-head').replaceChildren(...parts.filter(Boolean));
  const host = byId('canvas');
  host.tabIndex = 0;
  host.setAttribute('role', 'application');
}
