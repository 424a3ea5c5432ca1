// Map view: the drawing list of the relations of all cities, on a map or by community. Pure.

import { frameFor } from './mapframe.mjs';
import { guessWidth, placeLabels } from './maplabels.mjs';
import { countRelations, countryOf, mapOf, placesAt, strandsOf } from './relationmap.mjs';

const STRAND = 8; // pixels between two agreements of one pair
const LARGEST_DISC = 45; // the `size` of the largest country
const THICKEST = 5; // the weight of the line that counts most
const MANY_RELATIONS = 40; // from here on agreements of one pair are no longer told apart
const MOST_DOTS = 4000;

const shownOf = new WeakMap();

// What is shown depends on model and selection alone, and is asked for title and list.
function shownFor(model, selection) {
  const known = shownOf.get(model);
  if (known?.selection === selection) return known.shown;
  const shown = mapOf(model, selection);
  shownOf.set(model, { selection, shown });
  return shown;
}

// How many relations of what is chosen are drawn, among how many on record.
export function mapTitle(reader) {
  const { model, state, say } = reader;
  const shown = shownFor(model, state.sel);
  const { total } = countRelations(model);
  const more = shown.leftOut > 0 ? ` · ${say('network.left-out', { n: shown.leftOut })}` : '';
  if (shown.kind === 'countries') return say('map.countries', { n: shown.countries.size, total }) + more;
  if (!total) return say('map.none');
  return (
    say('map.cities', { n: shown.own.size + shown.leftOut, name: nameOfShown(reader, shown), total }) + more
  );
}

function nameOfShown(reader, { country, centres }) {
  if (country !== undefined) return country ? reader.country(country) : reader.say('map.no-country');
  return centres.map(reader.city).join('–');
}

// The drawing list (see network.mjs).
export function mapList(reader, size) {
  const shown = shownFor(reader.model, reader.state.sel);
  return shown.kind === 'countries' ? countryList(reader, shown, size) : cityList(reader, shown, size);
}

// ---- Cities

function cityList(reader, shown, size) {
  const { model } = reader;
  const { map } = model.drawing;
  const ids = [...shown.cities.keys()];
  const frame = frameFor(
    (shown.focus.length ? shown.focus : ids).filter((id) => map.cities[id]).map((id) => map.cities[id]),
    size,
  );
  const ranked = rankCities(model, shown)
    .map((id) => cityNode(reader, shown, id, frame))
    .filter(isIn(frame));
  const always = ranked.filter(({ important }) => important).length;
  const nodes = placeLabels(ranked, { width: frame.width, height: frame.height, always });
  const drawn = new Set(nodes.map(({ id }) => id));
  const own = shown.relations.filter((place) => shown.own.has(place));
  const others = shown.relations.filter((place) => !shown.own.has(place));
  const edges = [
    ...others.flatMap((place) => otherLine(model, place)),
    ...own.flatMap((place) => ownLines(model, place, own.length)),
  ];
  return {
    width: frame.width,
    height: frame.height,
    free: true,
    start: nodes[0]?.id ?? '',
    nodes: [...groundNodes(reader, frame, ids), ...nodes.reverse().map(({ important: _, ...node }) => node)],
    edges: edges.filter(({ from, to }) => drawn.has(from) && drawn.has(to)),
    names: namesOfMap(reader),
  };
}

const isIn =
  ({ isInside }) =>
  ({ x, y }) =>
    isInside([x, y]);

// The centre first, then its partners, then the rest, each by the number of relations.
function rankCities(model, { cities, centres, own }) {
  const near = new Set([...own].flatMap((place) => model.relations[place].cities));
  const rank = (id) => (centres.includes(id) ? 0 : id === model.focal ? 1 : near.has(id) ? 2 : 3);
  const keys = new Map([...cities].map(([id, n]) => [id, [rank(id), -n]]));
  return [...cities.keys()].sort((one, other) => {
    const [a, b] = [keys.get(one), keys.get(other)];
    return a[0] - b[0] || a[1] - b[1] || (one < other ? -1 : 1);
  });
}

function cityNode(reader, shown, id, { place }) {
  const { model, say } = reader;
  const [x, y] = place(model.drawing.map.cities[id]);
  const n = shown.cities.get(id);
  const name = reader.city(id);
  const isCentre = shown.centres.includes(id);
  const layer = isCentre || id === model.focal ? 'focal' : 'city';
  const important = isCentre || id === model.focal || placesAt(model, id).some((one) => shown.own.has(one));
  return {
    id: `city:${id}`,
    layer,
    look: '',
    x,
    y,
    size: n,
    label: name,
    name: say('map.city', { name, n }),
    important,
  };
}

const lineBetween = (model, place) => {
  const [from, to] = model.relations[place].cities.map((city) => `city:${city}`);
  return { from, to };
};

const otherLine = (model, place) => [
  { id: `relation:${model.relations[place].id}`, ...lineBetween(model, place), look: 'other' },
];

