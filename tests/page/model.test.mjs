import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreedShare, dueCells, partnerShare, partShare, summarise } from '../../kg/views/static/counts.mjs';
import {
  factsOfAgreement,
  factsOfCell,
  factsOfProgram,
  isOnRecord,
  missingTerms,
  rankOfProgram,
} from '../../kg/views/static/facts.mjs';
import { cellAt, groupOf, isDue, lookOf, resolve, subtree } from '../../kg/views/static/model.mjs';
import { fieldsWithDueTopics, orderPartners, visibleRows } from '../../kg/views/static/rows.mjs';
import { nextStep, toneOf, verdictKey } from '../../kg/views/static/verdict.mjs';
import { isWeaker, wantsSource, weakerFacts } from '../../kg/views/static/weaker.mjs';
import { makeReader } from '../../kg/views/static/reader.mjs';
import { model, reader, state } from './fixture.mjs';

const ids = (rows) => rows.map((row) => row.id);

test('every partner has a cell for every field, recorded or not', () => {
  const whole = model();
  assert.equal(whole.cells.size, 3 * 5);
  const cell = cellAt(whole, 'gamma', 'festivals');
  assert.equal(cell.rung, 'unrecorded');
  assert.equal(cell.gap, 'open');
});

test('an unrecorded cell looks different once it was searched', () => {
  const whole = model();
  assert.equal(lookOf(cellAt(whole, 'beta', 'sport')), 'searched');
  assert.equal(lookOf(cellAt(whole, 'alpha', 'sport')), 'unrecorded');
  assert.equal(lookOf(cellAt(whole, 'alpha', 'festivals')), 'agreed');
});

test('a selection names what the page holds and nothing else', () => {
  const whole = model();
  assert.equal(resolve(whole, 'cell:alpha/festivals').field.id, 'festivals');
  assert.equal(resolve(whole, 'city:home').kind, 'focal');
  assert.equal(resolve(whole, 'agreement:loi').record.kind, 'loi');
  for (const odd of [
    '',
    'cell:alpha/none',
    'city:none',
    'agreement:toString',
    'program:__proto__',
    'field:',
    'constructor:x',
    'toString:x',
    '__proto__:x',
    'x:y',
    'nonsense',
  ]) {
    assert.equal(resolve(whole, odd), null, odd);
  }
});

test('the tree has its branches', () => {
  const whole = model();
  assert.deepEqual(ids(subtree(whole.fields.get('culture'))), ['culture', 'festivals', 'museums']);
  assert.equal(groupOf(whole.fields.get('festivals')).id, 'g');
});

test('behind a field stands what lies on its topics; behind a topic nothing of its field', () => {
  const whole = model();
  const field = factsOfCell(whole, cellAt(whole, 'alpha', 'culture'));
  assert.deepEqual(ids(field.commitments), ['loi-culture', 'loi-festivals']);
  assert.deepEqual(ids(field.programs), ['fair', 'museum-plan']);
  assert.deepEqual(ids(field.statements), ['one']);
  assert.deepEqual(ids(field.obstacles), ['money']);
  assert.deepEqual(ids(field.studies), ['thesis']);
  assert.deepEqual(field.events, [], 'an expiry is no contact in the field');
  const topic = factsOfCell(whole, cellAt(whole, 'alpha', 'festivals'));
  assert.deepEqual(ids(topic.commitments), ['loi-festivals']);
  assert.deepEqual([topic.programs, topic.studies], [[], []]);
  assert.deepEqual(ids(topic.searches), ['search']);
  assert.deepEqual(field.searches, [], 'a search covers the fields that it names and no others');
});

test('what is dated after the day of the page does not count', () => {
  const early = model({ year: '2016' });
  const facts = factsOfCell(early, cellAt(early, 'alpha', 'culture'));
  assert.deepEqual(ids(facts.programs), []);
  assert.deepEqual(ids(facts.commitments), ['loi-culture', 'loi-festivals']);
  assert.deepEqual(facts.studies, []);
  const [alpha, ...others] = early.partnerList;
  assert.deepEqual([alpha.agreements, alpha.programs, alpha.studies], [['loi', 'mou'], ['dead'], []]);
  assert.deepEqual(ids(others), ['beta'], 'nothing of gamma was on record then');
  assert.equal(early.asOf, '2016-12-31');
});

