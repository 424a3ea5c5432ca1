import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameFor } from '../../kg/views/static/mapframe.mjs';
import { guessWidth, placeLabels } from '../../kg/views/static/maplabels.mjs';
import { mapList, mapTitle } from '../../kg/views/static/mapview.mjs';
import { dayOfYear, focusOn, makeModel } from '../../kg/views/static/model.mjs';
import { makeReader } from '../../kg/views/static/reader.mjs';
import { mapOf, strandsOf } from '../../kg/views/static/relationmap.mjs';
import { nodeShapes, radiusOf } from '../../kg/views/static/shapes.mjs';
import { legendOf } from '../../kg/views/static/sheet.mjs';
import { nextNode } from '../../kg/views/static/walk.mjs';
import { payload, state } from './fixture.mjs';

const SIZE = { width: 600, height: 300 };
const ALWAYS = -10_000_000;
const NEVER = 10_000_000;

const spread = (cities) =>
  Object.fromEntries(cities.map((city, n) => [city, [(n * 379) % 1000, (n * 211) % 420]]));
const mapFor = (cities, countries = {}) => ({
  width: 1000,
  height: 420,
  strip: 420,
  dots: [10, 10, 990, 400],
  cities: spread(cities),
  countries,
  community: Object.fromEntries(cities.map((city) => [city, 0])),
});

function small(change = (data) => data) {
  const data = payload();
  data.drawing.map = mapFor(['home', 'alpha', 'beta', 'gamma', 'delta'], { KR: [379, 211], JP: [516, 4] });
  return makeModel(change(data));
}

const look = (base, sel = '', part = {}) => {
  const model = focusOn(base, { city: 'home', day: dayOfYear(base, part.year), ...part });
  return makeReader(model, state({ net: 'map', sel }));
};

const walked = ({ nodes }) => nodes.filter(({ layer }) => layer !== 'dot' && layer !== 'area');

// Many cities in twelve countries; every tenth relation begins late.
function large({ cities = 14000, relations = 20000 } = {}) {
  const data = payload();
  const names = Array.from({ length: cities }, (_, n) => `town-${n}`);
  names.forEach(
    (name, n) => (data.facts.cities[name] = { name: { en: `Town ${n}` }, country: `C${n % 12}` }),
  );
  data.relations = Array.from({ length: relations }, (_, n) => ({
    id: `relation-${String(n).padStart(6, '0')}`,
    cities: [names[(n * 7) % cities], names[(n * 13 + 1 + (n % 5)) % cities]],
    agreements: [],
    programs: [],
    events: [],
    studies: [],
    searches: [],
  })).filter(({ cities: [one, other] }) => one !== other);
  data.links.rows = data.relations.map((_, n) => [
    n,
    `agreements:a${n}`,
    n % 10 ? ALWAYS : 16000,
    0,
    '',
    3,
    NEVER,
  ]);
  data.evidence.rows = [];
  data.focal = 'town-0';
  const codes = Array.from({ length: 12 }, (_, n) => [`C${n}`, [40 + n * 80, 100 + (n % 3) * 90]]);
  data.drawing = { nodes: [], edges: [], map: mapFor(names, Object.fromEntries(codes)) };
  return makeModel(data);
}

test('the map shows all relations on record, those of the city by stage and the others thin', () => {
  const reader = look(small());
  const { edges, nodes } = mapList(reader, SIZE);
  assert.equal(walked({ nodes }).length, 5);
  assert.deepEqual(
    edges.filter((edge) => edge.look === 'other').map(({ id }) => id),
    ['relation:beta--delta'],
  );
  assert.ok(
    edges.some((edge) => edge.look === 'own-agreed') && edges.some((edge) => edge.look === 'own-contact'),
  );
  assert.equal(mapTitle(reader), '3 relations of Home among 4 on record');
});

test('agreements of one pair are lines side by side, each by its own stage', () => {
  const { edges } = mapList(look(small()), SIZE);
  const pair = edges.filter(({ id }) => /^agreement:(loi|mou) /.test(id));
  assert.deepEqual(pair.map((edge) => edge.look).sort(), ['own-agreed', 'own-intent']);
  assert.notEqual(pair[0].offset, pair[1].offset);
  assert.deepEqual(
    strandsOf(look(small()).model, 3).map(({ stage }) => stage),
    ['contact'],
  );
});

test('what comes after the day is not on the map', () => {
  const reader = look(small(), '', { day: dayOfYear(small(), '2012') });
  assert.equal(mapTitle(reader), '1 relation of Home among 2 on record');
});

test('a selected city is fitted with its partners, on the matrix or not', () => {
  for (const [sel, title] of [
    ['city:beta', '2 relations of Beta'],
    ['city:delta', '1 relation of Delta'],
  ]) {
    const reader = look(small(), sel);
    assert.ok(mapTitle(reader).startsWith(title));
    const list = mapList(reader, SIZE);
    assert.equal(list.start, sel);
    for (const { x, y } of list.nodes) assert.ok(x >= 0 && x <= 600 && y >= 0 && y <= 300);
  }
});

