import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agreedShare,
  cellsAt,
  inDenominator,
  partnerShare,
  partShare,
  summarise,
} from '../../kg/views/static/counts.mjs';
import {
  cellsOfRelation,
  fromDay,
  indexEvidence,
  ranksOfRelation,
  relationsAt,
  toDay,
} from '../../kg/views/static/coverage.mjs';
import { focusOn, makeModel } from '../../kg/views/static/model.mjs';

const [NEVER, ALWAYS] = [10_000_000, -10_000_000];
const FIELDS = ['g', 'culture', 'festivals', 'museums', 'sport'];
const [GROUP, CULTURE, FESTIVALS, MUSEUMS, SPORT] = [0, 1, 2, 3, 4];

// A row of evidence of the first relation; what it does not say is as for a fact that has no such day.
function fact(field, thing, role, since, more = {}) {
  const plain = {
    place: 0,
    undated: 0,
    turns: NEVER,
    proven: NEVER,
    provenStrict: NEVER,
    due: NEVER,
    ends: NEVER,
  };
  const row = { ...plain, unframed: 0, grade: 4, ...more };
  const { place, undated, turns, proven, provenStrict, due, ends, unframed, grade } = row;
  const days = [turns, proven, provenStrict, due, ends];
  return [place, field, thing, role, toDay(since), undated, ...days, unframed, grade];
}

// A payload of three relations of the city `home` and one between two of its partners.
function payload(rows, { links, disputed = [] } = {}) {
  const level = { g: 'group', culture: 'field', sport: 'field' };
  const broader = { culture: 'g', sport: 'g', festivals: 'culture', museums: 'culture' };
  const relations = ['a--home', 'b--home', 'c--home', 'a--b'];
  const facts = { cities: {}, parties: {}, agreements: {}, studies: {}, searches: {} };
  for (const city of ['a', 'b', 'c', 'home']) facts.cities[city] = { country: city === 'home' ? 'XX' : 'YY' };
  for (const table of ['commitments', 'programs', 'outcomes', 'events']) facts[table] = {};
  for (const [, , thing] of rows) {
    const [table, id] = thing.split(':');
    facts[table][id] = { agreement: 'pact', sources: [`source of ${id}`], on: '2010' };
  }
  const none = { agreements: [], programs: [], events: [], studies: [], searches: [] };
  return {
    focal: 'home',
    asOf: '2020-12-31',
    fields: FIELDS.map((id) => ({ id, level: level[id] ?? 'topic', broader: broader[id] })),
    relations: relations.map((id) => ({ id, cities: id.split('--'), ...none })),
    links: {
      rows: links ?? relations.map((_, place) => [place, 'events:met', toDay('2000-01-01'), 0, '', 0, NEVER]),
    },
    evidence: { rows, disputed, strict: 3, kinds: { 1: 'text', 3: 'study', 4: 'press' } },
    facts,
  };
}

function cellsOf(rows, day = '2020-12-31', { strict, ...more } = {}) {
  return cellsOfRelation(indexEvidence(payload(rows, more)), 0, toDay(day), { strict });
}

const named = (field, id, more) => fact(field, `commitments:${id}`, 'named', '2010-01-01', more);
const ran = (field, id, more) => fact(field, `programs:${id}`, 'ran', '2010-01-01', more);

test('days are counted from 1970, and what never comes has no date', () => {
  assert.equal(toDay('1970-01-02'), 1);
  assert.equal(toDay('1960-02-29'), -3594);
  assert.equal(fromDay(toDay('2004-02-29')), '2004-02-29');
  assert.deepEqual([NEVER, ALWAYS].map(fromDay), ['', '']);
});

test('every field has a cell, recorded or not', () => {
  const cells = cellsOf([]);
  assert.equal(cells.size, FIELDS.length);
  assert.deepEqual(cells.get(CULTURE), {
    rank: 0,
    rung: 'unrecorded',
    gap: 'open',
    agreed: false,
    marks: [],
    searched: '',
    studied: 0,
    grade: '',
    topics: 2,
    covered: 0,
  });
});

test('what lies on a topic counts for its field, once, and not for the group', () => {
  const study = (field) => fact(field, 'studies:thesis', 'study', '2012-01-01');
  const cells = cellsOf([study(CULTURE), study(FESTIVALS), study(MUSEUMS), ran(MUSEUMS, 'fair')]);
  assert.equal(cells.get(CULTURE).studied, 1);
  assert.deepEqual([cells.get(CULTURE).rung, cells.get(CULTURE).covered], ['under-way', 1]);
  assert.equal(cells.get(FESTIVALS).rung, 'unrecorded');
  assert.equal(cells.get(GROUP).studied, 0);
});

