// Columns: places for the nodes of a view in columns from left to right, or where the drawing is narrow as an
// outline, a row for each node, so that labels stay readable. Pure.

import { closeUp, heightFor, scaleFor, standClear } from './place.mjs';

const NARROW = 115; // pixels for a column, below which an outline is easier to read
const ROW_STEP = 24;
const INDENT = 22;
const RIM = 14;

// {width, height, places: Map id → {x, y, side, room}, elbow, natural}: an outline is drawn with elbows and says how
// high it naturally is. Nodes are {id, column, order}: columns are numbers, and
// within one the order is by `order`, then by id.
export function placeColumns(nodes, edges, size) {
  const columns = [...new Set(nodes.map(({ column }) => column))].sort((one, other) => one - other);
  return size.width < columns.length * NARROW
    ? asOutline(nodes, edges, columns, size)
    : asColumns(nodes, edges, columns, size);
}

function asColumns(nodes, edges, columns, { width, height, grow, margin }) {
  const ids = nodes.map(({ id }) => id);
  const rank = ranksOf(nodes);
  const home = new Map(nodes.map(({ id, column }) => [id, { group: column, y: rank.get(id) }]));
  const scale = grow ? 1 : scaleFor(ids, home, { height }, columns);
  const size = {
    width: width / scale,
    height: grow ? heightFor(ids, home, { height }, columns) : height / scale,
  };
  const places = closeUp(ids, home, { ...size, ...(grow ? { margin: 210 } : margin && { margin }) }, columns);
  return { ...size, places: standClear(places, edges) };
}

const before = (one, other) =>
  one.order < other.order ? -1 : one.order > other.order ? 1 : one.id < other.id ? -1 : 1;

const ranksOf = (nodes) => new Map([...nodes].sort(before).map(({ id }, rank) => [id, rank]));

// Each node below the first that leads to it, and indented by its column.
function asOutline(nodes, edges, columns, { width, height, grow }) {
  const rows = outlineOf(nodes, edges);
  const full = rows.length * ROW_STEP + 2 * RIM;
  const scale = grow ? 1 : Math.min(1, Math.max(height / full, 0.7));
  const places = new Map(
    rows.map(({ id, column }, row) => {
      const x = RIM + columns.indexOf(column) * INDENT;
      return [id, { x, y: RIM + (row + 0.5) * ROW_STEP, side: 'right', room: width / scale - x - 24 }];
    }),
  );
  return {
    width: width / scale,
    height: Math.max(full, grow ? 0 : height / scale),
    places,
    elbow: true,
    natural: full,
  };
}

function outlineOf(nodes, edges) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const below = new Map(nodes.map(({ id }) => [id, []]));
  const led = new Set();
  for (const { from, to } of edges) {
    const ends = [byId.get(from), byId.get(to)].sort((one, other) => one.column - other.column);
    below.get(ends[0].id).push(ends[1]);
    if (ends[0].column < ends[1].column) led.add(ends[1].id);
  }
  const rows = new Set();
  const visit = (node) => {
    if (rows.has(node)) return;
    rows.add(node);
    below.get(node.id).sort(before).forEach(visit);
  };
  nodes
    .filter(({ id }) => !led.has(id))
    .sort(before)
    .forEach(visit);
  nodes.forEach(visit); // what only circles lead to
  return [...rows];
}
