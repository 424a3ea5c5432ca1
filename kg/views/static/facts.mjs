// Facts: what on record stands behind a cell, an agreement or a programme. Pure.

import { countsAt, rankOf } from './coverage.mjs';
import { firstDay } from './dates.mjs';
import { subtree } from './model.mjs';

const entries = (records, keep) =>
  Object.entries(records)
    .filter(([id, record]) => keep(record, id))
    .map(([id, record]) => ({ id, ...record }));

const rowsOf = (ids, records) =>
  ids.filter((id) => Object.hasOwn(records, id)).map((id) => ({ id, ...records[id] }));

const COUNTED = ['commitments', 'programs', 'outcomes', 'events', 'studies'];

// Everything that counts for a cell at the day and by the evidence of the model. What lies on a topic
// counts for its field too; nothing is passed down.
export function factsOfCell(model, { partner, field }) {
  const { facts, index } = model;
  const inField = new Set(subtree(field).map((part) => part.index));
  const things = new Set(
    index.rows[partner.place]
      .filter((row) => inField.has(row[1]) && countsAt(index, row, model.day, model.strict))
      .map((row) => row[2]),
  );
  const ofTable = (table) =>
    rowsOf(
      [...things]
        .filter((thing) => thing.startsWith(`${table}:`))
        .map((thing) => thing.slice(table.length + 1)),
      facts[table],
    );
  const found = Object.fromEntries(COUNTED.map((table) => [table, ofTable(table)]));
  const refs = new Set(things);
  for (const { agreement } of found.commitments) refs.add(`agreements:${agreement}`);
  const about = (row) => (row.about ?? []).some((thing) => refs.has(thing));
  return {
    ...found,
    searches: rowsOf(partner.searches, facts.searches).filter(
      (row) => !row.fields || row.fields.includes(field.id),
    ),
    statements: entries(facts.statements, about),
    obstacles: entries(facts.obstacles, about),
  };
}

// The rung that a programme gives at the day of the model, by its outcomes too or by itself alone; 0 where
// it was never carried out.
export function rankOfProgram(model, id, { proven = false } = {}) {
  const row = model.programRows.get(id);
  if (!row || row[4] > model.day) return 0;
  const rank = rankOf(row, model.day, model.strict);
  return rank === 6 && !proven ? (model.day < row[6] ? 4 : 5) : rank;
}

// What an agreement holds, and what on record at the day came of it.
export function factsOfAgreement(model, id) {
  const { facts } = model;
  const own = (row) => row.agreement === id;
  const carries = (row) => (row.agreements ?? []).includes(id);
  const follows = (row) => [...(row.renews ?? []), ...(row.carries_out ?? [])].includes(id);
  return {
    parties: entries(facts.parties, own),
    commitments: entries(facts.commitments, own),
    programs: entriesAt(model, 'programs', carries),
    events: entriesAt(model, 'events', own),
    ...factsAbout(model, 'agreements', id),
    later: entriesAt(model, 'agreements', follows),
  };
}

export function factsOfProgram(model, id) {
  return {
    outcomes: entriesAt(model, 'outcomes', (row) => row.program === id),
    ...factsAbout(model, 'programs', id),
  };
}

// What is about a thing came no earlier than the thing itself; what sources say of it is part of it.
function factsAbout(model, table, id) {
  const about = (row) => (row.about ?? []).includes(`${table}:${id}`);
  const of = (other) => (isOnRecord(model, table, id) ? entriesAt(model, other, about) : []);
  return {
    obstacles: of('obstacles'),
    studies: of('studies'),
    statements: entries(model.facts.statements, about),
  };
}

const entriesAt = (model, table, keep) =>
  entries(model.facts[table], keep).filter((row) => isOnRecord(model, table, row.id));

const DATES = ['signed', 'began', 'ended', 'on', 'issued']; // of what belongs to no relation or field

// Whether a thing is on record at the day of the model; a thing without any date always is.
export function isOnRecord(model, table, id) {
  const since = daysOnRecord(model.index).get(`${table}:${id}`);
  if (since !== undefined) return since <= model.day;
  const record = model.facts[table][id];
  return firstDay(DATES.map((column) => record[column]).find(Boolean)) <= model.asOf;
}

const daysKept = new WeakMap();

// The first day on which each thing counts in any relation, by `table:id`.
function daysOnRecord(index) {
  if (daysKept.has(index)) return daysKept.get(index);
  const days = new Map();
  const note = (thing, since) => days.set(thing, Math.min(since, days.get(thing) ?? since));
  for (const [, thing, since] of index.links) note(thing, since);
  for (const [, , thing, , since] of index.rows.flat()) note(thing, since);
  daysKept.set(index, days);
  return days;
}

// What lists as missing from a commitment, by the thesis's three questions: who, what result, what money.
export function missingTerms(commitment) {
  return ['lead', 'expected_result', 'budget'].filter((column) => !commitment[column]);
}
