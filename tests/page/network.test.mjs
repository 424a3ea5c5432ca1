import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../kg/views/static/graph.mjs';
import { nextNode } from '../../kg/views/static/walk.mjs';
import { paintLabel, wrap } from '../../kg/views/static/paint.mjs';
import { closeUp, scaleFor, standClear } from '../../kg/views/static/place.mjs';
import { model } from './fixture.mjs';

const home = () => new Map(model().drawing.nodes.map((node) => [node.id, node]));

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

test('a label has a solid ground as wide as its line', () => {
  const drawn = [];
  const context = {
    save() {},
    restore() {},
    measureText: (text) => ({ width: text.length * 6 }),
    fillRect: (...box) => drawn.push(['ground', context.fillStyle, box]),
    fillText: (text) => drawn.push(['text', context.fillStyle, text]),
  };
  const place = { label: 'below', room: 100 };
  paintLabel(context, { x: 50, y: 20, layer: 'city', text: 'Alpha', place, colour: (name) => name });
  assert.deepEqual(drawn, [
    ['ground', 'surface', [33, 31, 34, 14]],
    ['text', 'ink', 'Alpha'],
  ]);
});
