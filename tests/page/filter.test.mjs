import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  LOOKS,
  chosenCells,
  chosenPartners,
  countChoices,
  countedCells,
  fadesCells,
  gapsOf,
  hidesSelection,
  measureCells,
  standsOut,
  toggled,
} from '../../kg/views/static/filter.mjs';
import { cellRows } from '../../kg/views/static/gaps.mjs';
import { partnerShare } from '../../kg/views/static/counts.mjs';
import { cellAt, lookOf, resolve } from '../../kg/views/static/model.mjs';
import { orderPartners, visibleRows } from '../../kg/views/static/rows.mjs';
import { model, state } from './fixture.mjs';

const names = (cells) => cells.map((cell) => `${cell.partner.id}/${cell.field.id}`);
const fieldsOf = (part) => visibleRows(model(), state(part)).map((row) => row.field.id);
const columnsOf = (part) => orderPartners(model(), state(part)).map((partner) => partner.id);

test('every field cell has one look, and the counts of all looks are all cells', () => {
  const cells = countedCells(model(), state());
  const { looks } = countChoices(cells);
  assert.equal(cells.length, 6);
  assert.equal(
    LOOKS.reduce((sum, look) => sum + (looks[look] ?? 0), 0),
    6,
  );
});

test('a look and a gap leave the cells that their count stands for', () => {
  const whole = model();
  const { looks, gaps } = countChoices(countedCells(whole, state()));
  for (const [name, counts] of Object.entries({ looks, gaps })) {
    for (const [value, n] of Object.entries(counts)) {
      assert.equal(chosenCells(whole, state({ [name]: [value] })).length, n, `${name} ${value}`);
    }
  }
});

test('what was never studied or lacks a frame stands beside the gap', () => {
  const whole = model();
  assert.deepEqual(gapsOf(cellAt(whole, 'alpha', 'culture')), ['unproven']);
  assert.deepEqual(gapsOf(cellAt(whole, 'beta', 'culture')).slice(0, 2), ['none', 'unstudied']);
  const framed = { gap: 'paper-only', studied: 1, marks: ['unframed'] };
  assert.deepEqual(gapsOf(framed), ['paper-only', 'unframed']);
});

test('rows and columns without a chosen cell are left out', () => {
  assert.deepEqual(fieldsOf({ looks: ['evidenced'] }), ['g', 'culture']);
  assert.deepEqual(columnsOf({ looks: ['evidenced'] }), ['beta']);
  assert.deepEqual(fieldsOf({ looks: ['agreed'], open: '*' }), ['g', 'culture', 'festivals']);
  assert.deepEqual(fieldsOf({ looks: ['under-way'] }), []);
});

test('a field of which no chosen topic is left has nothing to unfold', () => {
  const [, culture] = visibleRows(model(), state({ looks: ['evidenced'] }));
  assert.equal(culture.expanded, undefined);
});

test('countries leave their columns, groups their rows', () => {
  assert.deepEqual(columnsOf({ countries: ['KR'] }), ['alpha']);
  assert.deepEqual(fieldsOf({ groups: ['other'] }), []);
  assert.deepEqual(names(countedCells(model(), state({ countries: ['KR'] }))), [
    'alpha/culture',
    'alpha/sport',
  ]);
});

test('a cell outside the set that is counted fades, and is not counted', () => {
  const whole = model();
  const agreed = state({ of: 'agreed' });
  assert.deepEqual(names(countedCells(whole, agreed)), ['alpha/culture', 'beta/culture']);
  assert.equal(standsOut(whole, agreed, cellAt(whole, 'alpha', 'sport')), false);
  assert.equal(standsOut(whole, agreed, cellAt(whole, 'alpha', 'culture')), true);
  assert.deepEqual([state(), agreed, state({ of: 'scheme' })].map(fadesCells), [false, true, false]);
  assert.deepEqual(fieldsOf({ of: 'agreed' }), fieldsOf({}), 'the set alone leaves out no row');
});

test('the numbers of the sentence are counts of cells that it opens', () => {
  const values = measureCells(countedCells(model(), state()));
  assert.deepEqual(values, { all: 6, covered: 2, uncovered: 4, agreed: 2, due: 0 });
  const uncovered = chosenCells(model(), state({ looks: LOOKS.slice(0, 5) }));
  assert.equal(uncovered.length, values.uncovered);
});

test('a filter can leave only what an agreement names, with nothing carried out or with', () => {
  const whole = model();
  assert.deepEqual(names(chosenCells(whole, state({ named: ['agreement'] }))), [
    'alpha/culture',
    'beta/culture',
  ]);
  const due = state({ named: ['agreement'], looks: LOOKS.slice(0, 5) });
  assert.deepEqual(names(chosenCells(whole, due, 'topic')), ['alpha/festivals']);
  assert.equal(chosenCells(whole, state({ looks: LOOKS })).length, 6, 'every look is every cell');
});

test('the share of a row is of the chosen columns', () => {
  const whole = model();
  const culture = whole.fields.get('culture');
  const chosen = chosenPartners(whole, state({ countries: ['KR'] }));
  assert.deepEqual(partnerShare(whole, culture, '', chosen), { covered: 1, of: 1 });
  assert.deepEqual(partnerShare(whole, culture), { covered: 2, of: 3 });
});

test('a selection knows whether the filter leaves its row and column', () => {
  const whole = model();
  const hides = (sel, part) => hidesSelection(whole, state(part), resolve(whole, sel));
  assert.equal(hides('cell:alpha/culture', {}), false);
  assert.equal(hides('cell:beta/culture', { countries: ['KR'] }), true);
  assert.equal(hides('cell:alpha/sport', { looks: ['delivered'] }), true);
  assert.equal(hides('field:culture', { groups: ['other'] }), true);
  assert.equal(hides('city:beta', { countries: ['KR'] }), true);
  assert.equal(hides('agreement:loi', { countries: ['KR'] }), false);
  assert.equal(hides('', { countries: ['KR'] }), false);
});

test('the rows of a list are its cells and no others', () => {
  const whole = model();
  const cells = chosenCells(whole, state({ looks: ['evidenced', 'delivered'] }));
  const [header, ...rows] = cellRows(whole, cells, state());
  assert.equal(rows.length, cells.length);
  assert.deepEqual(
    rows.map((row) => row[header.indexOf('rung')]),
    cells.map(lookOf),
  );
});

test('a choice is taken in and out', () => {
  assert.deepEqual(toggled([], 'a'), ['a']);
  assert.deepEqual(toggled(['a', 'b'], 'a'), ['b']);
});
