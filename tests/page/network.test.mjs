import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, layerOf } from '../../kg/views/static/graph.mjs';
import { labelShapes, wrap } from '../../kg/views/static/label.mjs';
import { closeUp, heightFor, scaleFor, standClear } from '../../kg/views/static/place.mjs';
import { groundShapes, lineShapes, listShapes, nodeShapes, radiusOf } from '../../kg/views/static/shapes.mjs';
import { nextNode, zoomBy } from '../../kg/views/static/walk.mjs';
import { whyList, whyTitle } from '../../kg/views/static/why.mjs';
import { model, reader } from './fixture.mjs';

const home = () => {
  const whole = model();
  return new Map(whole.drawing.nodes.map(({ id, y }) => [id, { group: layerOf(whole, id), y }]));
};

test('with nothing selected only partners and groups are drawn', () => {
  const { nodes, edges } = explain(model(), '');
  assert.deepEqual(nodes, ['city:home', 'city:alpha', 'city:beta', 'city:gamma', 'field:g']);
  assert.deepEqual(
    edges.filter((edge) => edge.kind === 'share').map((edge) => edge.weight),
    [1, 1],
  );
});

test('a cell shows what stands behind it and nothing else, its gap dashed', () => {
  const { nodes, edges } = explain(model(), 'cell:alpha/festivals');
  assert.deepEqual(nodes, ['city:home', 'city:alpha', 'agreement:loi', 'field:festivals', 'field:g']);
  assert.deepEqual(
    edges.filter((edge) => edge.look === 'gap').map((edge) => edge.from),
    ['agreement:loi'],
  );
});

test('a gap that no agreement names is dashed from the partner', () => {
  const { edges } = explain(model(), 'cell:gamma/sport');
  assert.deepEqual(
    edges.filter((edge) => edge.look === 'gap').map((edge) => [edge.from, edge.to]),
    [['city:gamma', 'field:sport']],
  );
});

test('parallel agreements of a partner stay apart', () => {
  const { nodes, edges } = explain(model(), 'city:alpha');
  assert.ok(nodes.includes('agreement:loi') && nodes.includes('agreement:mou'));
  assert.equal(edges.filter((edge) => edge.kind === 'party').length, 2);
  assert.equal(new Set(edges.map((edge) => edge.id)).size, edges.length);
});

test('every line ends at something drawn, whatever is selected', () => {
  const whole = model();
  const all = [
    '',
    ...[...whole.cells.keys()].map((key) => `cell:${key}`),
    ...whole.drawing.nodes.map((node) => node.id),
  ];
  for (const selection of all) {
    for (const groups of [true, false]) {
      const { nodes, edges } = explain(whole, selection, { groups });
      const shown = new Set(nodes);
      assert.equal(shown.size, nodes.length, selection);
      for (const edge of edges)
        assert.ok(shown.has(edge.from) && shown.has(edge.to), `${selection}: ${edge.id}`);
    }
  }
});

test('layers keep their order, whatever is shown, and nodes do not touch', () => {
  const ids = ['program:fair', 'program:museum-plan', 'city:alpha', 'city:home'];
  const places = closeUp(ids, home(), { width: 600, height: 250 });
  const [first, second] = ['program:museum-plan', 'program:fair'].map((id) => places.get(id));
  assert.ok(first.y < second.y && second.y - first.y >= 15);
  assert.equal(first.x, second.x);
  assert.ok(places.get('city:home').x < places.get('city:alpha').x && places.get('city:alpha').x < first.x);
  for (const { x, y } of places.values()) assert.ok(x >= 0 && x <= 600 && y >= 0 && y <= 250);
});

test('a drawing taller than its place is made smaller, never larger', () => {
  assert.equal(scaleFor(['city:home'], home(), { height: 250 }), 1);
  const many = new Map(Array.from({ length: 100 }, (_, n) => [`f${n}`, { group: 'field', y: n }]));
  const scale = scaleFor([...many.keys()], many, { height: 250 });
  assert.ok(scale < 0.2);
  const places = [...closeUp([...many.keys()], many, { width: 500 / scale, height: 250 / scale }).values()];
  assert.ok(places.every(({ y }) => y * scale > 0 && y * scale < 250));
});

