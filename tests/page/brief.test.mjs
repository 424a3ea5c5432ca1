import assert from 'node:assert/strict';
import { test } from 'node:test';
import { briefOf } from '../../kg/views/static/brief.mjs';
import { toDay } from '../../kg/views/static/coverage.mjs';
import { axisOf, placeOnAxis, timelineOf } from '../../kg/views/static/timeline.mjs';
import { model } from './fixture.mjs';

const briefWith = (partner, view) => {
  const whole = model(view);
  return briefOf(whole, whole.partners.get(partner));
};
const names = (items) => items.map(({ cell }) => cell.field.id);

test('a brief says what is agreed and waits, what was carried out, and what nobody agreed to', () => {
  const brief = briefWith('alpha');
  assert.deepEqual(names(brief.due), ['festivals']);
  assert.deepEqual(names(brief.covered), ['culture']);
  const [{ ran, planned, unrealised }] = brief.covered;
  const told = [ran, planned, unrealised].map((rows) => rows.map(({ id }) => id));
  assert.deepEqual(told, [['fair'], ['museum-plan'], []], 'what was only planned was not carried out');
  assert.deepEqual(brief.talked, []);
  assert.equal(brief.silent, 1, 'sport');
  assert.deepEqual(brief.shares.field, { covered: 1, of: 1 });
});

test('a brief names agreements with whether they are in force, obstacles, studies and the last search', () => {
  const brief = briefWith('alpha');
  assert.deepEqual(
    brief.agreements.map(({ id, inForce }) => [id, inForce]),
    [
      ['loi', true],
      ['mou', true],
    ],
  );
  assert.deepEqual(
    brief.obstacles.map(({ kind }) => kind),
    ['budget'],
  );
  assert.deepEqual(
    brief.studies.map(({ id }) => id),
    ['thesis'],
  );
  assert.equal(brief.searched, '2025-11-02');
});

test('sources are numbered in the order in which the brief cites them, each once', () => {
  assert.deepEqual(briefWith('alpha').sources, ['s1', 's2']);
});

test('a brief with fewer lines keeps the newest and says how many there are', () => {
  const whole = model();
  const brief = briefOf(whole, whole.partners.get('alpha'), 1);
  assert.deepEqual(
    brief.agreements.map(({ id }) => id),
    ['mou'],
  );
  assert.equal(brief.counts.agreements, 2);
  const [{ ran, planned, untold }] = brief.covered;
  assert.deepEqual([ran.length, planned.length, untold], [1, 1, 0]);
  const [shortest] = briefOf(whole, whole.partners.get('alpha'), 0).covered;
  assert.equal(shortest, undefined);
});

test('events stand newest first, and no more than go on a sheet', () => {
  assert.deepEqual(
    briefWith('gamma').events.map(({ id }) => id),
    ['talks'],
  );
  assert.equal(briefWith('gamma').counts.events, 1);
  assert.deepEqual(briefWith('alpha').events, []);
});

test('a brief of an earlier year knows nothing of what came later', () => {
  const brief = briefWith('alpha', { year: '2015' });
  assert.deepEqual(
    brief.agreements.map(({ id }) => id),
    ['loi'],
  );
  assert.deepEqual([brief.covered, brief.studies, brief.searched], [[], [], '']);
  assert.deepEqual(names(brief.due), ['festivals']);
});

test('talks without an agreement are named', () => {
  assert.deepEqual(
    briefWith('gamma').talked.map((cell) => cell.field.id),
    ['sport'],
  );
});

const lineOf = (partner, view) => {
  const whole = model(view);
  return timelineOf(whole, whole.partners.get(partner));
};

test('a timeline stands in order of time and ends at the day of the page', () => {
  const { spans, undated } = lineOf('alpha');
  assert.deepEqual(
    spans.map(({ id, open }) => [id, open]),
    [
      ['loi', true],
      ['mou', true],
      ['fair', false],
      ['museum-plan', false],
      ['thesis', false],
    ],
  );
  assert.deepEqual([spans[2].from, spans[2].to], [toDay('2017-01-01'), toDay('2017-12-31')]);
  assert.equal(spans[0].to, toDay('2026-01-31'));
  assert.deepEqual(
    undated.map(({ id }) => id),
    ['dead'],
  );
});

test('a timeline of an earlier year is cut there', () => {
  const { spans } = lineOf('alpha', { year: '2016' });
  assert.deepEqual(
    spans.map(({ id }) => id),
    ['loi', 'mou'],
  );
  assert.equal(spans[0].to, toDay('2016-12-31'));
});

test('an axis holds every span and names few years', () => {
  const axis = axisOf(lineOf('alpha').spans);
  assert.deepEqual(axis, { first: 2015, end: 2027, named: [2015, 2020, 2025] });
  assert.equal(placeOnAxis(axis, toDay('2015-01-01')), 0);
  assert.ok(placeOnAxis(axis, toDay('2026-12-31')) < 1);
  assert.equal(axisOf([]), null);
});