test('a programme gives the rung of its dates, and a higher one by its outcomes', () => {
  const at = (year) => model({ year });
  assert.equal(rankOfProgram(at('2016'), 'fair'), 0);
  assert.equal(rankOfProgram(at('2017'), 'fair'), 4);
  assert.equal(rankOfProgram(at('2018'), 'fair'), 5);
  assert.equal(rankOfProgram(at('2020'), 'museum-plan'), 3);
  assert.equal(rankOfProgram(at('2020'), 'dead'), 0);
  assert.equal(rankOfProgram(at('2020'), 'choir'), 5);
  assert.equal(rankOfProgram(at('2020'), 'choir', { proven: true }), 6);
});

test('the matrix can be turned to another city, or to all relations of a country', () => {
  const beta = model({ city: 'beta' });
  assert.deepEqual(ids(beta.partnerList), ['delta', 'home']);
  assert.equal(cellAt(beta, 'delta', 'sport').rung, 'delivered');
  const korea = model({ country: 'KR' });
  assert.deepEqual(ids(korea.partnerList), ['alpha--home']);
  const [{ home, city }] = korea.partnerList;
  assert.deepEqual([home, city], ['alpha', 'home']);
  assert.equal(cellAt(korea, 'alpha--home', 'festivals').gap, 'paper-only');
});

test('a cell is found by its relation from every view that shows it', () => {
  for (const view of [{}, { city: 'alpha' }, { country: 'KR' }]) {
    const whole = model(view);
    assert.equal(resolve(whole, 'cell:alpha--home/festivals').cell.gap, 'paper-only');
  }
  assert.equal(resolve(model(), 'cell:beta--delta/sport'), null);
});

test('an agreement knows what followed from it and which terms it leaves open', () => {
  const whole = model();
  assert.deepEqual(ids(factsOfAgreement(whole, 'loi').later), ['mou']);
  assert.deepEqual(missingTerms(whole.facts.commitments['loi-culture']), ['expected_result', 'budget']);
});

test('of what came of an agreement, only that counts which was on record at the day', () => {
  const at = (year) => {
    const { programs, later } = factsOfAgreement(model({ year }), 'loi');
    return [ids(programs), ids(later)];
  };
  assert.deepEqual(at('2015'), [[], []]);
  assert.deepEqual(at('2017'), [['fair'], ['mou']]);
  assert.deepEqual(at('2018'), [['fair', 'museum-plan'], ['mou']]);
  assert.deepEqual(ids(factsOfProgram(model({ year: '2019' }), 'fair').studies), []);
  assert.deepEqual(ids(factsOfProgram(model({ year: '2020' }), 'fair').studies), ['thesis']);
  const early = factsOfAgreement(model({ year: '2014' }), 'loi');
  assert.deepEqual(
    [ids(early.obstacles), ids(early.parties).length],
    [[], 2],
    'an obstacle has no date of its own',
  );
  const known = (year) => isOnRecord(model({ year }), 'agreements', 'loi');
  assert.deepEqual([known('2014'), known('2015')], [false, true]);
});

test('a relation that came on record later says when, however it is selected', () => {
  const early = model({ year: '2016' });
  for (const sel of ['city:gamma', 'cell:gamma/sport', 'cell:gamma--home/sport']) {
    const { kind, id, later } = resolve(early, sel);
    assert.deepEqual([kind, id, later.date], ['elsewhere', 'gamma', '2024-05'], sel);
  }
  assert.equal(resolve(early, 'cell:gamma/none'), null);
  assert.equal(
    resolve(early, 'city:delta').later,
    undefined,
    'it never has a relation with the city in view',
  );
  assert.equal(resolve(model({ year: '2009', country: 'JP' }), 'cell:beta--delta/sport').later.date, '2010');
});

test('strict evidence says what it leaves out, and wants a source where a row exists', () => {
  const strict = model({ strict: true });
  const cell = cellAt(strict, 'alpha', 'festivals');
  assert.equal(cell.gap, 'open');
  assert.deepEqual(weakerFacts(strict, cell), ['commitments:loi-festivals']);
  assert.equal(wantsSource(strict, cell), true);
  assert.equal(wantsSource(strict, cellAt(strict, 'gamma', 'sport')), false, 'talks are no agreement');
  const lenient = model();
  assert.deepEqual(weakerFacts(lenient, cellAt(lenient, 'alpha', 'festivals')), []);
  assert.equal(wantsSource(lenient, cellAt(lenient, 'alpha', 'festivals')), false);
  const { fair, league } = strict.facts.programs;
  assert.deepEqual(
    [fair, league, {}].map((row) => isWeaker(strict, row)),
    [true, false, false],
  );
  for (const lang of ['en', 'id', 'ko']) {
    const told = makeReader(strict, state({ lang }));
    for (const one of strict.cells.values()) {
      assert.doesNotMatch(told.sentence(one), /on record|tercatat|기록/, `${one.field.id} in ${lang}`);
    }
  }
});

