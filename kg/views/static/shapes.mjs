// Shapes: the one home of the network's geometry. Nodes and lines of a drawing list become plain shapes,
// which canvas, SVG, PNG and paper draw alike. Pure; colours are names of the style sheet.
//
// A shape: {kind: 'disc', x, y, radius} | {kind: 'polygon', points} | {kind: 'wedge', x, y, radius, share} |
// {kind: 'rect', x, y, width, height} | {kind: 'line', from, to, bend?} with {fill?, stroke?, thick?, dash?}, or
// {kind: 'text', x, y, text, size, weight, anchor, fill}, where y is the line that the letters stand on.

import { labelShapes } from './label.mjs';

const TURN = 2 * Math.PI;

// How far a node reaches from its middle, by layer. A country's grows with what it counts.
const RADIUS = {
  focal: 11,
  city: 8,
  agreement: 7,
  program: 7,
  outcome: 8,
  agency: 8,
  field: 7,
  group: 8,
  country: 5,
  dot: 1.8,
};

// The area of a country's disc, not its width, tells the count; so does that of a city on the map.
export function radiusOf({ layer, size, reach = 0 }) {
  if (layer === 'country') return Math.hypot(RADIUS.country, 3 * Math.sqrt(size ?? 0));
  if (reach) return reach;
  return size === undefined ? RADIUS[layer] : Math.min(RADIUS[layer] + 1, 2.5 + 1.8 * Math.sqrt(size));
}

const FILLS = {
  focal: 'ink',
  country: 'node-city',
  outcome: 'node-program',
  agency: 'node-group',
  dot: 'land',
};

// How much of a programme's circle is filled, as in the signs of the matrix.
const FILLED = { agreed: 0.25, planned: 0.5, 'under-way': 0.75, delivered: 1, evidenced: 1 };

// All of a drawing list, back to front. `ring` is the id of what is selected.
export function listShapes(list, { measure, ring = '' }) {
  const things = list.nodes
    .filter((node) => !isGround(node))
    .flatMap((node) => nodeShapes({ ...node, ring: node.id === ring }));
  const names = namesShapes(list, measure);
  return [...groundShapes(list), ...(list.free ? [...things, ...names] : [...names, ...things])];
}

// The labels of all nodes. In layers they lie below the nodes, so that none is hidden; on a map, where nodes stand as
// they must and only some have a label, above them.
export const namesShapes = ({ nodes }, measure) =>
  nodes
    .filter((node) => !isGround(node))
    .flatMap((node) => labelShapes({ ...node, reach: radiusOf(node) }, measure));

// Whether a node is of the ground: neither walked nor opened.
export const isGround = ({ layer }) => layer === 'dot' || layer === 'area';

// What lies below the nodes: areas, dots, and the lines.
export function groundShapes({ nodes, edges }) {
  const ends = new Map(nodes.map((node) => [node.id, node]));
  return [
    ...nodes.filter((node) => node.layer === 'area').flatMap(areaShapes),
    ...nodes.filter((node) => node.layer === 'dot').flatMap(nodeShapes),
    ...edges.flatMap((edge) => lineShapes(edge, ends.get(edge.from), ends.get(edge.to))),
  ];
}

// A disc around several nodes, named at its upper border.
function areaShapes({ x, y, reach, label }) {
  const ground = { kind: 'disc', x, y, radius: reach, fill: 'sunk', stroke: 'rule', thick: 1 };
  if (!label) return [ground];
  const top = Math.max(y - reach - 3, 11);
  return [
    ground,
    { kind: 'text', x, y: top, text: label, size: 10, weight: 400, anchor: 'middle', fill: 'muted' },
  ];
}

export function nodeShapes(node) {
  const { x, y, layer, ring } = node;
  const radius = radiusOf(node);
  const fill = FILLS[layer] ?? `node-${layer}`;
  const shapes = BODIES[layer]({ ...node, radius, fill, stroke: 'surface', thick: 1.5 });
  return ring
    ? [{ kind: 'disc', x, y, radius: radius + 4, stroke: 'accent', thick: 2.5 }, ...shapes]
    : shapes;
}

const BODIES = {
  focal: (body) => [disc(body)],
  city: (body) => [disc(body)],
  country: (body) => [disc(body)],
  area: ({ x, y }) => [{ kind: 'disc', x, y, radius: 8, fill: 'sunk', stroke: 'rule', thick: 1 }], // in a legend
  dot: ({ x, y, radius, fill }) => [{ kind: 'disc', x, y, radius, fill }],
  agreement: (body) => [polygon(body.look === 'ended' ? hollow(body) : body, corners(4, body.radius + 1, 0))],
  program: pie,
  outcome: (body) => [polygon((OUTLINES[body.look] ?? same)(body), star(body.radius + 1))],
  agency: (body) => [polygon(body, corners(3, body.radius + 1, -TURN / 4))],
  field: (body) => [box(body)],
  group: (body) => [polygon(body, corners(6, body.radius, 0))],
};

const hollow = (body) => ({ ...body, fill: 'surface', stroke: body.fill, thick: 1.5, dash: [3, 2] });
const weak = (body) => ({ ...body, fill: 'surface', stroke: body.fill, thick: 2, dash: [1, 3] });
const missing = (body) => ({ ...body, fill: 'surface', stroke: 'gap', thick: 1.5, dash: [3, 2] });

