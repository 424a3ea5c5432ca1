import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agenciesOf, aboveAgency, deedsOfAgency } from '../../kg/views/static/agencies.mjs';
import { agencyList, agencyTitle } from '../../kg/views/static/agencyview.mjs';
import { chainOf, hasChain } from '../../kg/views/static/chain.mjs';
import { chainList, chainTitle } from '../../kg/views/static/chainview.mjs';
import { listInWords } from '../../kg/views/static/listing.mjs';
import { dayOfYear, focusOn, makeModel, resolve } from '../../kg/views/static/model.mjs';
import { makeReader } from '../../kg/views/static/reader.mjs';
import { VIEWS, viewOf } from '../../kg/views/static/views.mjs';
import { payload, state } from './fixture.mjs';

const SIZE = { width: 900, height: 300 };

// The fixture with offices, results and the edges that tell of them.
function wholePayload() {
  const data = payload();
  const { facts, drawing } = data;
  Object.assign(facts.agencies, {
    hall: { name: { en: 'City hall' }, city: 'home', kind: 'government' },
    office: {
      name: { en: 'Office' },
      city: 'home',
      kind: 'department',
      part_of: 'hall',
      replaces: ['bureau'],
    },
    bureau: { name: { en: 'Bureau' }, city: 'home', kind: 'department' },
  });
  facts.programs.fair.agencies = ['office'];
  drawing.map = { width: 1000, height: 0, strip: 0, dots: [], cities: {}, countries: {}, community: {} };
  const more = [
    ['agreement:mou', 'program:dead', 'carries'],
    ['agreement:loi', 'program:museum-plan', 'carries'],
    ['agreement:old', 'program:choir', 'carries'],
    ['agreement:old', 'field:culture', 'commitment'],
    ['program:choir', 'outcome:heard', 'result'],
    ['agreement:loi', 'agreement:mou', 'renews'],
    ['agency:office', 'agreement:loi', 'lead'],
    ['agency:office', 'program:fair', 'carried-by'],
    ['agency:office', 'agency:hall', 'part-of'],
    ['agency:hall', 'city:home', 'seat'],
  ];
  more.forEach(([from, to, kind], index) => drawing.edges.push({ id: 100 + index, from, to, kind }));
  return data;
}

const base = makeModel(wholePayload());
const modelOf = (year) => focusOn(base, { city: 'home', day: dayOfYear(base, year) });
const readerOf = (part = {}) => makeReader(modelOf(part.year), state(part));
const chainFrom = (sel, year) => chainOf(modelOf(year), resolve(modelOf(year), sel));
const ids = ({ nodes }) => nodes.map(({ id }) => id);

test('a chain leads from letter of intent to memorandum, programmes and results', () => {
  const { nodes, edges } = chainFrom('agreement:mou');
  const column = new Map(nodes.map((node) => [node.id, node.column]));
  assert.ok(column.get('agreement:loi') < column.get('agreement:mou'));
  assert.ok(column.get('agreement:mou') < column.get('program:fair'));
  assert.deepEqual(
    edges
      .filter(({ to }) => to === 'agreement:mou')
      .map(({ kind }) => kind)
      .sort(),
    ['carries_out', 'renews'],
  );
});

test('a line that ends says so: nothing carried out, or no result on record', () => {
  const nodes = ids(chainFrom('city:alpha'));
  assert.ok(nodes.includes('named:loi/festivals') && nodes.includes('undone:loi/festivals'));
  assert.ok(nodes.includes('unproven:fair'));
  assert.ok(!nodes.includes('undone:loi/culture'), 'a programme was carried out in it');
  assert.ok(!nodes.includes('unproven:dead'), 'what never ran has no result to miss');
  assert.deepEqual(ids(chainFrom('city:beta')), ['agreement:old', 'program:choir', 'outcome:heard']);
});

test('what comes after the day is no part of a chain', () => {
  assert.deepEqual(
    ids(chainFrom('agreement:loi', '2015')).filter((id) => /^(agreement|program)/.test(id)),
    ['agreement:loi'],
  );
});

test('the chain of a cell keeps to its field', () => {
  assert.deepEqual(
    ids(chainFrom('cell:alpha/museums')).filter((id) => id.startsWith('program')),
    ['program:museum-plan'],
  );
});

