import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsv } from '../../kg/views/static/csv.mjs';
import { declareKnown, explainFault } from '../../kg/views/static/sparqlfault.mjs';
import { fillQuestion, fillValue, offersOf, termOf, valueIn } from '../../kg/views/static/sparqlfill.mjs';
import {
  makeShortener,
  termLink,
  termText,
  textRows,
  toAnswerTable,
} from '../../kg/views/static/sparqlresult.mjs';
import { inspectQuery, tokensOf } from '../../kg/views/static/sparqltokens.mjs';

const kinds = {
  cities: {
    base: 'https://w3id.org/sistercity/id/cities/',
    prefix: 'cities',
    rows: { b: { en: 'Beta', id: 'Beta', ko: '가' }, a: { en: 'Zed', id: 'Alfa', ko: '나' } },
  },
};
const city = { name: 'city', kind: 'cities' };

// ---- what is refused

const KINDS = [
  ['SELECT * { ?s ?p ?o }', 'SELECT'],
  ['# a word before\nPREFIX a: <http://a/> base <http://b/>\nask {}', 'ASK'],
  ['CONSTRUCT WHERE { ?s ?p ?o }', 'CONSTRUCT'],
  ['DESCRIBE cities:a', 'DESCRIBE'],
  ['SELECT * { ?service ?p "SERVICE" } # SERVICE', 'SELECT'],
  ["SELECT * { ?s <http://example.org/SERVICE> '''it's a SERVICE'''@en }", 'SELECT'],
  ['SELECT * { ?s sisc:service ?o ; ?p "INSERT DATA" }', 'SELECT'],
];
for (const [text, kind] of KINDS)
  test(`is answered: ${text}`, () => assert.deepEqual(inspectQuery(text), { kind }));

const REFUSED = [
  ['', 'empty'],
  ['  # nothing\n', 'empty'],
  ['insert data { <a:a> <a:b> 1 }', 'update', 1, 1],
  ['PREFIX a: <http://a/>\n DELETE WHERE { ?s ?p ?o }', 'update', 2, 2],
  ['WITH <a:g> INSERT {} WHERE {}', 'update', 1, 1],
  ['LOAD <http://example.org/>', 'update', 1, 1],
  ['DROP ALL', 'update', 1, 1],
  ['SELECT * {\n  SERVICE <http://example.org/> { ?s ?p ?o } }', 'service', 2, 3],
  ['SELECT * { service silent ?x {} }', 'service', 1, 12],
  ['SELECT * { FILTER(trueSERVICE <http://example.org/> {}) }', 'service', 1, 19],
  ['SELECT * { "한" SERVICE <http://example.org/> {} }', 'service', 1, 16],
  ['PREFIX service: <a:b> SELECT * { ?s service:x 1 }', 'service', 1, 8],
];
for (const [text, why, line, column] of REFUSED) {
  test(`is refused: ${text}`, () => {
    const { fault } = inspectQuery(text);
    assert.equal(fault.key, `sparql.fault.${why}`);
    assert.deepEqual([fault.line, fault.column], [line, column]);
  });
}

test('a long text that closes nothing is cut up at once', () => {
  const start = performance.now();
  for (const sign of ['"', "'", '"""', '<', '"\\']) tokensOf(sign.repeat(5000));
  assert.ok(performance.now() - start < 1000);
});

// ---- parameters

test('only the block of a parameter is replaced, and only if it stands once', () => {
  const query = '# VALUES ?n { 0 }\nSELECT * { values ?n {1} BIND("VALUES ?n { 0 }" AS ?s) }';
  assert.equal(fillValue(query, 'n', '5'), query.replace('{1}', '{ 5 }'));
  assert.equal(fillValue(query, 'm', '5'), query);
  const twice = 'SELECT * { VALUES ?n { 1 } { VALUES ?n { 1 } } }';
  assert.equal(fillValue(twice, 'n', '5'), twice);
});

test('nothing that was typed reaches a query', () => {
  assert.equal(termOf(kinds, 'cities', 'a'), '<https://w3id.org/sistercity/id/cities/a>');
  for (const value of ['c', 'a> } #', 'toString', '__proto__', ''])
    assert.equal(termOf(kinds, 'cities', value), null);
  for (const value of ['', '1e3', '٣', '5 }', '9'.repeat(10)])
    assert.equal(termOf(kinds, 'integer', value), null);
  assert.equal(termOf(kinds, 'integer', '+05'), '5');
  assert.equal(termOf(kinds, 'integer', '-0'), '0');
  assert.equal(termOf(kinds, 'language', 'de'), null);
  assert.equal(termOf(kinds, 'cities', '*'), 'UNDEF');
});

test('inputs show what stands in the query', () => {
  const shown = (inside) => valueIn(`ASK { VALUES ?city { ${inside} } }`, city, kinds);
  assert.equal(shown('cities:a'), 'a');
  assert.equal(shown('<https://w3id.org/sistercity/id/cities/b>'), 'b');
  assert.equal(shown('UNDEF'), '*');
  for (const inside of ['cities:a cities:b', 'cities:c', '', '<https://example.org/a>', '"a"'])
    assert.equal(shown(inside), null);
  assert.equal(valueIn('ASK {}', city, kinds), null);
  const years = { name: 'n', kind: 'integer' };
  assert.equal(valueIn('ASK { VALUES ?n { -3 } }', years, kinds), '-3');
});