test('arrow keys walk from layer to layer and within one', () => {
  const places = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 100, y: -20 }],
    ['c', { x: 100, y: 30 }],
    ['d', { x: 200, y: 0 }],
  ]);
  assert.equal(nextNode(places, '', 'ArrowRight'), 'a');
  assert.equal(nextNode(places, 'a', 'ArrowRight'), 'b');
  assert.equal(nextNode(places, 'b', 'ArrowDown'), 'c');
  assert.equal(nextNode(places, 'c', 'ArrowDown'), null);
  assert.equal(nextNode(places, 'd', 'ArrowLeft'), 'b');
  assert.equal(nextNode(places, 'a', 'x'), null);
});

test('labels break at words and end in an ellipsis where they do not fit', () => {
  const measure = (text) => text.length;
  assert.deepEqual(wrap('Letter of intent', 9, 2, measure), ['Letter of', 'intent']);
  assert.deepEqual(wrap('Letter of intent of Home', 9, 2, measure), ['Letter of', 'intent o…']);
  assert.deepEqual(wrap('Transformation', 6, 1, measure), ['Trans…']);
});

test('with a field stand the agreements of its programmes, so that each hangs on its partner', () => {
  const whole = model();
  whole.facts.programs.fair.agreements = ['mou']; // which names no field
  const { nodes } = explain(whole, 'field:culture');
  assert.ok(nodes.includes('program:fair') && nodes.includes('agreement:mou'));
});

test('no node stands on a straight line between two others', () => {
  const ids = ['city:alpha', 'program:fair', 'field:culture'];
  const places = closeUp(ids, home(), { width: 600, height: 250 });
  const line = { from: 'city:alpha', to: 'field:culture' };
  assert.equal(places.get('program:fair').y, places.get('city:alpha').y);
  const y = places.get('program:fair').y;
  standClear(places, [{ from: 'city:alpha', to: 'program:fair' }]);
  assert.equal(places.get('program:fair').y, y, 'a line of its own does not move it');
  standClear(places, [line]);
  assert.ok(Math.abs(places.get('program:fair').y - y) >= 12);
  assert.equal(places.get('city:alpha').y, y);
});

test('a node is not moved onto its neighbour', () => {
  const places = new Map([
    ['a', { x: 0, y: 50 }],
    ['b', { x: 100, y: 50 }],
    ['c', { x: 100, y: 65 }],
    ['d', { x: 200, y: 50 }],
  ]);
  standClear(places, [{ from: 'a', to: 'd' }]);
  assert.deepEqual([places.get('b').y, places.get('c').y], [36, 65]);
});

const byLetter = (text) => text.length * 6;

test('a label has a solid ground as wide as its line', () => {
  const node = { x: 50, y: 20, layer: 'city', reach: 8, label: 'Alpha', room: 100 };
  const [ground, text] = labelShapes(node, byLetter);
  assert.deepEqual(ground, { kind: 'rect', x: 33, y: 31, width: 34, height: 14, fill: 'surface' });
  assert.deepEqual([text.text, text.x, text.anchor, text.fill], ['Alpha', 50, 'middle', 'ink']);
  const [, aside] = labelShapes({ ...node, side: 'right' }, byLetter);
  assert.deepEqual([aside.x, aside.anchor], [63, 'start']);
  assert.deepEqual(labelShapes({ ...node, label: '' }, byLetter), []);
});

test('every layer has a shape of its own, whatever its colour', () => {
  const layers = ['city', 'agreement', 'program', 'outcome', 'agency', 'field', 'group'];
  const forms = layers.map((layer) =>
    nodeShapes({ layer, x: 0, y: 0, look: layer === 'program' ? 'planned' : '' })
      .map(({ kind, points }) => `${kind}${points?.length ?? ''}`)
      .join(),
  );
  assert.equal(new Set(forms).size, layers.length);
});

