// Relation map: which cities, countries and relations of all on record the map shows. Pure.
//
// Small data are shown whole. Past MOST things countries stand for their cities; a chosen country shows its own
// cities, and a chosen city its neighbourhood, the strongest relations first.

import { resolve } from './model.mjs';
import { stageOfAgreement } from './netindex.mjs';

const MOST_DRAWN = 1000; // cities and relations together
const MOST_OF_CITY = 120; // relations of a neighbourhood
const MOST_BESIDE = 60; // relations among a city's partners
const MOST_OF_COUNTRY = 80;
const MOST_LINES = 400; // between countries

// {kind: 'cities'|'countries', cities: Map id → relations on record, relations: [place], own: Set of places,
// centres: [city ids], country, focus: [city ids], leftOut}
export function mapOf(model, selection) {
  const found = resolve(model, selection);
  const { degrees, total } = countRelations(model);
  const isLarge = degrees.size + total > MOST_DRAWN;
  const subject = subjectOfMap(model, found);
  if (subject.country !== undefined) return ofCountry(model, subject.country, isLarge);
  if (isLarge && (!found || !subject.cities.length)) return ofCountries(model);
  const own = subject.own ?? new Set(subject.cities.flatMap((city) => placesAt(model, city)));
  return isLarge ? neighbourhood(model, subject.cities, own) : whole(model, subject, own, Boolean(found));
}

// The cities that the selection is about, and its relations where it is about some only.
function subjectOfMap(model, found) {
  const home = model.focal ? [model.focal] : [];
  if (!found || found.kind === 'focal')
    return model.country && !found ? { country: model.country } : { cities: home };
  if (found.kind === 'country') return { country: found.id };
  if (found.kind === 'elsewhere') return { cities: [found.id] };
  if (found.kind === 'city') return model.focal ? { cities: [found.partner.city] } : onlyOf([found.partner]);
  if (found.kind === 'cell') return onlyOf([found.partner]);
  if (found.kind === 'field')
    return onlyOf(
      model.partnerList.filter(({ id }) => isRecorded(model, id, found.field)),
      home,
    );
  if (found.kind === 'agency')
    return { cities: [found.record.city].filter((city) => model.places.has(city)) };
  const table = `${found.kind}s`;
  const among = model.partnerList.filter((one) => one[table].includes(found.id));
  if (among.length) return onlyOf(among);
  const places = placesWith(model, table, found.id);
  return { cities: model.relations[places[0]]?.cities ?? home, own: new Set(places) };
}

const onlyOf = (partners, cities) => ({
  cities: cities ?? [...new Set(partners.flatMap(({ home, city }) => [home, city]))],
  own: new Set(partners.map(({ place }) => place)),
});

const isRecorded = (model, partner, field) => model.cells.get(`${partner}/${field.id}`)?.rank > 0;

const placesWith = (model, table, id) =>
  [...model.stages.keys()].filter((place) => model.relations[place][table].includes(id));

// The relations of a city on record at the day.
export const placesAt = (model, city) =>
  (model.places.get(city) ?? []).filter((place) => model.stages.has(place));

// ---- Counts, once for each day

const counted = { byStages: new WeakMap(), byBase: new WeakMap() };

// {degrees: Map city → relations on record, total}
export function countRelations(model) {
  if (!counted.byStages.has(model.stages)) {
    const degrees = new Map();
    let total = 0;
    for (const place of model.stages.keys()) {
      if (!bothPlaced(model, place)) continue;
      total += 1;
      const [one, other] = model.relations[place].cities;
      degrees.set(one, (degrees.get(one) ?? 0) + 1);
      degrees.set(other, (degrees.get(other) ?? 0) + 1);
    }
    counted.byStages.set(model.stages, { degrees, total });
  }
  return counted.byStages.get(model.stages);
}

// Of each relation the countries of its cities, in order; null where a city has no place. Once for all days.
function countryPairs(model) {
  if (!pairsOf.has(model.relations)) {
    const known = new Map(
      Object.keys(model.drawing.map.cities).map((city) => [city, countryOf(model, city)]),
    );
    pairsOf.set(
      model.relations,
      model.relations.map(({ cities: [one, other] }) => {
        const [a, b] = [known.get(one), known.get(other)];
        return a === undefined || b === undefined ? null : a < b ? [a, b] : [b, a];
      }),
    );
  }
  return pairsOf.get(model.relations);
}

const pairsOf = new WeakMap();
const bothPlaced = (model, place) => countryPairs(model)[place] !== null;

