// Place: the network's fixed layers closed up to what is shown, so that labels stay readable. Pure.

import { LAYERS } from './graph.mjs';

const TIGHT = 15; // the least distance between two nodes of a layer
const AIRY = 22; // the least distance where there is room
const ROOMY = 44; // from here on a label stands below its node, on two lines
const TWO_LINES = 32; // from here on a label beside its node has two lines too
const CROWDED = 26; // below this large discs would touch
const SMALL = 7; // how far a node reaches where they are crowded
const LOOSE = 76; // the largest distance
const EDGE = { left: 46, right: 46, label: 136, top: 22, bottom: 44 };

// How much smaller than life the drawing must be for all of it to fit the height, at most 1.
export function scaleFor(ids, home, { height }, layers = LAYERS) {
  return Math.min(1, height / (fullest(ids, home, layers) * TIGHT + EDGE.top + EDGE.bottom));
}

// How high the drawing must be for all of it to stand readable, at least the height given.
export function heightFor(ids, home, { height }, layers = LAYERS) {
  const count = fullest(ids, home, layers);
  const rows = Math.max(count * AIRY, Math.min(count * 56, 520)); // labels below their nodes while that is not long
  return Math.max(height, rows + EDGE.top + EDGE.bottom);
}

const fullest = (ids, home, layers) => Math.max(...layers.map((layer) => inLayer(ids, home, layer).length));

// Places by node id: {x, y, side, room, lines, reach}. `home` holds the settled layer and height of every node:
// the order within a layer is always that one, whatever is shown. `margin` is the room for labels at the right.
export function closeUp(ids, home, { width, height, margin: beside = EDGE.label }, order = LAYERS) {
  const layers = order.map((layer) => inLayer(ids, home, layer)).filter((layer) => layer.length);
  const pitches = layers.map((layer) => pitchOf(layer.length, height));
  const right = pitches.at(-1) < ROOMY ? beside : EDGE.right;
  const step = layers.length > 1 ? (width - EDGE.left - right) / (layers.length - 1) : 0;
  const inner = pitches.slice(1, -1).every((pitch) => pitch >= ROOMY); // labels below and beside would meet
  const places = new Map();
  layers.forEach((layer, index) => {
    const pitch = pitches[index];
    const last = index === layers.length - 1;
    const below = pitch >= ROOMY && (inner || index === 0 || last);
    const margin = index === 0 ? EDGE.left : last ? right : Infinity; // a label does not leave the canvas
    layer.forEach((id, row) => {
      places.set(id, {
        x: EDGE.left + index * step,
        y: EDGE.top + (height - EDGE.top - EDGE.bottom) / 2 + (row - (layer.length - 1) / 2) * pitch,
        side: below ? 'below' : 'right',
        room: below ? Math.min(Math.max(step - 8, 40), 2 * margin - 4) : last ? beside - 18 : step - BESIDE,
        lines: below || pitch >= TWO_LINES ? 2 : 1,
        ...(pitch < CROWDED && { reach: SMALL }),
      });
    });
  });
  return places;
}

const BESIDE = 28; // of a step, what the nodes at both its ends and the air beside a label take
const CLEARANCE = 12; // nearer than this a line seems to lead through a node

// Move a node off the lines between others, as little as will do; without room for that it stays.
export function standClear(places, links) {
  for (const [id, place] of places) {
    const { y } = place;
    const free = (offset) => {
      const spot = { x: place.x, y: y + offset };
      return isApart(places, id, spot) && !links.some((link) => runsThrough(places, id, spot, link));
    };
    const offset = [0, 14, -14, 20, -20, 28, -28].find(free) ?? 0;
    place.y = y + offset;
  }
  for (const place of places.values()) if (place.side === 'right') place.room = roomBeside(places, place);
  return places;
}

// A label beside its node ends before what stands in the next column at its height, be it a node or a label.
function roomBeside(places, { x, y, room, lines }) {
  const half = lines === 2 ? 14 : 7;
  const ends = [...places.values()]
    .filter((other) => other.x > x && other.side === 'below')
    .filter((other) => y + half > other.y - 11 && y - half < other.y + 40)
    .map((other) => other.x - other.room / 2 - x - 20);
  return Math.max(24, Math.min(room, ...ends));
}

function isApart(places, id, spot) {
  const { side, lines } = places.get(id);
  const least = side === 'below' ? ROOMY : lines === 2 ? TWO_LINES - 4 : TIGHT;
  return [...places].every(
    ([other, { x, y }]) => other === id || x !== spot.x || Math.abs(y - spot.y) >= least,
  );
}

function runsThrough(places, id, spot, { from, to }) {
  if (id === from || id === to) return false;
  const [start, end] = [places.get(from), places.get(to)];
  if ((spot.x - start.x) * (spot.x - end.x) >= 0) return false;
  const slope = (end.y - start.y) / (end.x - start.x);
  return Math.abs(start.y + slope * (spot.x - start.x) - spot.y) / Math.hypot(1, slope) < CLEARANCE;
}

function inLayer(ids, home, layer) {
  return ids
    .filter((id) => home.get(id).group === layer)
    .sort((one, other) => home.get(one).y - home.get(other).y || (one < other ? -1 : 1));
}

function pitchOf(count, height) {
  const room = (height - EDGE.top - EDGE.bottom) / Math.max(count - 1, 1);
  return Math.min(LOOSE, Math.max(TIGHT, room));
}