test('a rung follows from the day', () => {
  const plan = fact(SPORT, 'programs:league', 'planned', '2011-01-01', { due: toDay('2014-01-01') });
  const run = ran(SPORT, 'games', { turns: toDay('2016-01-01'), proven: toDay('2018-01-01') });
  const at = (row, day) => {
    const { rung, gap } = cellsOf([row], day).get(SPORT);
    return [rung, gap];
  };
  assert.deepEqual(at(plan, '2010-12-31'), ['unrecorded', 'open']);
  assert.deepEqual(at(plan, '2013-12-31'), ['planned', 'pending']);
  assert.deepEqual(at(plan, '2014-01-01'), ['planned', 'stalled']);
  assert.deepEqual(at(run, '2015-12-31'), ['under-way', 'unproven']);
  assert.deepEqual(at(run, '2016-01-01'), ['delivered', 'unproven']);
  assert.deepEqual(at(run, '2018-01-01'), ['evidenced', '']);
});

test('an agreement out of force lapses, unless something runs', () => {
  const over = named(SPORT, 'one', { ends: toDay('2015-01-01') });
  assert.deepEqual(cellsOf([over], '2014-12-31').get(SPORT).marks, ['single-source']);
  assert.deepEqual(cellsOf([over], '2015-01-01').get(SPORT).marks, ['lapsed', 'single-source']);
  const done = ran(SPORT, 'games', { turns: toDay('2012-01-01') });
  assert.equal(cellsOf([over, done]).get(SPORT).gap, 'lapsed');
  assert.deepEqual(cellsOf([over, ran(SPORT, 'games')]).get(SPORT).marks, []);
});

test('marks stand in the order in which they are explained', () => {
  const dead = fact(SPORT, 'programs:dead', 'unrealised', '2010-01-01', { undated: 1 });
  const cells = cellsOf([dead, ran(SPORT, 'dead')], '2020-12-31', { disputed: ['programs:dead'] });
  assert.deepEqual(cells.get(SPORT).marks, [
    'unrealised',
    'unagreed',
    'disputed',
    'undated',
    'single-source',
  ]);
  const vague = cellsOf([named(SPORT, 'one', { unframed: 1 })], '2020-12-31', {
    disputed: ['agreements:pact'],
  });
  assert.deepEqual(vague.get(SPORT).marks, ['disputed', 'single-source', 'unframed']);
});

test('strict evidence takes a study or better, of outcomes too', () => {
  const weak = named(CULTURE, 'weak', { grade: 4 });
  const sound = ran(SPORT, 'sound', { grade: 3, turns: ALWAYS, proven: 0, provenStrict: NEVER });
  const lenient = cellsOf([weak, sound]);
  const strict = cellsOf([weak, sound], '2020-12-31', { strict: true });
  assert.deepEqual([lenient.get(CULTURE).rank, strict.get(CULTURE).rank], [2, 0]);
  assert.deepEqual([lenient.get(SPORT).rank, strict.get(SPORT).rank], [6, 5]);
  assert.equal(strict.get(SPORT).grade, 'study');
});

test('the last search counts, of the field or of the relation as a whole', () => {
  const search = (field, id, since) => fact(field, `searches:${id}`, 'search', since, { grade: 99 });
  const data = payload([
    search(SPORT, 'own', '2012-01-01'),
    search(-1, 'whole', '2011-01-01'),
    search(FESTIVALS, 'same', '2011-01-01'),
  ]);
  data.facts.searches = { own: { on: '2012' }, whole: { on: '2011~' }, same: { on: '2011' } };
  const cells = (day) => cellsOfRelation(indexEvidence(data), 0, toDay(day), { strict: true });
  assert.equal(cells('2010-12-31').get(SPORT).searched, '');
  assert.equal(cells('2011-12-31').get(SPORT).searched, '2011~');
  assert.equal(cells('2012-12-31').get(SPORT).searched, '2012');
  assert.equal(cells('2012-12-31').get(CULTURE).searched, '2011~');
  assert.equal(cells('2012-12-31').get(FESTIVALS).searched, '2011', 'of one day, that of the field');
});

