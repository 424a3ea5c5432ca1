// Label: a node's name broken into lines, on a ground that hides what runs behind it. Pure.

export const FONT =
  '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", sans-serif';

const SIZE = 11;
const STEP = 13; // from one line of a label to the next
const ROOM = 90; // where a view names no other width

// The shapes of a label: at most two lines below its node, or as many as `lines` to its right. `reach` is how far the node
// reaches; `measure` gives the width of a text of a size and weight.
export function labelShapes({ x, y, layer, reach, label, side = 'below', room = ROOM, lines = 1 }, measure) {
  if (!label) return [];
  const weight = layer === 'focal' || layer === 'group' ? 600 : 400;
  const widthOf = (text) => measure(text, SIZE, weight);
  const below = side === 'below';
  const left = below ? x : x + reach + 5;
  const parts = wrap(label, room, below ? 2 : lines, widthOf);
  return parts.flatMap((text, index) => {
    const top = (below ? y + reach + 3 : y - 7 - ((parts.length - 1) * STEP) / 2) + index * STEP;
    const width = widthOf(text) + 4;
    return [
      { kind: 'rect', x: left - (below ? width / 2 : 2), y: top, width, height: 14, fill: 'surface' },
      textShape(text, left, top + 11, { weight, anchor: below ? 'middle' : 'start' }),
    ];
  });
}

export const textShape = (
  text,
  x,
  y,
  { size = SIZE, weight = 400, anchor = 'start', fill = 'ink' } = {},
) => ({
  kind: 'text',
  x,
  y,
  text,
  size,
  weight,
  anchor,
  fill,
});

// Break a text into lines of a width; what does not fit ends in an ellipsis. `widthOf` gives a width.
export function wrap(text, room, most, widthOf) {
  const lines = [];
  let line = '';
  for (const word of text.split(/(?<=[\s·/–-])/)) {
    if (line && widthOf((line + word).trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  lines.push(line.trimEnd());
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] += '…';
  return kept.map((part) => shorten(part, room, widthOf));
}

function shorten(text, room, widthOf) {
  if (widthOf(text) <= room) return text;
  let kept = text.replace(/…$/, '');
  while (kept.length > 1 && widthOf(`${kept}…`) > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
