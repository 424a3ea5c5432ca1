// Brief: one partner on one page: what is covered, what is not, and what is known about why. Pure.

import { agreedShare, dueCells } from './counts.mjs';
import { compareDates } from './dates.mjs';
import { factsOfCell } from './facts.mjs';
import { cellAt, isCovered, isDue } from './model.mjs';

// {shares, agreements, due, covered, talked, silent, obstacles, studies, searched, sources}; every cell stands
// once, at the deepest level at which something is on record.
export function briefOf(model, partner) {
  const cells = model.fieldList
    .filter((field) => field.level !== 'group')
    .map((field) => cellAt(model, partner.id, field.id));
  const covered = leaves(model, cells, isCovered).map((cell) => withFacts(model, cell));
  const due = leaves(model, cells, isDue).map((cell) => withFacts(model, cell));
  const fields = cells.filter((cell) => cell.field.level === 'field');
  const brief = {
    shares: { field: agreedShare(model, partner, 'field'), topic: agreedShare(model, partner, 'topic') },
    agreements: agreementsOf(model, partner),
    due,
    covered,
    talked: fields.filter((cell) => !cell.agreed && cell.rank > 0 && !isCovered(cell)),
    silent: fields.filter((cell) => cell.rank === 0).length,
    obstacles: obstaclesOf(model, partner),
    studies: partner.studies.map((id) => ({ id, ...model.facts.studies[id] })),
    searched: lastSearch(model, partner),
  };
  return { ...brief, sources: sourcesOf(brief) };
}

// A field is left out where a topic of it says the same more exactly.
function leaves(model, cells, keep) {
  const kept = cells.filter(keep);
  return kept.filter(
    (cell) => !kept.some((other) => other.field.parent === cell.field && other.partner === cell.partner),
  );
}

function withFacts(model, cell) {
  const { commitments, programs, outcomes } = factsOfCell(model, cell);
  return { cell, commitments, programs: [...programs].sort(byBegin), outcomes };
}

const byBegin = (one, other) => compareDates(one.began ?? one.ended, other.began ?? other.ended);

function agreementsOf(model, partner) {
  const ends = new Map(model.links[partner.place].map(([, thing, , , , , end]) => [thing, end]));
  return partner.agreements
    .map((id) => ({
      id,
      ...model.facts.agreements[id],
      inForce: model.facts.agreements[id].status === 'signed' && model.day < ends.get(`agreements:${id}`),
    }))
    .sort((one, other) => compareDates(one.signed, other.signed));
}

function obstaclesOf(model, partner) {
  const things = new Set([
    ...partner.agreements.map((id) => `agreements:${id}`),
    ...partner.programs.map((id) => `programs:${id}`),
  ]);
  return Object.values(model.facts.obstacles).filter((row) => row.about.some((thing) => things.has(thing)));
}

function lastSearch(model, partner) {
  const dates = partner.searches.map((id) => model.facts.searches[id].on).filter(Boolean);
  return dates.sort(compareDates).at(-1) ?? '';
}

// In the order in which the brief cites them.
function sourcesOf({ agreements, due, covered, obstacles, studies }) {
  const rows = [
    ...agreements,
    ...due.flatMap(({ commitments }) => commitments),
    ...covered.flatMap(({ programs, outcomes }) => [...programs, ...outcomes]),
    ...obstacles,
    ...studies,
  ];
  return [...new Set(rows.flatMap((row) => row.sources ?? []))];
}