test('a city is the larger, the more relations it has', () => {
  const radius = new Map(mapList(look(small()), SIZE).nodes.map((node) => [node.id, radiusOf(node)]));
  assert.ok(radius.get('city:home') > radius.get('city:beta'));
  assert.ok(radius.get('city:beta') > radius.get('city:gamma'));
});

test('without coordinates each community is a named area', () => {
  const base = small((data) => ({
    ...data,
    drawing: { ...data.drawing, map: { ...data.drawing.map, strip: 0, dots: [] } },
  }));
  const areas = mapList(look(base), SIZE).nodes.filter(({ layer }) => layer === 'area');
  assert.deepEqual(
    areas.map(({ label }) => label),
    ['Community 1: 5 cities'],
  );
});

test('each kind of thing on the map has a sample in the legend', () => {
  const change = (data) => ({
    ...data,
    drawing: { ...data.drawing, map: { ...data.drawing.map, strip: 0 } },
  });
  const reader = look(small(change));
  const items = legendOf(reader, mapList(reader, SIZE));
  assert.ok(items.length > 5);
  for (const { node } of items) if (node) assert.ok(nodeShapes({ ...node, x: 0, y: 0 }).length);
});

test('labels never cover each other, and the most important has its label', () => {
  const nodes = Array.from({ length: 60 }, (_, n) => ({
    id: `n${n}`,
    layer: 'city',
    x: 20 + ((n * 37) % 300),
    y: 20 + ((n * 53) % 160),
    label: `City number ${n}`,
  }));
  const placed = placeLabels(nodes, { width: 400, height: 220, always: 1 });
  const labels = placed.filter(({ label }) => label);
  assert.ok(placed[0].label && labels.length > 5 && labels.length < 60);
  assert.equal(placed.find(({ label }) => !label).name.slice(0, 4), 'City');
  const boxes = labels.map(({ x, y, side, label }) => {
    const wide = guessWidth(label);
    return side === 'right'
      ? [x + 10, y - 8, x + 10 + wide, y + 7]
      : [x - wide / 2, y + 10, x + wide / 2, y + 25];
  });
  boxes.forEach((one, place) =>
    boxes.slice(place + 1).forEach((other) => {
      const apart = one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3];
      assert.ok(apart);
    }),
  );
});

test('Korean letters are wider', () => assert.ok(guessWidth('반둥시청') > guessWidth('abcd')));

test('a frame shows all its points, one alone is not blown up', () => {
  const frame = frameFor(
    [
      [0, 0],
      [1000, 400],
    ],
    SIZE,
  );
  for (const point of [
    [0, 0],
    [1000, 400],
  ])
    assert.ok(frame.isInside(frame.place(point)));
  assert.ok(frameFor([[500, 200]], SIZE).scale < 10);
  assert.ok(
    frameFor(
      [
        [0, 0],
        [1000, 400],
      ],
      { width: 1000, height: 150, grow: true },
    ).height > 300,
  );
});

test('in a free drawing arrows lead to what is nearest ahead, and start where the drawing says', () => {
  const places = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 50, y: 10 }],
    ['c', { x: 30, y: 60 }],
    ['d', { x: 0, y: -40 }],
  ]);
  const to = (from, key) => nextNode(places, from, key, { free: true, start: 'a' });
  assert.equal(to('', 'ArrowUp'), 'a');
  assert.equal(to('a', 'ArrowRight'), 'b');
  assert.equal(to('a', 'ArrowDown'), 'c');
  assert.equal(to('a', 'ArrowUp'), 'd');
  assert.equal(to('a', 'ArrowLeft'), null);
});

test('of large data countries come first, then a country or a city, and it is said what is left out', () => {
  const base = large({ cities: 1400, relations: 3000 });
  const whole = look(base, '', { city: 'town-0' });
  const list = mapList(whole, SIZE);
  assert.equal(walked(list).length, 12);
  assert.ok(
    list.edges.every(({ weight }) => weight > 0) && walked(list).every(({ id }) => id.startsWith('country:')),
  );
  const country = look(base, 'country:C3', { city: 'town-0' });
  const shown = mapOf(country.model, 'country:C3');
  assert.ok(shown.leftOut > 0 && shown.relations.length + shown.leftOut > 400);
  assert.match(mapTitle(country), /more not shown/);
  const city = mapOf(country.model, 'city:town-40');
  assert.ok(city.cities.size > 1 && city.cities.size < 100 && city.cities.has('town-40'));
});

test('a map of twenty thousand relations is soon listed', () => {
  const reader = look(large(), '', { city: 'town-0' });
  const time = (work) => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const first = time(() => mapTitle(reader) && mapList(reader, SIZE));
  const sel = 'city:town-49';
  const near = time(() => mapList(makeReader(reader.model, state({ sel })), SIZE));
  const country = time(() => mapList(makeReader(reader.model, state({ sel: 'country:C3' })), SIZE));
  if (process.env.TIMES) console.log({ first, near, country });
  assert.ok(first < 900 && near < 180 && country < 900, `${first} ${near} ${country}`); // three times what an idle machine may take
});