const isPlaced = (model, city) => Object.hasOwn(model.drawing.map.cities, city);
export const countryOf = (model, city) => model.facts.cities[city]?.country ?? '';

// How strong a relation is: by what is on record of it, whatever the day.
function strengths(model) {
  if (!counted.byBase.has(model.relations)) {
    counted.byBase.set(
      model.relations,
      model.relations.map(
        ({ agreements, programs }, place) =>
          3 * agreements.length + programs.length + model.index.rows[place].length,
      ),
    );
  }
  return counted.byBase.get(model.relations);
}

function strongest(model, places, most) {
  if (places.length <= most) return places;
  const weight = strengths(model);
  return [...places].sort((one, other) => weight[other] - weight[one] || one - other).slice(0, most);
}

// ---- What is shown

const endsOf = (model, places) => new Set(places.flatMap((place) => model.relations[place].cities));

function shownCities(model, places, more = []) {
  const { degrees } = countRelations(model);
  const ids = [...more.filter((city) => isPlaced(model, city)), ...endsOf(model, places)];
  return new Map(ids.map((id) => [id, degrees.get(id) ?? 0]));
}

function whole(model, { cities: centres }, own, isChosen) {
  const relations = [...model.stages.keys()].filter((place) => bothPlaced(model, place));
  const near = [...endsOf(model, [...own])];
  const focus = isChosen ? [...new Set([...centres, ...near])] : [...endsOf(model, relations)];
  return {
    kind: 'cities',
    cities: shownCities(model, relations, centres),
    relations,
    own,
    centres,
    focus,
    leftOut: 0,
  };
}

// The relations of the cities, and those between the cities so reached.
function neighbourhood(model, centres, own) {
  const all = [...own].filter((place) => bothPlaced(model, place));
  const kept = strongest(model, all, MOST_OF_CITY);
  const near = endsOf(model, kept);
  const between = [...near]
    .flatMap((city) => placesAt(model, city))
    .filter((place) => !own.has(place) && model.relations[place].cities.every((city) => near.has(city)));
  const beside = strongest(model, [...new Set(between)], MOST_BESIDE);
  const relations = [...kept, ...beside];
  const cities = shownCities(model, relations, centres);
  return {
    kind: 'cities',
    cities,
    relations,
    own: new Set(kept),
    centres,
    focus: [...cities.keys()],
    leftOut: all.length - kept.length,
  };
}

function ofCountry(model, country, isLarge) {
  const isInside = (city) => countryOf(model, city) === country;
  const all = [...model.stages.keys()].filter(
    (place) => model.relations[place].cities.some(isInside) && bothPlaced(model, place),
  );
  const kept = isLarge ? strongest(model, all, MOST_OF_COUNTRY) : all;
  const relations = isLarge ? kept : [...model.stages.keys()].filter((place) => bothPlaced(model, place));
  const focus = [...endsOf(model, kept)];
  const cities = shownCities(model, relations);
  return {
    kind: 'cities',
    cities,
    relations,
    own: new Set(kept),
    centres: [],
    country,
    focus,
    leftOut: all.length - kept.length,
  };
}

// Countries with the number of their relations, and the lines between them with the number of theirs.
function ofCountries(model) {
  const discs = new Map();
  const lines = new Map();
  const pairs = countryPairs(model);
  for (const place of model.stages.keys()) {
    if (!pairs[place]) continue;
    const [one, other] = pairs[place];
    discs.set(one, (discs.get(one) ?? 0) + 1);
    if (one === other) continue;
    discs.set(other, (discs.get(other) ?? 0) + 1);
    lines.set(`${one} ${other}`, (lines.get(`${one} ${other}`) ?? 0) + 1);
  }
  const kept = [...lines].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_LINES);
  return {
    kind: 'countries',
    countries: new Map([...discs].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))),
    lines: kept.map(([pair, n]) => ({ from: pair.split(' ')[0], to: pair.split(' ')[1], n })),
    leftOut: lines.size - kept.length,
  };
}

// The agreements of a relation on record at the day, each with its stage; none: the relation's own stage.
export function strandsOf(model, place) {
  const relation = model.relations[place];
  const linked = new Set(
    model.links[place].flatMap(([, thing, since]) => (since <= model.day ? [thing] : [])),
  );
  const agreements = relation.agreements.filter((id) => linked.has(`agreements:${id}`));
  if (!agreements.length) return [{ id: `relation:${relation.id}`, stage: model.stages.get(place).stage }];
  return agreements.map((id) => ({ id: `agreement:${id}`, stage: stageOfAgreement(model, id) }));
}
