// Rows: which rows and columns the matrix shows, and in what order. Pure.

import { compareDates } from './dates.mjs';
import { cellAt, isDue, isCovered, subtree } from './model.mjs';
import { labelOf } from './words.mjs';

export const SORTS = ['gaps', 'name', 'contact'];

// Open without being asked: the fields of which a topic is agreed and not carried out with anyone.
export function fieldsWithDueTopics(model) {
  const due = (topic) => model.partnerList.some((partner) => isDue(cellAt(model, partner.id, topic.id)));
  return model.fieldList.filter((field) => field.level === 'field' && field.children.some(due));
}

export function openFields(model, state) {
  if (state.open === null) return new Set(fieldsWithDueTopics(model).map((field) => field.id));
  if (state.open === '*')
    return new Set(model.fieldList.filter((field) => field.children.length).map(({ id }) => id));
  return new Set(state.open);
}

export function orderPartners(model, state) {
  const name = (partner) => labelOf(model.facts.cities[partner.id]?.name, state.lang, partner.id);
  const byName = (one, other) => name(one).localeCompare(name(other), state.lang);
  const due = new Map(model.partnerList.map((partner) => [partner, weigh(model, partner)]));
  const by = {
    gaps: (one, other) => due.get(other) - due.get(one) || byName(one, other),
    name: byName,
    contact: (one, other) => compareDates(other.last, one.last) || byName(one, other),
  };
  return [...model.partnerList].sort(by[state.sort]);
}

// Agreed gaps weigh most; among partners without, more on record stands first.
function weigh(model, partner) {
  const cells = model.fieldList.map((field) => cellAt(model, partner.id, field.id));
  const leaves = cells.filter((cell) => cell.field.level !== 'group');
  return leaves.filter(isDue).length * 1000 + leaves.filter(isCovered).length;
}

// The rows in order: {field, depth, expanded}; expanded is undefined where there is nothing below.
export function visibleRows(model, state) {
  const open = openFields(model, state);
  const shut = new Set(state.shut);
  const order = orderFields(model, state);
  const rows = [];
  const add = (field, depth) => {
    const expanded = depth === 0 ? !shut.has(field.id) : open.has(field.id);
    rows.push({ field, depth, expanded: field.children.length ? expanded : undefined });
    if (expanded) order(field.children).forEach((child) => add(child, depth + 1));
  };
  order(model.fieldList.filter((field) => !field.parent)).forEach((group) => add(group, 0));
  return rows;
}

function orderFields(model, state) {
  if (state.sort !== 'gaps') return (fields) => fields;
  const due = (field) => {
    const parts = subtree(field).filter((part) => part.level !== 'group');
    return model.partnerList.reduce(
      (sum, partner) => sum + parts.filter((part) => isDue(cellAt(model, partner.id, part.id))).length,
      0,
    );
  };
  const count = new Map(model.fieldList.map((field) => [field, due(field)]));
  return (fields) =>
    [...fields].sort((one, other) => count.get(other) - count.get(one) || one.index - other.index);
}
