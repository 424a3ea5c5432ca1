// Verdict: what a cell's gap means, as keys of the words, and which step comes next. Pure.

import { isCovered } from './model.mjs';

// The rung that would close the gap, by rank; 0 where none is missing.
const NEXT = { open: 2, 'paper-only': 3, stalled: 4, pending: 4, unproven: 6, lapsed: 0 };

export const nextStep = (cell) => NEXT[cell.gap] ?? 0;

// One sentence on the cell; what was never searched is not said to be missing.
export function verdictKey(cell) {
  if (cell.gap === 'open') {
    if (cell.rank > 0) return 'verdict.explored';
    return cell.searched ? 'verdict.searched' : 'verdict.unsearched';
  }
  if (cell.gap === 'unproven') return cell.rank === 4 ? 'verdict.under-way' : 'verdict.delivered';
  return cell.gap ? `verdict.${cell.gap}` : 'verdict.evidenced';
}

export const needKey = (cell) => `need.${cell.gap || 'none'}`;

// How loud a gap is drawn: agreed and not carried out is louder than never taken up.
export function toneOf(cell) {
  if (isCovered(cell)) return 'covered';
  return cell.agreed || cell.rank > 1 ? 'due' : 'open';
}