test('only what leads to an agreement has a chain, else the title says what to select', () => {
  const has = (sel) => hasChain(modelOf(), resolve(modelOf(), sel));
  assert.deepEqual(['agreement:loi', 'program:fair', 'city:alpha', 'cell:alpha/culture'].map(has), [
    true,
    true,
    true,
    true,
  ]);
  assert.deepEqual(['', 'city:gamma', 'field:culture', 'cell:gamma/sport'].map(has), [
    false,
    false,
    false,
    false,
  ]);
  assert.match(chainTitle(readerOf()), /^Select/);
  assert.deepEqual(chainList(readerOf(), SIZE).nodes, []);
});

test('a wide chain stands in columns, a narrow one is an outline with a row for each node', () => {
  const reader = readerOf({ sel: 'city:alpha' });
  const wide = chainList(reader, SIZE);
  assert.ok(new Set(wide.nodes.map(({ x }) => x)).size < wide.nodes.length);
  const narrow = chainList(reader, { width: 340, height: 300 });
  assert.equal(new Set(narrow.nodes.map(({ y }) => y)).size, narrow.nodes.length);
  for (const { x, y } of narrow.nodes) assert.ok(x > 0 && x < narrow.width && y > 0 && y < narrow.height);
  const [renews, follows] = ['renews', 'follows'].map((look) =>
    wide.edges.find((edge) => edge.look === look),
  );
  assert.notEqual(renews.offset, follows.offset);
});

test('agreements in a circle have a chain too', () => {
  const data = wholePayload();
  data.drawing.edges.push({ id: 200, from: 'agreement:mou', to: 'agreement:loi', kind: 'renews' });
  const circle = makeModel(data);
  const model = focusOn(circle, { city: 'home', day: dayOfYear(circle, '') });
  const reader = makeReader(model, state({ sel: 'agreement:loi' }));
  for (const width of [300, 900]) assert.ok(chainList(reader, { width, height: 300 }).nodes.length > 2);
});

test('agencies lead what agreements name and carry programmes, by field', () => {
  const { agencies, fields, work } = agenciesOf(modelOf(), resolve(modelOf(), 'field:culture'));
  assert.deepEqual(agencies, ['office']);
  assert.deepEqual(
    fields.map(({ id, led }) => [id, led]),
    [
      ['culture', true],
      ['festivals', false],
    ],
  );
  assert.deepEqual(
    work.map(({ field, kind, n }) => [field, kind, n]),
    [
      ['culture', 'lead', 1],
      ['culture', 'carry', 1],
    ],
  );
});

test('an agreed field that no agency leads is a gap in words', () => {
  const reader = readerOf({ sel: 'field:culture' });
  const { nodes, edges } = agencyList(reader, SIZE);
  const gap = nodes.find(({ id }) => id === 'field:festivals');
  assert.equal(gap.look, 'gap');
  assert.match(gap.label, /no lead/);
  assert.match(agencyTitle(reader), /1 of 2/);
  assert.ok(edges.some(({ from, to }) => from === 'city:home' && to === 'agency:hall'));
  assert.ok(edges.some(({ from, to }) => from === 'agency:hall' && to === 'agency:office'));
});

test('an agency is known with what stands above it and what it does', () => {
  assert.deepEqual(aboveAgency(modelOf(), 'office'), ['hall']);
  const [culture] = deedsOfAgency(modelOf(), 'office');
  assert.deepEqual([culture.field, culture.leads.length, culture.carries[0].id], ['culture', 1, 'fair']);
  const why = VIEWS.why.list(readerOf({ sel: 'agency:office' }), SIZE);
  assert.ok(
    ids(why).includes('program:fair') &&
      ids(why).includes('agreement:loi') &&
      ids(why).includes('agency:hall'),
  );
});

test('an agency that is part of itself has nothing above it', () => {
  const model = { facts: { agencies: { a: { part_of: 'b' }, b: { part_of: 'a' } } } };
  assert.deepEqual(aboveAgency(model, 'a'), ['b']);
});

