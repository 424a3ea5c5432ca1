import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatState, homeLanguage, parseState, START } from '../../kg/views/static/state.mjs';

test('an untouched page has an empty fragment', () => {
  assert.equal(formatState(START), '#');
  assert.deepEqual(parseState(''), START);
});

test('each state comes back from its fragment', () => {
  const states = [
    {
      ...START,
      lang: 'ko',
      theme: 'dark',
      sel: 'cell:seoul/festivals',
      sort: 'name',
      open: ['culture', 'sport'],
      shut: ['economy'],
    },
    { ...START, open: '*' },
    { ...START, tab: 'brief', city: 'surabaya', year: '2017', evidence: 'strict', of: 'peers', net: 'map' },
    { ...START, country: 'ID', looks: ['agreed', 'searched'], gaps: ['stalled'], groups: ['g'] },
    { ...START, countries: ['KR', 'JP'], types: ['sister-city'] },
    { ...START, open: [] },
    { ...START, sel: 'city:a&b=c#d' },
  ];
  for (const state of states) assert.deepEqual(parseState(formatState(state)), state);
});

test('a fragment stays readable', () => {
  assert.equal(
    formatState({ ...START, lang: 'id', sel: 'cell:seoul/festivals' }),
    '#lang=id&sel=cell:seoul/festivals',
  );
});

test('what a fragment cannot mean is left at the start', () => {
  const odd = parseState('#lang=xx&theme=pink&sort=random&year=20x7&of=all&open=a,,b&unknown=1');
  assert.deepEqual(odd, { ...START, open: ['a', 'b'] });
});

test('the page opens in the language of the fragment, else of the browser, else in English', () => {
  assert.deepEqual(['ko-KR', 'id', 'EN-gb', 'fr', '', undefined].map(homeLanguage), [
    'ko',
    'id',
    'en',
    'en',
    'en',
    'en',
  ]);
  assert.equal(parseState('', 'ko').lang, 'ko');
  assert.equal(parseState('#lang=en', 'ko').lang, 'en');
  assert.equal(formatState({ ...START, lang: 'en' }, 'ko'), '#lang=en');
  assert.equal(formatState({ ...START, lang: 'ko' }, 'ko'), '#');
});