test('a question is filled with the values that are known, and no others', () => {
  const question = { query: 'ASK { VALUES ?city { cities:a } }', parameters: [city] };
  assert.equal(fillQuestion(question, kinds, {}), question.query);
  assert.equal(fillQuestion(question, kinds, { city: 'nowhere' }), question.query);
  assert.match(fillQuestion(question, kinds, { city: 'b', other: 'x' }), /\{ <\S+\/b> \}/);
});

test('a list is in the order of its language', () => {
  assert.deepEqual(
    offersOf(kinds, 'cities', 'id').map(([, name]) => name),
    ['Alfa', 'Beta'],
  );
  assert.deepEqual(
    offersOf(kinds, 'cities', 'ko').map(([id]) => id),
    ['b', 'a'],
  );
});

// ---- answers

const shorten = makeShortener({ cities: kinds.cities.base, rdfs: 'http://www.w3.org/2000/01/rdf-schema#' }, [
  'https://w3id.org/sistercity/id/',
  'https://w3id.org/sistercity/scheme/',
]);
const uri = (value) => ({ type: 'uri', value });

test('IRIs are shortened where a prefix fits', () => {
  assert.equal(shorten('https://w3id.org/sistercity/id/cities/a'), 'cities:a');
  assert.equal(shorten('http://www.w3.org/2000/01/rdf-schema#label'), 'rdfs:label');
  assert.equal(shorten('https://w3id.org/sistercity/scheme/rung/agreed'), 'rung:agreed');
  for (const iri of ['https://example.org/a', kinds.cities.base, 'https://w3id.org/sistercity/id/x'])
    assert.equal(shorten(iri), iri);
});

test('only web addresses become links, and no name of the graph', () => {
  assert.equal(termLink(uri('https://example.org/a'), shorten), 'https://example.org/a');
  assert.equal(termLink({ type: 'literal', value: 'http://example.org' }, shorten), 'http://example.org');
  for (const value of ['javascript:alert(1)', 'data:text/html,x', 'mailto:a@b.c', kinds.cities.base + 'a'])
    assert.equal(termLink(uri(value), shorten), null);
  assert.equal(termLink({ type: 'literal', value: 'http://a and more' }, shorten), null);
  assert.equal(termLink({ type: 'bnode', value: 'http://a' }, shorten), null);
  assert.equal(termLink(undefined, shorten), null);
});

test('an answer becomes rows with a place for each column, and CSV without formulas', () => {
  const node = (value) => ({ type: 'bnode', value });
  const table = toAnswerTable({
    head: { vars: ['x', 'y'] },
    results: {
      bindings: [
        { x: uri(`${kinds.cities.base}a`), y: { type: 'literal', value: '=1+1' } },
        { y: node('f3a') },
        { x: node('9b'), y: node('f3a') },
      ],
    },
  });
  assert.deepEqual(textRows(table, shorten), [
    ['x', 'y'],
    ['cities:a', '=1+1'],
    ['', '_:b0'],
    ['_:b1', '_:b0'],
  ]);
  assert.equal(toCsv(textRows(table, shorten)), "\ufeffx,y\r\ncities:a,'=1+1\r\n,_:b0\r\n_:b1,_:b0\r\n");
});

test('a triple as a value is written out', () => {
  const value = {
    subject: uri(`${kinds.cities.base}a`),
    predicate: uri('a:b'),
    object: { type: 'literal', value: 'c' },
  };
  assert.equal(termText({ type: 'triple', value }, shorten), '<< cities:a a:b c >>');
});

// ---- faults

const prefixes = { cities: kinds.cities.base };

test('known prefixes are declared where the query does not', () => {
  assert.equal(
    declareKnown('SELECT * { ?s a cities:a , cities:b , foo:c }', prefixes),
    `PREFIX cities: <${kinds.cities.base}> `,
  );
  assert.equal(declareKnown('PREFIX cities: <a:> ASK { ?s a cities:a }', prefixes), '');
  assert.equal(declareKnown('ASK { ?s a "cities:a" } # cities:b', prefixes), '');
});

// An engine that reads words of the letter a alone, and tells what it does not find where it stops.
function parse(text) {
  const bad = /[^a\s]/.exec(text);
  const at = bad ? bad.index : text.trimEnd().endsWith('a') ? -1 : text.length;
  if (at >= 0) throw new Error(`error at 1:${at + 1}: expected one of "a", [_]`);
}

const FAULTS = [
  ['a a b a', 'error at 1:5: expected "a"', { key: 'sparql.fault.token', token: 'b', line: 1, column: 5 }],
  ['', 'error at 1:1: expected "a"', { key: 'sparql.fault.early', line: 1, column: 1 }],
  ['a x:y', '', { key: 'sparql.fault.prefix', token: 'x:', line: 1, column: 3 }],
  ['a\n "b', '', { key: 'sparql.fault.open', line: 2, column: 2 }],
  [
    'a <b>',
    'error at 1:5: expected one of IRI parsing failed, OPTIONAL',
    { key: 'sparql.fault.iri', line: 1, column: 3 },
  ],
  [
    'a a',
    'error at 1:3: expected one of "(", The SELECT is not good, [_]',
    { key: 'sparql.fault.said', token: 'the SELECT is not good', line: 1, column: 3 },
  ],
];
for (const [text, message, fault] of FAULTS) {
  test(`is explained: ${JSON.stringify(text)}`, () =>
    assert.deepEqual(explainFault(text, message, prefixes, parse), fault));
}
