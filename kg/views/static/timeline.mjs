// Timeline: what happened between two cities, in order of time. Pure.

import { fromDay, toDay } from './coverage.mjs';
import { firstDay, lastDay } from './dates.mjs';

const FAR = 10_000_000;

// A list of {table, id, from, to, open}: the first and last day on record; `open` where it goes on at the day
// of the model. What has no date of its own stands in `undated`.
export function timelineOf(model, partner) {
  const spans = [
    ...partner.agreements.map((id) => agreementSpan(model, partner, id)),
    ...partner.programs.map((id) => spanOf('programs', id, model.facts.programs[id], 'began', 'ended')),
    ...outcomesOf(model, partner).map(([id, row]) => spanOf('outcomes', id, row, 'on', 'on')),
    ...partner.events.map((id) => spanOf('events', id, model.facts.events[id], 'on', 'on')),
    ...partner.studies.map((id) => spanOf('studies', id, model.facts.studies[id], 'issued', 'issued')),
  ];
  const dated = spans
    .filter(({ from }) => from !== null && from <= model.day)
    .map((span) => cutOff(span, model.day));
  dated.sort((one, other) => one.from - other.from || one.to - other.to || (one.id < other.id ? -1 : 1));
  return { spans: dated, undated: spans.filter(({ from }) => from === null) };
}

// An agreement lasts as long as coverage says that it is in force.
function agreementSpan(model, partner, id) {
  const { status, signed, effective } = model.facts.agreements[id];
  const [, , , , , , ends] = model.links[partner.place].find(([, thing]) => thing === `agreements:${id}`);
  const began = signed ?? effective;
  const to = status === 'signed' ? ends : began && toDay(lastDay(began));
  return { table: 'agreements', id, from: began ? toDay(firstDay(began)) : null, to };
}

function outcomesOf({ facts }, partner) {
  return Object.entries(facts.outcomes).filter(([, row]) => partner.programs.includes(row.program));
}

function spanOf(table, id, row, first, last) {
  const [began, ended] = [row[first] ?? row[last], row[last] ?? row[first]];
  const goesOn = table === 'programs' && row.status === 'under-way' && !row.ended;
  if (!began) return { table, id, from: null, to: null };
  return { table, id, from: toDay(firstDay(began)), to: goesOn ? FAR : toDay(lastDay(ended)) };
}

const cutOff = (span, day) => ({
  ...span,
  to: Math.max(span.from, Math.min(span.to, day)),
  open: span.to > day,
});

// The years of an axis that holds all spans, and those of them to be named.
export function axisOf(spans, most = 4) {
  if (!spans.length) return null;
  const year = (day) => Number(fromDay(day).slice(0, 4));
  const first = Math.min(...spans.map(({ from }) => year(from)));
  const end = Math.max(...spans.map(({ to }) => year(to))) + 1;
  const step = [1, 2, 5, 10, 20, 50].find((size) => (end - first) / size <= most) ?? 100;
  const named = [];
  for (let at = Math.ceil(first / step) * step; at < end; at += step) named.push(at);
  return { first, end, named };
}

// Where a day stands on the axis, from 0 to 1.
export function placeOnAxis({ first, end }, day) {
  const [start, stop] = [toDay(`${first}-01-01`), toDay(`${end}-01-01`)];
  return Math.min(1, Math.max(0, (day - start) / (stop - start)));
}