test('a field not covered is an empty box with a dashed edge', () => {
  const [box] = nodeShapes({ layer: 'field', look: 'gap', x: 0, y: 0 });
  assert.deepEqual([box.fill, box.stroke, box.dash], ['surface', 'gap', [3, 2]]);
});

test('a programme is filled as far as it got', () => {
  const share = (look) => nodeShapes({ layer: 'program', look, x: 0, y: 0 })[1]?.share;
  assert.deepEqual(['unrecorded', 'planned', 'under-way', 'delivered'].map(share), [
    undefined,
    0.5,
    0.75,
    undefined,
  ]);
  assert.equal(nodeShapes({ layer: 'program', look: 'delivered', x: 0, y: 0 })[0].fill, 'node-program');
});

test('four times the count is about four times the area of a country', () => {
  const area = (size) => radiusOf({ layer: 'country', size }) ** 2 - 25;
  assert.ok(Math.abs(area(40) / area(10) - 4) < 1e-9);
});

test('lines both ways between the same nodes stay apart, and straight ones have no bend', () => {
  const [one, other] = [
    { layer: 'city', x: 0, y: 0 },
    { layer: 'city', x: 100, y: 0 },
  ];
  assert.deepEqual(lineShapes({ offset: 10 }, one, other)[0].bend, [50, -20]);
  assert.deepEqual(lineShapes({ offset: 10 }, other, one)[0].bend, [50, -20]);
  assert.deepEqual(lineShapes({ offset: -10 }, other, one)[0].bend, [50, 20]);
  assert.equal(lineShapes({}, one, other)[0].bend, undefined);
});

test('an arrow ends at the border of its node', () => {
  const [, tip] = lineShapes(
    { look: 'follows', arrow: true },
    { layer: 'agreement', x: 0, y: 0 },
    { layer: 'agreement', x: 100, y: 0 },
  );
  assert.deepEqual(tip.points[0].map(Math.round), [92, 0]);
});

test('lines that tell a rung differ by dashes or thickness, not by colour alone', () => {
  const ends = [0, 1].map((x) => ({ layer: 'dot', x, y: 0 }));
  const looks = ['gap', 'open-gap', 'planned', 'under-way', 'delivered', 'evidenced', 'agreed', 'unrecorded'];
  const forms = looks
    .map((look) => lineShapes({ look }, ...ends)[0])
    .map(({ thick, dash }) => `${thick} ${dash}`);
  assert.equal(new Set(forms).size, looks.length);
});

test('a drawing list names all that is drawn, and its lines are dashed where something is missing', () => {
  const list = whyList(reader({ sel: 'cell:alpha/festivals' }), { width: 600, height: 250 });
  assert.deepEqual(
    list.nodes.map(({ layer, label }) => `${layer} ${label}`),
    ['focal Home', 'city Alpha', 'agreement loi', 'field Field festivals', 'group Field g'],
  );
  assert.equal(list.nodes.find((node) => node.id === 'field:festivals').look, 'gap');
  assert.ok(groundShapes(list).some(({ stroke, dash }) => stroke === 'gap' && dash));
});

test('a line within a layer bows aside and an earlier agreement points to a later one', () => {
  const { nodes, edges } = whyList(reader({ sel: 'city:alpha' }), { width: 600, height: 250 });
  const x = new Map(nodes.map((node) => [node.id, node.x]));
  const follows = edges.find((edge) => edge.look === 'follows');
  assert.deepEqual([follows.from, follows.to, follows.arrow], ['agreement:loi', 'agreement:mou', true]);
  for (const { from, to, offset } of edges) assert.equal(offset !== 0, x.get(from) === x.get(to));
});

