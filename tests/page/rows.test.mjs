import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsv } from '../../kg/views/static/csv.mjs';
import { isBlank, rowsToFill, searchRow } from '../../kg/views/static/fill.mjs';
import { gapRows } from '../../kg/views/static/gaps.mjs';
import { cellAt } from '../../kg/views/static/model.mjs';
import { model } from './fixture.mjs';

const fill = (partner, field) => {
  const whole = model();
  return rowsToFill(whole, cellAt(whole, partner, field));
};
const asObject = ({ columns, rows }, index = 0) =>
  Object.fromEntries(columns.map((column, at) => [column, rows[index][at]]));

test('CSV is read as UTF-8, keeps quotes and lines, and holds no formula', () => {
  const text = toCsv([
    ['a,b', 'say "x"', '축제'],
    ['=1+1', '-2', '-6.9', '@x', '+3+4', '\tx', '＝1', 'two\nlines', 7],
  ]);
  assert.equal(
    text,
    '\ufeff"a,b","say ""x""",축제\r\n\'=1+1,-2,-6.9,\'@x,\'+3+4,\'\tx,\'＝1,"two\nlines",7\r\n',
  );
});

test('gaps are listed with ids beside names, and only what lacks something', () => {
  const whole = model();
  const rows = gapRows(whole, whole.fieldList, [...whole.partnerList], { lang: 'ko', of: '' });
  const [header, ...body] = rows;
  assert.ok(body.every((row) => row.length === header.length));
  assert.deepEqual(body[0].slice(0, 7), [
    'alpha--home',
    'alpha',
    '알파',
    'KR',
    'Field g',
    'culture',
    'Field culture',
  ]);
  assert.equal(body.length, 3 * 4 - 1, 'all cells but the evidenced one, groups never');
  assert.ok(body.every((row) => row.slice(-3).join() === 'lenient,scheme,2026-01-31'));
});

test('an agreed field asks for a programme that carries out its agreement', () => {
  const [table] = fill('alpha', 'festivals');
  assert.equal(table.table, 'programs');
  const row = asObject(table);
  assert.deepEqual(
    [row.id, row.agreements, row.cities, row.fields, row.status],
    ['alpha-home-festivals', 'loi', 'alpha;home', 'festivals', ''],
  );
});

test('a stalled programme is given back as it is, its status to be brought up to date', () => {
  const row = asObject(fill('alpha', 'museums')[0]);
  assert.deepEqual(row, {
    id: 'museum-plan',
    'name@en': 'Plan',
    'name@ko': '계획',
    agreements: 'loi',
    cities: '',
    fields: 'museums',
    kind: '',
    status: '',
    sources: 's1;s2',
  });
});

test('what was carried out asks for an outcome', () => {
  const row = asObject(fill('alpha', 'culture')[0]);
  assert.deepEqual([row.id, row.program], ['fair-outcome', 'fair']);
});

test('an open field asks for a commitment, its agreement left to the reader or still to be made', () => {
  const [commitment] = fill('alpha', 'sport');
  assert.deepEqual([commitment.table, asObject(commitment).agreement], ['commitments', '']);
  const tables = fill('gamma', 'sport');
  assert.deepEqual(
    tables.map((table) => table.table),
    ['agreements', 'parties', 'commitments'],
  );
  assert.equal(tables[1].rows.length, 2);
  assert.equal(asObject(tables[2]).agreement, asObject(tables[0]).id);
});

test('a lapsed field asks for a renewal, its parties and the field that its text names', () => {
  const whole = model();
  const tables = rowsToFill(whole, { ...cellAt(whole, 'beta', 'culture'), gap: 'lapsed' });
  assert.deepEqual(
    tables.map(({ table }) => table),
    ['agreements', 'parties', 'commitments'],
  );
  const [renewal, , named] = tables.map((table) => asObject(table));
  assert.deepEqual([renewal.renews, renewal.kind], ['old', 'renewal']);
  assert.deepEqual([named.agreement, named.field], [renewal.id, 'culture']);
});

test('rows say whether they stand in their table already', () => {
  const known = (partner, field) => fill(partner, field).map((table) => table.known);
  assert.deepEqual(known('alpha', 'museums'), [true]);
  assert.deepEqual(known('alpha', 'festivals'), [false]);
  assert.deepEqual(known('gamma', 'sport'), [false, false, false]);
});

test('strict evidence asks for no row that exists, nor for a search of what is on record', () => {
  const strict = model({ strict: true });
  const asked = (partner, field) => {
    const cell = cellAt(strict, partner, field);
    return [rowsToFill(strict, cell).map(({ table }) => table), isBlank(strict, cell)];
  };
  assert.deepEqual(asked('alpha', 'festivals'), [[], false]);
  assert.deepEqual(asked('gamma', 'sport'), [['agreements', 'parties', 'commitments'], false]);
  assert.deepEqual(asked('gamma', 'culture'), [['agreements', 'parties', 'commitments'], true]);
});

test('nothing is asked for where nothing is missing', () => {
  assert.deepEqual(fill('beta', 'culture'), []);
});

test('a new id is never one that is taken', () => {
  const whole = model();
  whole.facts.programs['alpha-home-festivals'] = {};
  const [table] = rowsToFill(whole, cellAt(whole, 'alpha', 'festivals'));
  assert.equal(asObject(table).id, 'alpha-home-festivals-2');
});

test('a search that found nothing can be put on record', () => {
  const whole = model();
  const row = asObject(searchRow(whole, cellAt(whole, 'gamma', 'culture')));
  assert.deepEqual(row, {
    id: 'gamma-home-culture-search',
    on: '',
    cities: 'gamma;home',
    fields: 'culture',
    found: 'nothing',
  });
});
