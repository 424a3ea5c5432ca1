import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carryOver, placesToPick, turnTo } from '../../kg/views/static/pick.mjs';
import { yearStep, yearText, yearsOf } from '../../kg/views/static/years.mjs';
import { model } from './fixture.mjs';

test('cities stand by the number of their relations, countries below them', () => {
  const { cities, countries } = placesToPick(model());
  assert.deepEqual(cities[0], { id: 'home', n: 3 });
  assert.deepEqual(cities[1], { id: 'beta', n: 2 });
  assert.equal(cities.length, 5);
  assert.deepEqual(countries, [
    { id: 'JP', n: 1 },
    { id: 'KR', n: 1 },
  ]);
});

test('the city of the data is written as none', () => {
  assert.deepEqual(turnTo(model(), '', { city: 'home' }), {
    city: '',
    country: '',
    sel: '',
    countries: [],
    types: [],
  });
});

test('a relation stays selected where the new view has it, and is let go elsewhere', () => {
  const whole = model();
  const over = (selection, view) => carryOver(whole, selection, view);
  assert.equal(over('cell:alpha/sport', { city: 'alpha' }), 'cell:home/sport');
  assert.equal(over('cell:alpha/sport', { country: 'KR' }), 'cell:alpha--home/sport');
  assert.equal(over('city:alpha', { country: 'KR' }), 'city:alpha--home');
  assert.equal(over('cell:alpha/sport', { city: 'delta' }), '');
  assert.equal(over('cell:alpha/sport', { country: 'JP' }), '');
  assert.equal(over('field:sport', { city: 'delta' }), 'field:sport');
  assert.equal(over('agreement:loi', { country: 'JP' }), 'agreement:loi');
});

test('the years run from the first fact of the view to the day of the data, whatever day is shown', () => {
  assert.deepEqual(yearsOf(model()), { first: 1990, last: 2026 });
  assert.deepEqual(yearsOf(model({ year: '2001' })), { first: 1990, last: 2026 });
  assert.deepEqual(yearsOf(model({ city: 'delta' })), { first: 2010, last: 2026 });
  assert.deepEqual(yearsOf(model({ country: 'KR' })), { first: 2015, last: 2026 });
  assert.equal(yearsOf(model({ country: 'XX' })), null);
});

test('the last step is the day of the data, which no year names', () => {
  const years = { first: 1990, last: 2026 };
  assert.deepEqual([yearText(years, '2026'), yearText(years, '2025')], ['', '2025']);
  assert.deepEqual(
    ['', '1900', '2001', '2050'].map((year) => yearStep(years, year)),
    [2026, 1990, 2001, 2026],
  );
});

test('a page of some relations offers no city but its own', () => {
  const { cities, countries } = placesToPick({ ...model(), whole: false });
  assert.deepEqual([cities.map(({ id }) => id), countries], [['home'], []]);
});