test('dots are ground: drawn below the lines', () => {
  const nodes = [
    { id: 'a', layer: 'city', x: 0, y: 0 },
    { id: 'b', layer: 'dot', x: 9, y: 9 },
  ];
  assert.deepEqual(
    groundShapes({ nodes, edges: [{ from: 'a', to: 'b' }] }).map(({ kind }) => kind),
    ['disc', 'line'],
  );
});

test('where there is room a drawing grows instead of shrinking', () => {
  const many = new Map(Array.from({ length: 100 }, (_, n) => [`f${n}`, { group: 'field', y: n }]));
  const ids = [...many.keys()];
  const height = heightFor(ids, many, { height: 380 });
  const places = [...closeUp(ids, many, { width: 900, height }).values()];
  assert.ok(height > 2000 && places.every(({ y }) => y > 0 && y < height));
  assert.equal(heightFor(['f1'], many, { height: 380 }), 380);
});

test('plus and minus zoom, other keys do not', () => {
  assert.ok(zoomBy('+') > 1 && zoomBy('-') < 1 && zoomBy('=') === zoomBy('+'));
  assert.equal(zoomBy('ArrowUp'), undefined);
});

test('what this view does not explain leaves the overview', () => {
  const [overview, ...others] = ['', 'city:home', 'city:delta', 'agency:none', 'nonsense'].map((sel) => {
    const one = reader({ sel });
    return [whyTitle(one), whyList(one, { width: 900, height: 300 }).nodes.map((node) => node.id)];
  });
  for (const other of others) assert.deepEqual(other, overview);
});

test('with a field a topic that no partner covers is a gap', () => {
  const looks = new Map(
    whyList(reader({ sel: 'field:culture' }), { width: 900, height: 300 }).nodes.map(({ id, look }) => [
      id,
      look,
    ]),
  );
  assert.deepEqual(
    ['field:culture', 'field:festivals', 'field:museums', 'field:g'].map((id) => looks.get(id)),
    ['covered', 'gap', 'gap', 'covered'],
  );
});

test('no label lies over another or over a node, and nodes are drawn last', () => {
  const counts = { focal: 1, city: 10, agreement: 8, program: 7, field: 3, group: 1 };
  const nodes = Object.entries(counts).flatMap(([layer, count]) =>
    Array.from({ length: count }, (_, n) => ({
      id: `${layer}${n}`,
      layer,
      label: 'A name of several long words',
    })),
  );
  const layers = new Map(nodes.map(({ id, layer }, y) => [id, { group: layer, y }]));
  const links = nodes.slice(1).map(({ id }, n) => ({ from: nodes[n].id, to: id }));
  const places = standClear(closeUp([...layers.keys()], layers, { width: 520, height: 350 }), links);
  const list = nodes.map((node) => ({ ...node, ...places.get(node.id) }));
  const shapes = listShapes({ nodes: list, edges: [] }, { measure: byLetter });
  const boxes = shapes.filter(({ kind, fill }) => kind === 'rect' && fill === 'surface');
  const overlap = (one, other) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y + 1 < other.y + other.height &&
    other.y + 1 < one.y + one.height;
  boxes.forEach((one, n) => boxes.slice(n + 1).forEach((other) => assert.ok(!overlap(one, other))));
  for (const { x, y } of list) {
    const disc = { x: x - 6, y: y - 6, width: 12, height: 12 };
    assert.ok(!boxes.some((box) => overlap(box, disc)));
  }
  assert.ok(
    shapes.findLastIndex(({ kind }) => kind === 'text') < shapes.findIndex(({ kind }) => kind === 'disc'),
  );
});

test('crowded discs are small', () => {
  const many = new Map(Array.from({ length: 20 }, (_, n) => [`c${n}`, { group: 'focal', y: n }]));
  const places = closeUp([...many.keys()], many, { width: 500, height: 350 });
  assert.ok([...places.values()].every((place) => radiusOf({ layer: 'focal', ...place }) <= 7.5));
});
