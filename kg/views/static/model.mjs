// Model: the payload with its parts joined by id, seen from a city or a country, at a day. Pure; nothing
// here depends on language or screen.

import { COVERED, RUNGS, cellsOfRelation, fromDay, indexEvidence, relationsAt, toDay } from './coverage.mjs';
import { firstDay } from './dates.mjs';

const MOST_COLUMNS = 300; // of a country's relations, those with the most on record

// What holds for every city and day.
export function makeModel(data) {
  const fields = new Map(data.fields.map((field, index) => [field.id, { ...field, index, children: [] }]));
  for (const field of fields.values()) {
    field.parent = fields.get(field.broader);
    field.parent?.children.push(field);
  }
  const places = new Map();
  data.relations.forEach(({ cities }, place) => {
    for (const city of cities) {
      if (!places.has(city)) places.set(city, []);
      places.get(city).push(place);
    }
  });
  const programs = data.evidence.rows.filter(([, , thing]) => thing.startsWith('programs:'));
  return {
    ...data,
    fields,
    fieldList: [...fields.values()],
    index: indexEvidence(data),
    links: groupByPlace(data.links.rows, data.relations.length),
    programRows: new Map(programs.map((row) => [row[2].slice('programs:'.length), row])),
    partiesOf: gatherBy(Object.values(data.facts.parties), (party) => party.agreement),
    places,
    stagesOf: new Map(),
    home: data.focal,
    latest: data.asOf,
  };
}

function gatherBy(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(key(row))) groups.set(key(row), []);
    groups.get(key(row)).push(row);
  }
  return groups;
}

function groupByPlace(rows, count) {
  const groups = Array.from({ length: count }, () => []);
  for (const row of rows) groups[row[0]].push(row);
  return groups;
}

// The model seen from a city, or from a country: a column of the matrix is one of its relations.
export function focusOn(base, { city, country, day, strict = false }) {
  const stages = stagesAt(base, day);
  const all = placesOf(base, { city, country }).filter((place) => stages.has(place));
  const kept = mostOnRecord(base, all);
  const model = {
    ...base,
    focal: country ? '' : city,
    country: country ?? '',
    day,
    asOf: fromDay(day),
    strict,
  };
  model.partnerList = kept.map((place) => toPartner(model, place, stages.get(place)));
  model.partners = new Map(model.partnerList.map((partner) => [partner.id, partner]));
  model.leftOut = all.length - kept.length;
  model.stages = stages;
  model.cells = joinCells(model);
  return model;
}

// All relations on record at a day, the same map whenever the day is asked for again.
function stagesAt({ index, stagesOf }, day) {
  if (!stagesOf.has(day)) stagesOf.set(day, relationsAt(index, day));
  return stagesOf.get(day);
}

function placesOf(base, { city, country }) {
  if (!country) return base.places.get(city) ?? [];
  const inCountry = (id) => base.facts.cities[id]?.country === country;
  return base.relations.flatMap(({ cities }, place) => (cities.some(inCountry) ? [place] : []));
}

function mostOnRecord(base, places) {
  if (places.length <= MOST_COLUMNS) return places;
  const weight = (place) => base.index.rows[place].length;
  const heaviest = [...places].sort((one, other) => weight(other) - weight(one) || one - other);
  return heaviest.slice(0, MOST_COLUMNS).sort((one, other) => one - other);
}

// `home` is the city from which the relation is looked at, `city` the other one.
function toPartner(model, place, { stage, last }) {
  const relation = model.relations[place];
  const known = onRecord(model, place, relation);
  const atHome = (id) =>
    model.focal ? id === model.focal : model.facts.cities[id]?.country === model.country;
  const [home, city] = atHome(relation.cities[0]) ? relation.cities : [...relation.cities].reverse();
  return {
    ...known,
    types: relationTypes(model, known.agreements),
    id: model.focal ? city : relation.id,
    relation: relation.id,
    place,
    home,
    city,
    stage,
    last,
  };
}

// What either side calls the relation, by its agreements.
function relationTypes({ partiesOf }, agreements) {
  const types = agreements.flatMap((id) => (partiesOf.get(id) ?? []).map((party) => party.relation_type));
  return [...new Set(types.filter(Boolean))].sort();
}