test('every view draws every selection in every language, and each line ends at something drawn', () => {
  const all = [
    '',
    'city:home',
    'city:alpha',
    'city:delta',
    'agency:office',
    'agreement:loi',
    'program:fair',
    'field:g',
    'field:culture',
    'cell:alpha/festivals',
    'cell:gamma/g',
    'country:KR',
    'nonsense',
  ];
  for (const net of Object.keys(VIEWS)) {
    for (const lang of ['en', 'id', 'ko']) {
      for (const sel of all) {
        const reader = readerOf({ net, lang, sel });
        const { list, title } = viewOf(reader);
        assert.ok(title(reader), `${net} ${sel}`);
        for (const size of [SIZE, { width: 320, height: 250 }, { width: 1040, height: 150, grow: true }]) {
          const drawing = list(reader, size);
          const known = new Set(ids(drawing));
          assert.equal(known.size, drawing.nodes.length, `${net} ${sel}`);
          for (const { x, y } of drawing.nodes)
            assert.ok(Number.isFinite(x) && Number.isFinite(y), `${net} ${sel}`);
          for (const { from, to } of drawing.edges)
            assert.ok(known.has(from) && known.has(to), `${net} ${sel}`);
          assert.equal(listInWords(reader, drawing).leftOut, 0);
        }
      }
    }
  }
});

test('in words each node has a name and a kind, each line two ends and what it says', () => {
  const reader = readerOf({ net: 'chain', sel: 'city:alpha' });
  const { nodes, edges } = listInWords(reader, chainList(reader, SIZE));
  assert.ok(nodes.every(({ text }) => text));
  assert.ok(edges.some((text) => text.includes('→')));
  assert.ok(edges.every((text) => !text.includes('undefined')));
  assert.equal(
    nodes.find(({ text }) => text === 'Field festivals: nothing carried out on record').id,
    'cell:alpha/festivals',
  );
  const kinds = new Map(nodes.map(({ text, kind }) => [text, kind]));
  assert.equal(kinds.get('fair: no result on record'), '', 'its name says it already');
  assert.equal(kinds.get('fair'), 'Programme: delivered');
});

test('by strict evidence what rests on weaker sources is dotted and said to be so', () => {
  const model = focusOn(base, { city: 'home', day: dayOfYear(base, ''), strict: true });
  for (const net of ['why', 'chain']) {
    const reader = makeReader(model, state({ net, sel: 'city:alpha' }));
    const list = viewOf(reader).list(reader, SIZE);
    assert.equal(list.nodes.find(({ id }) => id === 'program:fair').look, 'weak', net);
    const { nodes } = listInWords(reader, list);
    assert.equal(nodes.find(({ text }) => text === 'fair').kind, 'Programme resting on weaker sources');
    assert.ok(!nodes.some(({ text }) => /nothing carried out|no result/.test(text)), net);
  }
});

test('a programme given up is called so, and one of a later day is not drawn', () => {
  const why = (part) => viewOf(readerOf(part)).list(readerOf(part), SIZE);
  const dead = { sel: 'program:dead' };
  const { kind } = listInWords(readerOf(dead), why(dead)).nodes.find(({ id }) => id === 'program:dead');
  assert.equal(kind, 'Programme cancelled, suspended or not realised');
  assert.ok(!ids(why({ ...dead, year: '2015' })).includes('program:dead'));
});

test('a programme with results is still called a programme', () => {
  const reader = readerOf({ net: 'chain', sel: 'city:beta' });
  const { nodes } = listInWords(reader, chainList(reader, SIZE));
  assert.deepEqual(
    nodes.map(({ kind }) => kind),
    ['Agreement', 'Programme: evidenced', 'Result'],
  );
});

test('what belongs to no agreement is said to have no chain', () => {
  for (const sel of ['program:league', 'city:gamma'])
    assert.match(chainTitle(readerOf({ sel })), /^No agreement/);
});

test('the head counts every agency that is drawn, and its gaps are of leads', () => {
  const reader = readerOf({ net: 'agencies', sel: 'city:alpha' });
  const list = agencyList(reader, SIZE);
  assert.equal(list.nodes.filter(({ layer }) => layer === 'agency').length, 2);
  assert.match(agencyTitle(reader), /^1 agency .* Also drawn: 1 agency/);
  const kinds = listInWords(
    readerOf({ net: 'agencies', sel: 'field:culture' }),
    agencyList(readerOf({ sel: 'field:culture' }), SIZE),
  ).nodes;
  assert.ok(kinds.some(({ kind }) => kind === 'Field without a lead agency on record'));
  assert.ok(!kinds.some(({ kind }) => /not covered/.test(kind)));
});