const same = (body) => body;
const OUTLINES = { gap: missing, weak };

const disc = ({ x, y, radius, fill, stroke, thick }) => ({ kind: 'disc', x, y, radius, fill, stroke, thick });

const polygon = ({ x, y, fill, stroke, thick, dash }, points) => ({
  kind: 'polygon',
  points: points.map(([right, down]) => [x + right, y + down]),
  fill,
  stroke,
  thick,
  dash,
});

const corners = (count, radius, turn) =>
  Array.from({ length: count }, (_, corner) => onCircle(radius, turn + (corner * TURN) / count));

const star = (radius) =>
  Array.from({ length: 10 }, (_, corner) =>
    onCircle(corner % 2 ? radius * 0.45 : radius, (corner / 10 - 0.25) * TURN),
  );

const onCircle = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

function pie({ x, y, radius, look, fill }) {
  const share = FILLED[look] ?? 0;
  const ring = { kind: 'disc', x, y, radius, fill: share === 1 ? fill : 'surface', stroke: fill, thick: 2 };
  if (look === 'missing') return [missing(ring)];
  if (look === 'weak') return [{ ...ring, dash: [1, 3] }];
  if (look === 'dropped') return [{ ...ring, dash: [3, 2] }, ...cross({ x, y, radius, fill })];
  return share > 0 && share < 1 ? [ring, { kind: 'wedge', x, y, radius, share, fill }] : [ring];
}

// Begun or announced, and given up.
const cross = ({ x, y, radius, fill }) =>
  [1, -1].map((turn) => {
    const far = radius * 0.6;
    return {
      kind: 'line',
      from: [x - far, y - far * turn],
      to: [x + far, y + far * turn],
      stroke: fill,
      thick: 2,
    };
  });

function box({ x, y, radius, look, fill }) {
  const place = {
    kind: 'rect',
    x: x - radius,
    y: y - radius + 1,
    width: radius * 2,
    height: radius * 2 - 2,
    thick: 2,
  };
  return look === 'gap'
    ? { ...place, fill: 'surface', stroke: 'gap', dash: [3, 2] }
    : { ...place, fill, stroke: fill };
}

// A line by what it says: colour, thickness, and dashes. No two that can meet in one drawing differ by
// colour alone, so that a grey print still tells them apart.
const LINES = {
  gap: ['gap', 2, [6, 4]],
  'open-gap': ['gap-line', 1.2, [3, 4]],
  planned: ['edge-planned', 2, [9, 3, 2, 3]],
  'under-way': ['edge-under-way', 2, [14, 3]],
  delivered: ['edge-delivered', 2],
  evidenced: ['edge-evidenced', 3.2],
  explored: ['edge', 1.2, [1, 4]],
  agreed: ['edge', 1.2, [2, 3]],
  unrecorded: ['edge', 1.2, [1, 4]],
  dropped: ['edge', 1.2, [1, 4]],
  weak: ['edge', 1.4, [1, 6]],
  share: ['edge-share', 1.2],
  follows: ['node-agreement', 1.4],
  renews: ['node-agreement', 1.4, [7, 3]],
  other: ['edge', 0.5],
  'own-agreed': ['node-city', 2],
  'own-intent': ['node-city', 1.8, [5, 4]],
  'own-lapsed': ['node-city', 1.6, [9, 5]],
  'own-contact': ['node-city', 1.4, [1, 4]],
  'stage-contact': ['edge', 1.2, [1, 4]],
  'stage-intent': ['edge', 1.2, [4, 4]],
  'stage-lapsed': ['edge', 1.2, [8, 5]],
};

// A line between two nodes; `offset` is how far its middle stands off the straight, upwards or to the right
// whichever of the two comes first, so that lines both ways between the same two nodes stay apart.
// With `elbow` it goes up or down first, as in an outline.
export function lineShapes({ look, weight, offset = 0, elbow = false, arrow = false }, from, to) {
  const [stroke, usual, dash] = LINES[look] ?? ['edge', 1.2];
  const thick = weight ? Math.min(0.5 + weight * 0.35, 2.5) : usual;
  const bend = elbow ? [from.x, to.y] : offset ? bendOf(from, to, offset) : undefined;
  const line = { kind: 'line', from: [from.x, from.y], to: [to.x, to.y], bend, stroke, thick, dash };
  return arrow ? [line, tip(line, radiusOf(to))] : [line];
}

// The point that pulls a line aside: a curve passes half as far from the straight as this lies.
function bendOf(from, to, offset) {
  const [one, other] = from.x < to.x || (from.x === to.x && from.y < to.y) ? [from, to] : [to, from];
  const [right, down] = [other.x - one.x, other.y - one.y];
  const length = Math.hypot(right, down) || 1;
  return [
    (one.x + other.x) / 2 + (2 * offset * down) / length,
    (one.y + other.y) / 2 - (2 * offset * right) / length,
  ];
}

function tip({ from, to, bend = from, stroke }, reach) {
  const angle = Math.atan2(bend[1] - to[1], bend[0] - to[0]);
  const point = (radius, turn) => {
    const [right, down] = onCircle(radius, angle + turn);
    return [to[0] + right, to[1] + down];
  };
  const points = [point(reach + 1, 0), point(reach + 9, 0.26), point(reach + 9, -0.26)];
  return { kind: 'polygon', points, fill: stroke };
}
