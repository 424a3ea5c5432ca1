// Filter: which columns, rows and cells the reader asked to see. Pure. An empty choice hides nothing.

import { inDenominator } from './counts.mjs';
import { cellAt, groupOf, isCovered, isDue, lookOf } from './model.mjs';

// How a cell can look, from nothing on record to a result on record.
export const LOOKS = [
  'unrecorded',
  'searched',
  'explored',
  'agreed',
  'planned',
  'under-way',
  'delivered',
  'evidenced',
];

// What a cell can lack beside its gap.
export const ASIDES = ['unstudied', 'unframed'];

const allows = (chosen, value) => chosen.length === 0 || chosen.includes(value);

// The gaps of a cell as the filter knows them: its own, and those that stand beside it.
export function gapsOf(cell) {
  const gaps = [cell.gap || 'none'];
  if (!cell.studied) gaps.push('unstudied');
  if (cell.marks.includes('unframed')) gaps.push('unframed');
  return gaps;
}

export const isChosen = (state, cell) =>
  (state.named.length === 0 || cell.agreed) &&
  allows(state.looks, lookOf(cell)) &&
  (state.gaps.length === 0 || gapsOf(cell).some((gap) => state.gaps.includes(gap)));

export const choosesCells = (state) => [state.looks, state.gaps, state.named].some((list) => list.length > 0);

export const fadesCells = (state) => choosesCells(state) || !['', 'scheme'].includes(state.of);

// Whether a cell is of the set that is counted, and is chosen; the others fade.
export const standsOut = (model, state, cell) =>
  inDenominator(model, cell, state.of || 'scheme') && isChosen(state, cell);

// The columns that countries and types of relation leave.
export function chosenPartners(model, state) {
  return model.partnerList.filter(
    (partner) =>
      allows(state.countries, model.facts.cities[partner.city]?.country) &&
      (state.types.length === 0 || partner.types.some((type) => state.types.includes(type))),
  );
}

export const isChosenField = (state, field) => allows(state.groups, groupOf(field).id);

const openToChoice = (model, state) =>
  model.fieldList.filter((field) => field.level !== 'group' && isChosenField(state, field));

// The fields and topics of which a chosen cell stands with one of the partners, and what lies above them.
export function fieldsWithChosen(model, state, partners) {
  if (!choosesCells(state)) return new Set(model.fieldList);
  const found = new Set();
  for (const field of openToChoice(model, state)) {
    const cells = (partner) => standsOut(model, state, cellAt(model, partner.id, field.id));
    if (!partners.some(cells)) continue;
    for (let above = field; above; above = above.parent) found.add(above);
  }
  return found;
}

// Whether the filter leaves out the row or the column of what is selected, as `resolve` found it.
export function hidesSelection(model, state, found) {
  const { field, partner } = found ?? {};
  const partners = chosenPartners(model, state);
  if (partner && !partnersWithChosen(model, state, partners).includes(partner)) return true;
  if (!field) return false;
  return !isChosenField(state, field) || !fieldsWithChosen(model, state, partners).has(field);
}

// The columns in which a chosen cell stands.
export function partnersWithChosen(model, state, partners) {
  if (!choosesCells(state)) return partners;
  const fields = openToChoice(model, state);
  return partners.filter((partner) =>
    fields.some((field) => standsOut(model, state, cellAt(model, partner.id, field.id))),
  );
}

// The cells of a level that are counted: all of the set, in the groups and columns that are chosen.
export function countedCells(model, state, level = 'field') {
  const fields = openToChoice(model, state).filter((field) => field.level === level);
  return chosenPartners(model, state).flatMap((partner) =>
    fields
      .map((field) => cellAt(model, partner.id, field.id))
      .filter((cell) => inDenominator(model, cell, state.of || 'scheme')),
  );
}

// Of the cells that are counted those with a chosen look and gap: the rows that a count stands for.
export const chosenCells = (model, state, level = 'field') =>
  countedCells(model, state, level).filter((cell) => isChosen(state, cell));

// How many cells there are of each look and of each gap; a cell has one look, and may have several gaps.
export function countChoices(cells) {
  const counts = { looks: {}, gaps: {} };
  const add = (of, value) => (counts[of][value] = (counts[of][value] ?? 0) + 1);
  for (const cell of cells) {
    add('looks', lookOf(cell));
    gapsOf(cell).forEach((gap) => add('gaps', gap));
  }
  return counts;
}

// The numbers of the first sentence.
export function measureCells(cells) {
  const covered = cells.filter(isCovered).length;
  const agreed = cells.filter((cell) => cell.agreed);
  return {
    all: cells.length,
    covered,
    uncovered: cells.length - covered,
    agreed: agreed.length,
    due: agreed.filter(isDue).length,
  };
}

// Take a value into a list of choices, or out of it.
export const toggled = (list, value) =>
  list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