// The things of a relation that are on record at the day.
function onRecord(model, place, relation) {
  const { links, facts, day, asOf } = model;
  const linked = new Set(links[place].flatMap(([, thing, since]) => (since <= day ? [thing] : [])));
  const by = (table) => relation[table].filter((id) => linked.has(`${table}:${id}`));
  const dated = (table, column) =>
    relation[table].filter((id) => firstDay(facts[table][id]?.[column]) <= asOf);
  return {
    agreements: by('agreements'),
    programs: by('programs'),
    events: by('events'),
    studies: dated('studies', 'issued'),
    searches: dated('searches', 'on'),
  };
}

function joinCells(model) {
  const cells = new Map();
  for (const partner of model.partnerList) {
    for (const [place, cell] of cellsOfRelation(model.index, partner.place, model.day, model)) {
      cell.partner = partner;
      cell.field = model.fieldList[place];
      cells.set(cellKey(partner.id, cell.field.id), cell);
    }
  }
  return cells;
}

export const cellKey = (partner, field) => `${partner}/${field}`;
export const cellAt = (model, partner, field) => model.cells.get(cellKey(partner, field));
export const isCovered = (cell) => cell.rank >= COVERED;

// Agreed, and nothing carried out on record: the cells to look at first.
export const isDue = (cell) => cell.agreed && !isCovered(cell);

// How a cell looks: its rung, where an unrecorded cell that was searched is told from one that was not.
export const lookOf = (cell) => (cell.rank > 0 ? cell.rung : cell.searched ? 'searched' : RUNGS[0]);

export function subtree(field) {
  return [field, ...field.children.flatMap(subtree)];
}

export function groupOf(field) {
  return field.parent ? groupOf(field.parent) : field;
}

// The day that a year of the slider means: its last, but never beyond the day of the data.
export function dayOfYear(base, year) {
  const latest = toDay(base.asOf);
  return year ? Math.min(toDay(`${year}-12-31`), latest) : latest;
}

const TABLE_OF = new Map([
  ['agreement', 'agreements'],
  ['program', 'programs'],
  ['agency', 'agencies'],
]);

// What a selection names: {kind, …} with the things themselves, or null if the page does not hold them.
export function resolve(model, selection) {
  const [, kind, id] = /^(\w+):(.*)$/s.exec(selection ?? '') ?? [];
  if (kind === 'cell') return resolveCell(model, id);
  if (kind === 'city') return resolveCity(model, id);
  if (kind === 'field') return model.fields.has(id) ? { kind, field: model.fields.get(id) } : null;
  if (kind === 'country') return Object.hasOwn(model.drawing.map?.countries ?? {}, id) ? { kind, id } : null;
  const table = TABLE_OF.get(kind);
  const record = table && Object.hasOwn(model.facts[table], id) ? model.facts[table][id] : null;
  return record ? { kind, id, record } : null;
}

// A relation's own id leads to its column from every view that has it.
function resolveCell(model, id) {
  const [, column, field] = /^(.*)\/(.*)$/s.exec(id) ?? [];
  const partner = partnerAt(model, column);
  if (!partner) return model.fields.has(field) ? laterRelation(model, column) : null;
  const cell = cellAt(model, partner.id, field);
  return cell ? { kind: 'cell', cell, partner, field: cell.field } : null;
}

function resolveCity(model, id) {
  const partner = partnerAt(model, id);
  if (partner) return { kind: 'city', partner };
  if (id === model.focal) return { kind: 'focal' };
  const later = laterRelation(model, id);
  if (later) return later;
  return model.places.has(id) ? { kind: 'elsewhere', id } : null;
}

// A relation that would be a column of the view, but came on record only after its day: where it leads, and
// the date of its first thing as typed.
function laterRelation(model, id) {
  const place = placesOf(model, { city: model.focal, country: model.country }).find((one) => {
    const { cities, id: relation } = model.relations[one];
    return relation === id || (model.focal && id !== model.focal && cities.includes(id));
  });
  if (place === undefined || model.stages.has(place)) return null;
  const [first] = [...model.links[place]].sort((one, other) => one[2] - other[2]);
  if (!first) return null;
  const [, , since, , typed] = first;
  const { cities } = model.relations[place];
  const away = cities.find((city) => city !== (model.focal || cities[0]));
  return { kind: 'elsewhere', id: away, later: { cities, since, date: typed || fromDay(since) } };
}

const partnerAt = (model, id) =>
  model.partners.get(id) ?? model.partnerList.find((partner) => partner.relation === id);