test('a relation has its best stage and its last contact as it was written', () => {
  const links = [
    [0, 'agreements:pact', toDay('2001-01-01'), 1, '2001', 3, toDay('2006-01-01')],
    [0, 'agreements:talk', toDay('2002-01-01'), 1, '2002?', 2, NEVER],
    [0, 'events:met', toDay('2003-05-01'), 1, '', 0, NEVER],
    [0, 'events:aside', toDay('2003-05-01'), 1, '2003-05', 0, NEVER],
    [1, 'programs:fair', toDay('2004-01-01'), 0, '', 0, NEVER],
  ];
  const at = (day) => [...relationsAt(indexEvidence(payload([], { links })), toDay(day))];
  assert.deepEqual(at('2000-12-31'), []);
  assert.deepEqual(at('2001-12-31'), [[0, { stage: 'agreed', last: '2001' }]]);
  assert.deepEqual(at('2002-12-31'), [[0, { stage: 'agreed', last: '2002?' }]]);
  assert.equal(at('2005-12-31')[0][1].stage, 'agreed', 'on its last day it is in force');
  assert.deepEqual(at('2006-01-01'), [
    [0, { stage: 'intent', last: '2003-05-01' }],
    [1, { stage: 'contact', last: '' }],
  ]);
});

// ---- Denominators

const PEERS = [
  named(CULTURE, 'with-a'),
  named(CULTURE, 'with-b', { place: 1 }),
  named(SPORT, 'with-b-too', { place: 1 }),
  named(FESTIVALS, 'beside', { place: 3 }),
];
const seen = (view) => focusOn(makeModel(payload(PEERS)), { day: toDay('2020-12-31'), ...view });
const members = (model, level, of) =>
  cellsAt(model, level, of).map(({ partner, field }) => `${partner.relation}/${field.id}`);

test('a denominator is a named set of the cells of a level', () => {
  const model = seen({ city: 'home' });
  assert.equal(members(model, 'field', 'scheme').length, 3 * 2);
  assert.deepEqual(members(model, 'field'), members(model, 'field', 'scheme'));
  assert.deepEqual(members(model, 'field', 'agreed'), [
    'a--home/culture',
    'b--home/culture',
    'b--home/sport',
  ]);
  assert.equal(inDenominator(model, cellsAt(model, 'topic')[0], 'agreed'), false);
});

test('peers are the other relations of the city, and do not count the cell itself', () => {
  const model = seen({ city: 'home' });
  assert.deepEqual(members(model, 'field', 'peers'), [
    'a--home/culture',
    'a--home/sport',
    'b--home/culture',
    'c--home/culture',
    'c--home/sport',
  ]);
  assert.deepEqual(members(model, 'topic', 'peers'), [], 'what two partners agree is no peer of the city');
});

test("a relation that is not yet on record is nobody's peer", () => {
  const links = ['2000-01-01', '2030-01-01', '2000-01-01'].map((since, place) => [
    ...[place, 'events:met', toDay(since), 0, '', 0, NEVER],
  ]);
  const base = makeModel(payload(PEERS, { links }));
  const model = focusOn(base, { city: 'home', day: toDay('2020-12-31') });
  assert.deepEqual(members(model, 'field', 'peers'), ['c--home/culture']);
});

test('from a country the relations of either city are peers', () => {
  const model = seen({ country: 'XX' });
  assert.deepEqual(members(model, 'topic', 'peers'), ['a--home/festivals', 'b--home/festivals']);
  assert.ok(members(model, 'field', 'peers').includes('c--home/sport'));
});

test('each share is of the set that is asked for', () => {
  const model = seen({ city: 'home' });
  const [a] = model.partnerList;
  assert.deepEqual(agreedShare(model, a, 'field'), { covered: 0, of: 1 });
  assert.deepEqual(agreedShare(model, a, 'field', 'peers'), { covered: 0, of: 2 });
  assert.deepEqual(partnerShare(model, model.fields.get('sport'), 'agreed'), { covered: 0, of: 1 });
  assert.deepEqual(partShare(model, a, model.fields.get('g'), 'agreed'), { covered: 0, of: 1 });
  assert.deepEqual(summarise(model, 'field', 'agreed').gaps, { 'paper-only': 3 });
});

test('ranks without the rest are those of the cells', () => {
  const index = indexEvidence(payload(PEERS));
  const ranks = ranksOfRelation(index, 3, toDay('2020-12-31'));
  assert.deepEqual(
    [...ranks],
    [
      [FESTIVALS, 2],
      [CULTURE, 2],
    ],
  );
});