test('shares count the agreed fields of a partner, the partners of a field, the parts of a group', () => {
  const whole = model();
  const alpha = whole.partners.get('alpha');
  assert.deepEqual(agreedShare(whole, alpha, 'field'), { covered: 1, of: 1 });
  assert.deepEqual(agreedShare(whole, alpha, 'topic'), { covered: 0, of: 1 });
  assert.deepEqual(partnerShare(whole, whole.fields.get('culture')), { covered: 2, of: 3 });
  assert.deepEqual(partShare(whole, alpha, whole.fields.get('g')), { covered: 1, of: 2 });
});

test('a summary counts each field cell once, and no groups or topics', () => {
  const { all, agreed, due, looks } = summarise(model(), 'field');
  assert.deepEqual(all, { covered: 2, of: 6 });
  assert.deepEqual(agreed, { covered: 2, of: 2 });
  assert.equal(due, 0);
  assert.deepEqual(looks, { delivered: 1, unrecorded: 2, evidenced: 1, searched: 1, explored: 1 });
  assert.equal(summarise(model(), 'topic').due, 1);
});

test('due is what is agreed and not carried out', () => {
  const whole = model();
  assert.deepEqual(
    dueCells(whole, whole.partners.get('alpha')).map((cell) => cell.field.id),
    ['festivals'],
  );
  assert.equal(isDue(cellAt(whole, 'alpha', 'museums')), false, 'planned but never agreed');
});

test('from a cold start the topics that are agreed and not carried out are open', () => {
  assert.deepEqual(ids(fieldsWithDueTopics(model())), ['culture']);
  const rows = visibleRows(model(), state()).map((row) => row.field.id);
  assert.deepEqual(rows, ['g', 'culture', 'festivals', 'museums', 'sport']);
});

test('rows fold by group and by field, and say whether they do', () => {
  const rows = (part) => visibleRows(model(), state(part)).map((row) => row.field.id);
  assert.deepEqual(rows({ open: [] }), ['g', 'culture', 'sport']);
  assert.deepEqual(rows({ open: '*', sort: 'name' }), ['g', 'culture', 'festivals', 'museums', 'sport']);
  assert.deepEqual(rows({ shut: ['g'] }), ['g']);
  const [group, , topic] = visibleRows(model(), state());
  assert.equal(group.expanded, true);
  assert.equal(topic.expanded, undefined);
});

test('partners are ordered by agreed gaps, by name, and by last contact', () => {
  const order = (sort) => orderPartners(model(), state({ sort })).map((partner) => partner.id);
  assert.deepEqual(order('gaps'), ['alpha', 'beta', 'gamma']);
  assert.deepEqual(order('name'), ['alpha', 'beta', 'gamma']);
  assert.deepEqual(order('contact'), ['gamma', 'alpha', 'beta']);
});

test('each gap has its sentence, its next step and its loudness', () => {
  const cell = (rank, gap, more = {}) => ({ rank, gap, agreed: false, searched: '', ...more });
  assert.equal(verdictKey(cell(0, 'open')), 'verdict.unsearched');
  assert.equal(verdictKey(cell(0, 'open', { searched: '2025' })), 'verdict.searched');
  assert.equal(verdictKey(cell(1, 'open')), 'verdict.explored');
  assert.equal(verdictKey(cell(4, 'unproven')), 'verdict.under-way');
  assert.equal(verdictKey(cell(6, '')), 'verdict.evidenced');
  assert.deepEqual(
    ['open', 'paper-only', 'stalled', 'pending', 'unproven', 'lapsed', ''].map((gap) =>
      nextStep(cell(0, gap)),
    ),
    [2, 3, 4, 4, 6, 0, 0],
  );
  assert.deepEqual(
    [cell(0, 'open'), cell(0, 'open', { agreed: true }), cell(3, 'pending'), cell(5, 'unproven')].map(toneOf),
    ['open', 'due', 'due', 'covered'],
  );
});

test('a cell is named in words, and never as a lack of cooperation', () => {
  for (const lang of ['en', 'id', 'ko']) {
    const seen = reader({ lang });
    for (const cell of seen.model.cells.values()) assert.ok(seen.cell(cell).length > 12);
  }
  const english = reader();
  assert.equal(
    english.cell(cellAt(english.model, 'alpha', 'festivals')),
    'Alpha, Field festivals: Agreed; no programme on record. disputed',
  );
  assert.match(
    english.cell(cellAt(english.model, 'beta', 'sport')),
    /no.* on record; searched 1 January 2025\.$/i,
  );
});
