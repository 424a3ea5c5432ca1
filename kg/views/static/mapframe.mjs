// Map frame: the part of the map that a drawing shows, and where a point of the map stands in it. Pure.

const LEAST = 90; // units of the map: two neighbouring cities are not blown up beyond this
const AIR = 34; // pixels around what is shown, for discs and labels
const HIGHEST = 640; // pixels of a sheet that may grow
const LOWEST = 260;

// {width, height, place([x, y]), isInside(point)}; `points` are [x, y] of the map, all of which are to be seen.
export function frameFor(points, { width, height, grow = false }) {
  const [left, right] = span(points.map(([x]) => x));
  const [top, bottom] = span(points.map(([, y]) => y));
  const room = width - 2 * AIR;
  const tall = grow
    ? Math.min(HIGHEST, Math.max(LOWEST, ((bottom - top) * room) / (right - left) + 2 * AIR))
    : height;
  const scale = Math.min(room / (right - left), (tall - 2 * AIR) / (bottom - top));
  const place = ([x, y]) => [
    width / 2 + (x - (left + right) / 2) * scale,
    tall / 2 + (y - (top + bottom) / 2) * scale,
  ];
  const isInside = ([x, y]) => x >= 4 && x <= width - 4 && y >= 4 && y <= tall - 4;
  return { width, height: tall, scale, place, isInside };
}

function span(values) {
  if (!values.length) return [0, 1000];
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const lack = Math.max(0, LEAST - (most - least)) / 2;
  return [least - lack, most + lack];
}
