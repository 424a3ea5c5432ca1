// Counts: totals of the matrix. Each is a count of named cells at one level, never of groups. Pure.

import { cellAt, isCovered, isDue, lookOf } from './model.mjs';

const share = (cells) => ({ covered: cells.filter(isCovered).length, of: cells.length });

export const cellsAt = (model, level) =>
  [...model.cells.values()].filter((cell) => cell.field.level === level);

// Of the fields (or topics) that this partner's agreements name, how many are covered.
export function agreedShare(model, partner, level) {
  return share(cellsAt(model, level).filter((cell) => cell.partner === partner && cell.agreed));
}

// With how many of the partners a field is covered.
export function partnerShare(model, field) {
  return share(model.partnerList.map((partner) => cellAt(model, partner.id, field.id)));
}

// How many of the parts of a group or field are covered with one partner.
export function partShare(model, partner, field) {
  return share(field.children.map((part) => cellAt(model, partner.id, part.id)));
}

// The whole page at one level: all cells, those agreed, those due, and the cells by look and by gap.
export function summarise(model, level) {
  const cells = cellsAt(model, level);
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