// One line for each agreement, side by side; among many relations a thin one for each of them.
function ownLines(model, place, count) {
  if (count > MANY_RELATIONS) {
    const look = `own-${model.stages.get(place).stage}`;
    return [{ id: `relation:${model.relations[place].id}`, ...lineBetween(model, place), look, weight: 1 }];
  }
  const strands = strandsOf(model, place);
  return strands.map(({ id, stage }, index) => ({
    id: `${id} at ${place}`,
    ...lineBetween(model, place),
    look: `own-${stage}`,
    offset: (index - (strands.length - 1) / 2) * STRAND,
  }));
}

// ---- Ground

function groundNodes(reader, frame, ids) {
  const { map } = reader.model.drawing;
  return [...communityAreas(reader, frame, ids), ...dotNodes(map, frame)];
}

function dotNodes({ dots }, frame) {
  const found = [];
  for (let at = 0; at < dots.length && found.length < MOST_DOTS; at += 2) {
    const [x, y] = frame.place([dots[at], dots[at + 1]]);
    if (frame.isInside([x, y])) found.push({ id: `dot:${at}`, layer: 'dot', x, y, look: '', label: '' });
  }
  return found;
}

// A disc around the cities of each community that has no place on the map, named after its best connected city.
function communityAreas(reader, frame, ids) {
  const { model, say } = reader;
  const { map } = model.drawing;
  const groups = new Map();
  for (const id of ids) {
    if (map.cities[id][1] < map.strip) continue;
    const key = map.community[id];
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return [...groups].map(([key, members]) =>
    areaNode(
      say,
      key,
      members.map((id) => frame.place(map.cities[id])),
      frame,
    ),
  );
}

function areaNode(say, key, points, { height }) {
  const middle = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [middle(0), middle(1)];
  const reach = Math.max(...points.map(([right, down]) => Math.hypot(right - x, down - y))) + 16;
  const text = say('map.community', { k: key + 1, n: points.length });
  const label = 2 * reach > 0.85 * guessWidth(text) ? text : ''; // else it would run into its neighbour's
  return { id: `area:${key}`, layer: 'area', look: '', x, y: Math.min(y, height), reach, label };
}

const STAGES_DRAWN = ['agreed', 'intent', 'lapsed', 'contact'];

function namesOfMap(reader) {
  const { say, code } = reader;
  return {
    dot: say('map.land'),
    focal: say('map.centre'),
    city: say('map.size'),
    area: say('map.area'),
    other: say('map.other'),
    ...Object.fromEntries(
      STAGES_DRAWN.map((stage) => [
        `own-${stage}`,
        `${say('line.relation')}: ${code('relation-stage', stage)}`,
      ]),
    ),
  };
}

// ---- Countries

function countryList(reader, shown, size) {
  const { model, say } = reader;
  const codes = [...shown.countries.keys()];
  const points = countryPoints(model, codes);
  const frame = frameFor([...points.values()], size);
  const most = Math.max(1, ...shown.countries.values());
  const count = new Intl.NumberFormat(reader.state.lang);
  const nodes = codes.map((code) => {
    const [x, y] = frame.place(points.get(code));
    const n = shown.countries.get(code);
    const name = code ? reader.country(code) : say('map.no-country');
    const area = (n * LARGEST_DISC * Math.min(1, (frame.width / 1000) ** 2 + 0.15)) / most;
    return {
      id: `country:${code}`,
      layer: 'country',
      look: '',
      x,
      y,
      size: area,
      label: `${name} ${count.format(n)}`,
      name: say('map.city', { name, n: n }),
    };
  });
  const heaviest = Math.max(1, ...shown.lines.map(({ n }) => n));
  return {
    width: frame.width,
    height: frame.height,
    free: true,
    start: nodes[0]?.id ?? '',
    nodes: [
      ...dotNodes(model.drawing.map, frame),
      ...placeLabels(nodes, { width: frame.width, height: frame.height }).reverse(),
    ],
    edges: shown.lines.map(({ from, to, n }) => ({
      id: `between ${from} ${to}`,
      from: `country:${from}`,
      to: `country:${to}`,
      look: 'share',
      weight: 0.3 + (THICKEST * n) / heaviest,
      name: say('map.relations', { n }),
    })),
    names: { dot: say('map.land'), share: say('map.between'), country: say('map.disc') },
  };
}

// A country of which no place is known stands amid its cities.
function countryPoints(model, codes) {
  const { map } = model.drawing;
  const points = new Map(
    codes.filter((code) => Object.hasOwn(map.countries, code)).map((code) => [code, map.countries[code]]),
  );
  const missing = new Set(codes.filter((code) => !points.has(code)));
  if (!missing.size) return points;
  const sums = new Map([...missing].map((code) => [code, [0, 0, 0]]));
  for (const [city, [x, y]] of Object.entries(map.cities)) {
    const sum = sums.get(countryOf(model, city));
    if (sum) [x, y, 1].forEach((value, axis) => (sum[axis] += value));
  }
  for (const [code, [x, y, n]] of sums) points.set(code, n ? [x / n, y / n] : [0, 0]);
  return points;
}
