// Map labels: which names there is room for, the most important first, so that none covers another. Pure.

import { radiusOf } from './shapes.mjs';

const HIGH = 15;
const WIDE = { usual: 6.3, square: 11.5 }; // pixels of a letter, and of a Korean or Chinese one
const KEEP = 1; // pixels between labels

// About how wide a text is set; a little too wide rather than too narrow.
export function guessWidth(text) {
  let width = 0;
  for (const sign of text) width += sign > '\u2e80' ? WIDE.square : WIDE.usual;
  return width + 8;
}

// Give each node a `side` and the room for its whole label, or no label where there is none. Nodes come with the
// most important first; the first `always` of them may hide a node that comes later, but never another label.
export function placeLabels(nodes, { width, height, always = 0 }) {
  const taken = makeGrid();
  const discs = makeGrid();
  const before = makeGrid(); // the discs of what is more important
  for (const node of nodes) discs.add(discBox(node), node.id);
  return nodes.map((node, rank) => {
    const text = node.label ?? '';
    const fits = (side, isClear = true) => {
      const box = labelBox(node, side, guessWidth(text));
      const isOut = box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height;
      return !isOut && !taken.hits(box) && !(isClear ? discs : before).hits(box, node.id);
    };
    const sides = ['right', 'below'];
    const clear = text && sides.find((side) => fits(side));
    const side = clear || (text && rank < always && sides.find((one) => fits(one, false)));
    before.add(discBox(node), node.id);
    if (!side) return { ...node, name: node.name ?? text, label: '' };
    taken.add(labelBox(node, side, guessWidth(text)));
    return { ...node, side, room: guessWidth(text) + 30 };
  });
}

function discBox(node) {
  const reach = radiusOf(node);
  return [node.x - reach, node.y - reach, node.x + reach, node.y + reach];
}

function labelBox(node, side, wide) {
  const reach = radiusOf(node);
  const { x, y } = node;
  if (side === 'right') return [x + reach + 2, y - 8, x + reach + 4 + wide, y - 8 + HIGH];
  return [x - wide / 2, y + reach + 2, x + wide / 2, y + reach + 2 + HIGH];
}

// Boxes by the squares of a grid that they lie in, since there may be a thousand.
function makeGrid(step = 60) {
  const squares = new Map();
  const each = ([left, top, right, bottom], visit) => {
    for (let x = Math.floor(left / step); x <= Math.floor(right / step); x += 1) {
      for (let y = Math.floor(top / step); y <= Math.floor(bottom / step); y += 1) visit(`${x} ${y}`);
    }
  };
  const add = (box, id = null) =>
    each(box, (square) => {
      if (!squares.has(square)) squares.set(square, []);
      squares.get(square).push({ box, id });
    });
  const hits = (box, own) => {
    let isHit = false;
    each(box, (square) => {
      isHit ||= (squares.get(square) ?? []).some(
        ({ box: other, id }) => (own === undefined || id !== own) && overlap(box, other),
      );
    });
    return isHit;
  };
  return { add, hits };
}

const overlap = (one, other) =>
  one[0] < other[2] + KEEP &&
  other[0] < one[2] + KEEP &&
  one[1] < other[3] + KEEP &&
  other[1] < one[3] + KEEP;
