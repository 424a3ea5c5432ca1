// Brief: one partner on one page: what is covered, what is not, and what is known about why. Pure.

import { agreedShare } from './counts.mjs';
import { COVERED } from './coverage.mjs';
import { compareDates } from './dates.mjs';
import { factsOfCell, rankOfProgram } from './facts.mjs';
import { cellAt, isCovered, isDue } from './model.mjs';

const EVENTS = 4;

// {shares, agreements, due, covered, talked, silent, obstacles, events, studies, searched, sources, counts};
// every cell stands once, at the deepest level at which something is on record. With `most` no list is longer,
// and the newest agreements, programmes and events are kept; `counts` are those of the whole lists.
export function briefOf(model, partner, most = Infinity) {
  const cells = model.fieldList
    .filter((field) => field.level !== 'group')
    .map((field) => cellAt(model, partner.id, field.id));
  const told = (keep) => leaves(model, cells, keep).map((cell) => withFacts(model, cell));
  const fields = cells.filter((cell) => cell.field.level === 'field');
  const lists = {
    agreements: agreementsOf(model, partner),
    due: told(isDue),
    covered: told(isCovered),
    obstacles: obstaclesOf(model, partner),
    events: eventsOf(model, partner),
    studies: partner.studies.map((id) => ({ id, ...model.facts.studies[id] })),
  };
  const brief = {
    ...fewerOf(lists, most),
    counts: Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, list.length])),
    shares: { field: agreedShare(model, partner, 'field'), topic: agreedShare(model, partner, 'topic') },
    talked: fields.filter((cell) => !cell.agreed && cell.rank > 0 && !isCovered(cell)),
    silent: fields.filter((cell) => cell.rank === 0).length,
    searched: lastSearch(model, partner),
  };
  return { ...brief, sources: sourcesOf(brief) };
}

function fewerOf(lists, most) {
  return {
    agreements: latest(lists.agreements, most),
    due: lists.due.slice(0, most),
    covered: lists.covered.slice(0, most).map((item) => withFewer(item, most)),
    obstacles: lists.obstacles.slice(0, most),
    events: latest(lists.events, Math.min(most, EVENTS)).reverse(),
    studies: lists.studies.slice(0, most),
  };
}

// A field is left out where a topic of it says the same more exactly.
function leaves(model, cells, keep) {
  const kept = cells.filter(keep);
  return kept.filter(
    (cell) => !kept.some((other) => other.field.parent === cell.field && other.partner === cell.partner),
  );
}

// Of the programmes only `ran` were carried out.
function withFacts(model, cell) {
  const { commitments, programs, outcomes } = factsOfCell(model, cell);
  const ranked = [...programs].sort(byBegin).map((row) => [row, rankOfProgram(model, row.id)]);
  const having = (keep) => ranked.filter(([, rank]) => keep(rank)).map(([row]) => row);
  return {
    cell,
    commitments,
    ran: having((rank) => rank >= COVERED),
    planned: having((rank) => rank > 0 && rank < COVERED),
    unrealised: having((rank) => rank === 0),
    outcomes,
  };
}

const latest = (list, most) => list.slice(-most);

const PROGRAMS = ['ran', 'planned', 'unrealised'];

function withFewer(item, most) {
  const kept = Object.fromEntries(PROGRAMS.map((key) => [key, latest(item[key], most)]));
  const count = (lists) => PROGRAMS.reduce((sum, key) => sum + lists[key].length, 0);
  return { ...item, ...kept, untold: count(item) - count(kept) };
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

function eventsOf(model, partner) {
  const rows = partner.events.map((id) => ({ id, ...model.facts.events[id] }));
  return rows.sort((one, other) => compareDates(one.on, other.on));
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
function sourcesOf({ due, agreements, obstacles, covered, events, studies }) {
  const rows = [
    ...due.flatMap(({ commitments }) => commitments),
    ...agreements,
    ...obstacles,
    ...covered.flatMap(({ ran, planned, unrealised, outcomes }) => [
      ...ran,
      ...planned,
      ...unrealised,
      ...outcomes,
    ]),
    ...events,
    ...studies,
  ];
  return [...new Set(rows.flatMap((row) => row.sources ?? []))];
}
