import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNames, foldText, indexNames } from '../../kg/views/static/find.mjs';
import { openHit } from '../../kg/views/static/findbox.mjs';
import { model, state } from './fixture.mjs';

const city = (id, names, weight = 1) => ({
  kind: 'city',
  id,
  names,
  weight,
  texts: Object.values(names),
  folded: Object.values(names).map((name) => ` ${foldText(name)}`),
});
const ids = (hits) => hits.map((hit) => hit.id);

test('marks and case are folded, and Hangul stays as it is', () => {
  assert.deepEqual(['São Paulo', 'Łódź', 'ÇANKAYA', 'Petaling-Jaya', '서울', 'Đà Nẵng'].map(foldText), [
    'sao paulo',
    'lodz',
    'cankaya',
    'petaling jaya',
    '서울',
    'da nang',
  ]);
});

test('whole names stand first, then beginnings, then words, then parts of words', () => {
  const index = [
    city('inside', { en: 'Kuseolim' }),
    city('word', { en: 'New Seol' }),
    city('begins', { en: 'Seoly' }),
    city('whole', { en: 'Seol' }),
  ];
  assert.deepEqual(ids(findNames(index, 'SEOL')), ['whole', 'begins', 'word', 'inside']);
  assert.ok(!ids(findNames(index, 's')).includes('inside'), 'one letter begins a word');
  assert.deepEqual(findNames(index, ' '), []);
  assert.deepEqual(findNames(index, 'zzz'), []);
});

test('words may come in any order', () => {
  const index = [city('loi', { en: 'Letter of intent with Seoul' }), city('no', { en: 'Letter of Suwon' })];
  assert.deepEqual(ids(findNames(index, 'seoul letter')), ['loi']);
});

test('a city is found by its name in any language', () => {
  const index = indexNames(model());
  const [hit] = findNames(index, '알');
  assert.deepEqual([hit.kind, hit.id, hit.text], ['city', 'alpha', '알파']);
  assert.deepEqual(ids(findNames(index, 'gamma')), ['gamma'], 'an id is the name of what has none');
});

test('fields, agreements and programmes are found too, and no more hits than asked', () => {
  const kinds = (query) => findNames(indexNames(model()), query).map(({ kind }) => kind);
  assert.deepEqual(kinds('계획'), ['program']);
  assert.deepEqual(kinds('loi'), ['agreement']);
  assert.deepEqual(kinds('festivals'), ['field']);
  const many = Array.from({ length: 50 }, (_, n) => city(`c${n}`, { en: `City ${n}` }, n));
  assert.deepEqual(ids(findNames(many, 'city').slice(0, 2)), ['c49', 'c48'], 'most relations first');
  assert.equal(findNames(many, 'city').length, 12);
});

test('14,000 cities are searched within a blink', () => {
  const many = Array.from({ length: 14_000 }, (_, n) =>
    city(`c${n}`, { en: `City of Number ${n}`, ko: `도시 ${n}` }),
  );
  const started = performance.now();
  assert.equal(ids(findNames(many, 'number 13999'))[0], 'c13999');
  assert.ok(performance.now() - started < 250);
});

test('a hit is selected, or turns the matrix where it has no column', () => {
  const seen = { model: model(), state: state({ countries: ['KR'], sel: 'cell:alpha/culture' }) };
  assert.deepEqual(openHit(seen, { kind: 'field', id: 'sport' }), { sel: 'field:sport', tab: '' });
  assert.deepEqual(openHit(seen, { kind: 'city', id: 'alpha' }), { sel: 'city:alpha', tab: '' });
  const turned = openHit(seen, { kind: 'city', id: 'delta' });
  assert.deepEqual([turned.city, turned.country, turned.sel, turned.countries], ['delta', '', '', []]);
});
