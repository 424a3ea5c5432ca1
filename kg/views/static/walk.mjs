// Walk: from node to node of the network by arrow keys. Pure.

// The node that a key leads to from another; from none, any arrow leads to the first, or to `start`. In a `free`
// drawing nodes stand anywhere, else in columns.
export function nextNode(places, from, key, { free = false, start = '' } = {}) {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!step) return null;
  const here = places.get(from);
  if (!here) return places.has(start) ? start : (places.keys().next().value ?? null);
  return free ? nearestTowards(places, here, step) : nextInColumns(places, here, step);
}

function nextInColumns(places, here, step) {
  const sideways = step[0] !== 0;
  let best = null;
  for (const [id, place] of places) {
    const along = sideways ? (place.x - here.x) * step[0] : (place.y - here.y) * step[1];
    const across = sideways ? Math.abs(place.y - here.y) : Math.abs(place.x - here.x);
    if (along <= 0.5 || (!sideways && across > 0.5)) continue;
    const distance = along * 1000 + across;
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}

// The nearest of what lies more ahead than aside; what lies straight ahead counts as nearer.
function nearestTowards(places, here, [right, down]) {
  let best = null;
  for (const [id, { x, y }] of places) {
    const [dx, dy] = [x - here.x, y - here.y];
    const along = dx * right + dy * down;
    const across = Math.abs(dx * down) + Math.abs(dy * right);
    if (along <= 0 || across > along) continue;
    const distance = along + 2 * across;
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}

// How many times larger a key makes the drawing; undefined for any other key.
export const zoomBy = (key) => ({ '+': 1.25, '=': 1.25, '-': 0.8, '−': 0.8 })[key];
