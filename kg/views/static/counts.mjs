// Counts: totals of the matrix. Each is a count of a named set of cells at one level, never of groups. Pure.
//
// The set is the denominator: of the cells of a level all (scheme), those that the relation's agreements
// name (agreed), or those in which another relation of the city has something agreed or more (peers).

import { ranksOfRelation } from './coverage.mjs';
import { cellAt, isCovered, isDue, lookOf } from './model.mjs';

const AGREED_RANK = 2;

const MEMBERS = {
  scheme: () => true,
  agreed: (model, cell) => cell.agreed,
  peers: hasPeer,
};

export const inDenominator = (model, cell, of) => MEMBERS[of](model, cell);

const within = (model, cells, of) =>
  of === 'scheme' ? cells : cells.filter((cell) => inDenominator(model, cell, of));

const share = (cells) => ({ covered: cells.filter(isCovered).length, of: cells.length });

// A model never changes, so that what was counted of it need not be counted again.
const remembered = new WeakMap();

function remember(model, key, make) {
  if (!remembered.has(model)) remembered.set(model, new Map());
  const known = remembered.get(model);
  if (!known.has(key)) known.set(key, make());
  return known.get(key);
}

const fieldsAt = (model, level) =>
  remember(model, `fields ${level}`, () => model.fieldList.filter((field) => field.level === level));

export const cellsAt = (model, level, of) =>
  remember(model, `cells ${level} ${of || 'scheme'}`, () =>
    within(
      model,
      model.partnerList.flatMap((partner) =>
        fieldsAt(model, level).map((field) => cellAt(model, partner.id, field.id)),
      ),
      of || 'scheme',
    ),
  );

// Of the fields (or topics) of a partner, how many are covered: of those agreed unless another set is named.
export function agreedShare(model, partner, level, of) {
  const cells = fieldsAt(model, level).map((field) => cellAt(model, partner.id, field.id));
  return share(within(model, cells, of || 'agreed'));
}

// With how many of the partners a field is covered: of all, unless others are given.
export function partnerShare(model, field, of, partners = model.partnerList) {
  const cells = partners.map((partner) => cellAt(model, partner.id, field.id));
  return share(within(model, cells, of || 'scheme'));
}

// How many of the parts of a group or field are covered with one partner.
export function partShare(model, partner, field, of) {
  const cells = field.children.map((part) => cellAt(model, partner.id, part.id));
  return share(within(model, cells, of || 'scheme'));
}

// The whole page at one level: all cells, those agreed, those due, and the cells by look and by gap.
export function summarise(model, level, of) {
  const cells = cellsAt(model, level, of);
  const agreed = cells.filter((cell) => cell.agreed);
  return {
    all: share(cells),
    agreed: share(agreed),
    due: agreed.filter(isDue).length,
    looks: tally(cells.map(lookOf)),
    gaps: tally(cells.map((cell) => cell.gap || 'none')),
  };
}

function tally(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

// The cells that are due with a partner: topics, and fields of which no topic is itself due.
export function dueCells(model, partner) {
  return model.fieldList
    .map((field) => cellAt(model, partner.id, field.id))
    .filter((cell) => cell.field.level !== 'group' && isDue(cell));
}

// ---- Peers

// From a country either city of the relation counts, from a city that one only.
function hasPeer(model, { partner, field, rank }) {
  const own = rank >= AGREED_RANK ? 1 : 0;
  const cities = model.focal ? [model.focal] : [partner.home, partner.city];
  return cities.some((city) => (strongOf(model, city).get(field.index) ?? 0) > own);
}

// How many relations of a city have something agreed or more, by place of the field. All relations on
// record count, also those for which the matrix has no column.
const strongOf = (model, city) => remember(model, `strong ${city}`, () => countStrong(model, city));

function countStrong(model, city) {
  const strong = new Map();
  for (const place of model.places.get(city) ?? []) {
    if (!model.stages.has(place)) continue;
    for (const [field, rank] of ranksOfRelation(model.index, place, model.day, model)) {
      if (rank >= AGREED_RANK) strong.set(field, (strong.get(field) ?? 0) + 1);
    }
  }
  return strong;
}
