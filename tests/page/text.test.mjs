import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { compareDates, firstDay, formatDate, lastDay } from '../../kg/views/static/dates.mjs';
import { agreedKey } from '../../kg/views/static/meter.mjs';
import { fillIn, LANGUAGES, labelOf, makeSay } from '../../kg/views/static/words.mjs';
import { reader, words } from './fixture.mjs';

const STATIC = new URL('../../kg/views/static/', import.meta.url);
const sources = () =>
  readdirSync(STATIC)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => readFileSync(new URL(name, STATIC), 'utf8'));

test('every word stands in every language, with the same values', () => {
  const names = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  for (const [key, texts] of Object.entries(words)) {
    assert.deepEqual(Object.keys(texts), LANGUAGES, key);
    for (const lang of LANGUAGES) {
      assert.ok(texts[lang].trim(), `${key} is empty in ${lang}`);
      assert.deepEqual(
        [...new Set(names(texts[lang]))].sort(),
        [...new Set(names(texts.en))].sort(),
        `${key} in ${lang}`,
      );
    }
  }
});

test('every word that the modules say exists, and every word is said', () => {
  const code = sources().join('\n');
  const said = [...code.matchAll(/say\(\s*'([^']+)'/g)].map((match) => match[1]);
  assert.ok(said.length > 80, `only ${said.length} words found in the modules`);
  for (const key of said) assert.ok(words[key], `no words for ${key}`);
  const stems = [...code.matchAll(/`([a-z]+\.)\$\{/g)].map((match) => match[1]);
  for (const word of Object.keys(words)) {
    const key = word.replace(/~$/, ''); // its form in a country's view
    assert.ok(words[key], `${word} has no plain form`);
    const used = code.includes(`'${key}'`) || stems.some((stem) => key.startsWith(stem));
    assert.ok(used, `${key} is never said`);
  }
});

test('an unknown word is an error, not an empty text', () => {
  assert.throws(() => makeSay(words, 'en')('no.such.word'), /no words for no.such.word/);
});

test('numbers choose the form', () => {
  assert.equal(fillIn('{n} {n|field|fields}', { n: 1 }), '1 field');
  assert.equal(fillIn('{n} {n|field|fields}', { n: 0 }), '0 fields');
  assert.equal(fillIn('{a} <b>', { a: '<i>' }), '<i> <b>');
});

test('a label falls back from the language asked to English, Indonesian, Korean, and the id', () => {
  assert.equal(labelOf({ en: 'E', id: 'I', ko: 'K' }, 'ko', 'x'), 'K');
  assert.equal(labelOf({ id: 'I', ko: 'K' }, 'en', 'x'), 'I');
  assert.equal(labelOf({ ko: 'K' }, 'id', 'x'), 'K');
  assert.equal(labelOf({ en: '' }, 'id', 'x'), 'x');
  assert.equal(labelOf(undefined, 'id', 'x'), 'x');
});

test('dates are written out as precise as they are', () => {
  const written = (lang) =>
    ['2015-05-20', '2015-05', '2015', '2015~', '2015-05?', '', 'unknown'].map((date) =>
      formatDate(date, makeSay(words, lang)),
    );
  assert.deepEqual(written('en'), [
    '20 May 2015',
    'May 2015',
    '2015',
    'about 2015',
    'May 2015 (uncertain)',
    '',
    'unknown',
  ]);
  assert.deepEqual(written('id'), [
    '20 Mei 2015',
    'Mei 2015',
    '2015',
    'sekitar 2015',
    'Mei 2015 (belum pasti)',
    '',
    'unknown',
  ]);
  assert.deepEqual(written('ko'), [
    '2015년 5월 20일',
    '2015년 5월',
    '2015년',
    '2015년경',
    '2015년 5월(불확실)',
    '',
    'unknown',
  ]);
});

test('dates of different precision have an order and a first and last day', () => {
  assert.deepEqual(['2015-05', '2014~', '', '2015'].sort(compareDates), ['', '2014~', '2015', '2015-05']);
  assert.deepEqual(['2015', '2015-05', '2015-05-20?', ''].map(firstDay), [
    '2015-01-01',
    '2015-05-01',
    '2015-05-20',
    '0000-00-00',
  ]);
  assert.deepEqual(['2015', '2015-05', '2015-05-20?', ''].map(lastDay), [
    '2015-12-31',
    '2015-05-31',
    '2015-05-20',
    '9999-99-99',
  ]);
});

test('one thing has one word, the same as on the command line', () => {
  for (const [key, { en, id, ko }] of Object.entries(words)) {
    assert.doesNotMatch(id, /kekosongan|pencarian|dicari|kendala/i, key);
    assert.doesNotMatch(en, /field cell|topic cell/, key);
    assert.doesNotMatch(ko, /와\(과\)/, key);
  }
});

test('the first sentence agrees with its number', () => {
  const say = makeSay(words, 'en');
  const told = (key, values) => say(key, values).replace('nothing carried out on record', '…');
  assert.equal(
    told('meter.agreed', { due: 44, agreed: 64 }),
    '64 agreed field–partner pairs, of which 44 have ….',
  );
  assert.equal(told('meter.agreed', { due: 1, agreed: 1 }), '1 agreed field–partner pair, of which 1 has ….');
  assert.equal(told('meter.all', { all: 684, uncovered: 646 }), 'Of all 684 pairs, 646 have ….');
  assert.equal(told('meter.agreed-done~', { agreed: 1 }), '1 agreed field–relation pair, which is covered.');
});

test('from a country the texts speak of relations', () => {
  const { say } = reader({}, { country: 'KR' });
  assert.equal(say('matrix.row-share', { k: 1, n: 2 }), 'Covered in 1 of 2 relations');
  assert.equal(reader().say('matrix.row-share', { k: 1, n: 2 }), 'Covered with 1 of 2 partners');
});

test('what is agreed waits, is covered, or is not there at all', () => {
  const keys = [
    { agreed: 2, due: 1 },
    { agreed: 2, due: 0 },
    { agreed: 0, due: 0 },
  ];
  assert.deepEqual(
    keys.map((values) => agreedKey('field', values)),
    ['meter.agreed', 'meter.agreed-done', 'meter.agreed-none'],
  );
});
