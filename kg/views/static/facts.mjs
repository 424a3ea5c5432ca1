// Facts: what on record stands behind a cell, an agreement or a programme. Pure.

import { firstDay, lastDay } from './dates.mjs';
import { subtree } from './model.mjs';

const entries = (records, keep) =>
  Object.entries(records)
    .filter(([id, record]) => keep(record, id))
    .map(([id, record]) => ({ id, ...record }));

const among = (ids, records) =>
  ids.filter((id) => Object.hasOwn(records, id)).map((id) => ({ id, ...records[id] }));

const ENDINGS = ['expiry', 'termination'];

// Everything behind a cell. What lies on a topic counts for its field; nothing is passed down, and
// nothing counts that is dated after the day for which the page holds.
export function factsOfCell(model, { partner, field }) {
  const { facts, asOf } = model;
  const by = (date) => firstDay(date) <= asOf;
  const inField = new Set(subtree(field).map((part) => part.id));
  const touches = (record) => (record.fields ?? []).some((id) => inField.has(id));
  const agreed = new Set(partner.agreements);
  const commitments = entries(
    facts.commitments,
    (row) =>
      agreed.has(row.agreement) && inField.has(row.field) && by(facts.agreements[row.agreement].signed),
  );
  const programs = among(partner.programs, facts.programs).filter(
    (row) => touches(row) && by(row.began ?? row.ended),
  );
  const ran = new Set(programs.map((program) => program.id));
  const outcomes = entries(facts.outcomes, (row) => ran.has(row.program) && by(row.on));
  const events = among(partner.events, facts.events).filter(
    (row) => touches(row) && !ENDINGS.includes(row.kind) && by(row.on),
  );
  const refs = new Set([
    ...commitments.flatMap((row) => [`commitments:${row.id}`, `agreements:${row.agreement}`]),
    ...programs.map((row) => `programs:${row.id}`),
    ...outcomes.map((row) => `outcomes:${row.id}`),
    ...events.map((row) => `events:${row.id}`),
  ]);
  return {
    commitments,
    programs,
    outcomes,
    events,
    studies: among(partner.studies, facts.studies).filter(
      (row) => by(row.issued) && (row.fields ? touches(row) : studiesOne(row, ran)),
    ),
    searches: among(partner.searches, facts.searches).filter(
      (row) => by(row.on) && (!row.fields || row.fields.includes(field.id)),
    ),
    statements: entries(facts.statements, (row) => row.about.some((about) => refs.has(about))),
    obstacles: entries(facts.obstacles, (row) => row.about.some((about) => refs.has(about))),
  };
}

// A study that names no field studies the programmes that it is about.
const studiesOne = (study, programs) =>
  (study.about ?? []).some(
    (ref) => programs.has(ref.replace(/^programs:/, '')) && ref.startsWith('programs:'),
  );

// The rung that a programme gives at the day for which the page holds; 0 where it was never carried out.
export function rungOfProgram(program, asOf) {
  const { status, began, ended } = program;
  if (['cancelled', 'not-realised'].includes(status)) return 0;
  if (status === 'planned' || (status === 'suspended' && !began && !ended)) return 3;
  if (status === 'under-way') return ended && lastDay(ended) < asOf ? 5 : 4;
  return ended && firstDay(ended) > asOf ? 4 : 5;
}

export function factsOfAgreement(model, id) {
  const { facts } = model;
  const own = (row) => row.agreement === id;
  const carries = (row) => (row.agreements ?? []).includes(id);
  return {
    parties: entries(facts.parties, own),
    commitments: entries(facts.commitments, own),
    programs: entries(facts.programs, carries),
    events: entries(facts.events, own),
    ...factsAbout(model, `agreements:${id}`),
    later: entries(facts.agreements, (row) =>
      [...(row.renews ?? []), ...(row.carries_out ?? [])].includes(id),
    ),
  };
}

export function factsOfProgram(model, id) {
  return {
    outcomes: entries(model.facts.outcomes, (row) => row.program === id),
    ...factsAbout(model, `programs:${id}`),
  };
}

function factsAbout(model, ref) {
  const about = (row) => (row.about ?? []).includes(ref);
  const { obstacles, statements, studies } = model.facts;
  return {
    obstacles: entries(obstacles, about),
    statements: entries(statements, about),
    studies: entries(studies, about),
  };
}

// What lists as missing from a commitment, by the thesis's three questions: who, what result, what money.
export function missingTerms(commitment) {
  return ['lead', 'expected_result', 'budget'].filter((column) => !commitment[column]);
}
