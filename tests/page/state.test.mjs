import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitState } from '../../kg/views/static/fit.mjs';
import { makeModel } from '../../kg/views/static/model.mjs';
import { formatState, homeLanguage, parseState, START } from '../../kg/views/static/state.mjs';
import { payload } from './fixture.mjs';

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
    { ...START, named: ['agreement'] },
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

const fit = (fragment) => formatState(fitState(makeModel(payload()), parseState(fragment)));

test('what the data do not hold is dropped from a fragment', () => {
  assert.equal(fit('#looks=nonsense&gaps=nope&groups=nope&countries=ZZ&types=zz&named=x&shut=y'), '#');
  assert.equal(fit('#city=atlantis'), '#');
  assert.equal(fit('#country=ZZ'), '#');
  assert.equal(
    fit('#looks=agreed,agreed,zz&groups=g,zz&countries=KR'),
    '#looks=agreed&groups=g&countries=KR',
  );
  assert.equal(fit('#city=beta&open=culture,zz'), '#city=beta&open=culture');
});

test('a year is one of those that the slider has', () => {
  assert.equal(fit('#year=2016'), '#year=2016');
  assert.equal(fit('#year=0000'), fit('#year=1950'));
  assert.equal(fit('#year=1950'), '#year=1990');
  assert.equal(fit('#year=2026'), '#', 'the year of the data is no year');
  assert.equal(fit('#year=2999'), '#');
  assert.equal(fit('#city=alpha&year=1990'), '#city=alpha&year=2015', 'by what the view has on record');
});

test('a long text is cut', () => {
  assert.equal(parseState(`#sel=${'x'.repeat(5000)}`).sel.length, 200);
});
