// Paint: the shapes and labels of the network's nodes on the canvas.

const TURN = 2 * Math.PI;
export const FONT =
  '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", sans-serif';

// How far a shape reaches from its middle, by layer.
export const RADIUS = { focal: 11, city: 8, agreement: 7, program: 7, field: 7, group: 8 };

// Colours as the style sheet has them now, light or dark.
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

// How much of a programme's circle is filled, as in the signs of the matrix.
const FILLED = { agreed: 0.25, planned: 0.5, 'under-way': 0.75, delivered: 1, evidenced: 1 };

export function paintNode(context, { x, y, layer, look, colour, ring }) {
  const radius = RADIUS[layer];
  context.save();
  if (ring) outline(context, x, y, radius + 4, colour('accent'));
  context.fillStyle = colour(layer === 'focal' ? 'ink' : `node-${layer}`);
  context.strokeStyle = colour('surface');
  context.lineWidth = 1.5;
  SHAPES[layer](context, x, y, radius, { look, colour });
  context.restore();
}

function outline(context, x, y, radius, stroke) {
  context.strokeStyle = stroke;
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
  context.stroke();
}

function corners(context, x, y, radius, count, turn) {
  context.beginPath();
  for (let corner = 0; corner < count; corner += 1) {
    const angle = turn + (corner * TURN) / count;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  context.fill();
  context.stroke();
}

function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
  context.fill();
  context.stroke();
}

function pie(context, x, y, radius, { look, colour }) {
  const fill = context.fillStyle;
  context.fillStyle = colour('surface');
  context.strokeStyle = fill;
  context.lineWidth = 2;
  disc(context, x, y, radius);
  const share = FILLED[look] ?? 0;
  if (!share) return;
  context.fillStyle = fill;
  context.beginPath();
  context.moveTo(x, y);
  context.arc(x, y, radius, -TURN / 4, -TURN / 4 + TURN * share);
  context.closePath();
  context.fill();
}

function box(context, x, y, radius, { look, colour }) {
  const gap = look === 'gap';
  context.strokeStyle = gap ? colour('gap') : context.fillStyle;
  context.fillStyle = gap ? colour('surface') : context.fillStyle;
  context.lineWidth = 2;
  if (gap) context.setLineDash([3, 2]);
  context.beginPath();
  context.rect(x - radius, y - radius + 1, radius * 2, radius * 2 - 2);
  context.fill();
  context.stroke();
}

const SHAPES = {
  focal: disc,
  city: disc,
  agreement: (context, x, y, radius) => corners(context, x, y, radius + 1, 4, 0),
  program: pie,
  field: box,
  group: (context, x, y, radius) => corners(context, x, y, radius, 6, 0),
};

// A label of at most two lines below its node, or of one to its right, on a ground that hides the lines.
export function paintLabel(context, { x, y, layer, text, place, colour }) {
  context.save();
  context.font = `${layer === 'focal' || layer === 'group' ? '600 ' : ''}11px ${FONT}`;
  const below = place.label === 'below';
  context.textAlign = below ? 'center' : 'left';
  context.textBaseline = below ? 'top' : 'middle';
  const measure = (part) => context.measureText(part).width;
  const lines = wrap(text, place.room, below ? 2 : 1, measure);
  lines.forEach((line, index) => {
    const left = below ? x : x + RADIUS[layer] + 5;
    const top = below ? y + RADIUS[layer] + 4 + index * 13 : y;
    const width = measure(line) + 4;
    context.fillStyle = colour('surface');
    context.fillRect(left - (below ? width / 2 : 2), top - (below ? 1 : 7), width, 14);
    context.fillStyle = colour('ink');
    context.fillText(line, left, top);
  });
  context.restore();
}

// Break a text into lines of a width; what does not fit ends in an ellipsis. `measure` gives a width.
export function wrap(text, room, most, measure) {
  const lines = [];
  let line = '';
  for (const word of text.split(/(?<=[\s·/–-])/)) {
    if (line && measure((line + word).trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  lines.push(line.trimEnd());
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] += '…';
  return kept.map((part) => shorten(part, room, measure));
}

function shorten(text, room, measure) {
  if (measure(text) <= room) return text;
  let kept = text.replace(/…$/, '');
  while (kept.length > 1 && measure(`${kept}…`) > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
