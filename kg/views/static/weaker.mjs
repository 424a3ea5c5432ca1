// Weaker: what only sources weaker than a study support, and what strict evidence therefore leaves out. Pure.

import { cellsOfRelation, countsAt } from './coverage.mjs';
import { subtree } from './model.mjs';
import { nextStep } from './verdict.mjs';

// The facts of a cell that strict evidence leaves out, as `table:id`; none where every source counts.
export function weakerFacts(model, { partner, field }) {
  if (!model.strict) return [];
  const inField = new Set(subtree(field).map((part) => part.index));
  const rows = model.index.rows[partner.place].filter((row) => inField.has(row[1]));
  const counted = (strict) =>
    rows.filter((row) => countsAt(model.index, row, model.day, strict)).map((row) => row[2]);
  const strong = new Set(counted(true));
  return [...new Set(counted(false))].filter((thing) => !strong.has(thing));
}

// The cell as it is when every source counts.
export const lenientCell = ({ index, day }, { partner, field }) =>
  cellsOfRelation(index, partner.place, day).get(field.index);

// Whether what would close the gap is on record already, and lacks no more than a better source.
export function wantsSource(model, cell) {
  if (!model.strict || !cell.gap) return false;
  const { rank, gap } = lenientCell(model, cell);
  return cell.gap === 'lapsed' ? gap !== 'lapsed' : rank >= nextStep(cell);
}

// Whether an agreement, programme or the like has sources, and none of them counts for strict evidence.
export function isWeaker({ evidence, facts }, { sources = [] }) {
  const rankOfKind = new Map(Object.entries(evidence.kinds).map(([rank, kind]) => [kind, Number(rank)]));
  const counts = (id) => (rankOfKind.get(facts.sources[id]?.kind) ?? Infinity) <= evidence.strict;
  return sources.length > 0 && !sources.some(counts);
}
