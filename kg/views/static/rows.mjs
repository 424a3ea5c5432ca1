// Rows: which rows and columns the matrix shows, and in what order. Pure.

import { compareDates } from './dates.mjs';
import { chosenPartners, fieldsWithChosen, isChosenField, partnersWithChosen } from './filter.mjs';
import { cellAt, isDue, isCovered } from './model.mjs';
import { partnerName } from './words.mjs';

export const SORTS = ['gaps', 'name', 'contact'];

// Counted once for each model, which never changes: {partners, fields, open}.
const dueCounted = new WeakMap();

function dueWeights(model) {
  if (!dueCounted.has(model)) dueCounted.set(model, weighDue(model));
  return dueCounted.get(model);
}

// Of each partner its agreed gaps, which weigh most, and what else is on record; of each field its gaps.
function weighDue(model) {
  const partners = new Map(model.partnerList.map((partner) => [partner, 0]));
  const fields = new Map(model.fieldList.map((field) => [field, 0]));
  for (const field of model.fieldList) {
    if (field.level === 'group') continue;
    let due = 0;
    for (const partner of model.partnerList) {
      const cell = cellAt(model, partner.id, field.id);
      due += isDue(cell);
      partners.set(partner, partners.get(partner) + 1000 * isDue(cell) + isCovered(cell));
    }
    for (let above = field; above; above = above.parent) fields.set(above, fields.get(above) + due);
  }
  return { partners, fields };
}

// Open without being asked: the fields of which a topic is agreed and not carried out with anyone.
export function fieldsWithDueTopics(model) {
  const { fields } = dueWeights(model);
  return model.fieldList.filter(
    (field) => field.level === 'field' && field.children.some((topic) => fields.get(topic) > 0),
  );
}

export function openFields(model, state) {
  if (state.open === null) return new Set(fieldsWithDueTopics(model).map((field) => field.id));
  if (state.open === '*')
    return new Set(model.fieldList.filter((field) => field.children.length).map(({ id }) => id));
  return new Set(state.open);
}

// The columns that the filter leaves, in order.
export function orderPartners(model, state) {
  const { partners } = dueWeights(model);
  const names = new Map(
    model.partnerList.map((partner) => [partner, partnerName(model, partner, state.lang)]),
  );
  const { compare } = new Intl.Collator(state.lang);
  const byName = (one, other) => compare(names.get(one), names.get(other));
  const by = {
    gaps: (one, other) => partners.get(other) - partners.get(one) || byName(one, other),
    name: byName,
    contact: (one, other) => compareDates(other.last, one.last) || byName(one, other),
  };
  return [...partnersWithChosen(model, state, chosenPartners(model, state))].sort(by[state.sort]);
}

// The rows in order: {field, depth, expanded}; expanded is undefined where there is nothing below.
export function visibleRows(model, state) {
  const open = openFields(model, state);
  const shut = new Set(state.shut);
  const order = orderFields(model, state);
  const chosen = fieldsWithChosen(model, state, chosenPartners(model, state));
  const rows = [];
  const add = (field, depth) => {
    const expanded = depth === 0 ? !shut.has(field.id) : open.has(field.id);
    const below = order(field.children).filter((child) => chosen.has(child));
    rows.push({ field, depth, expanded: below.length ? expanded : undefined });
    if (expanded) below.forEach((child) => add(child, depth + 1));
  };
  const groups = model.fieldList.filter(
    (field) => !field.parent && isChosenField(state, field) && chosen.has(field),
  );
  order(groups).forEach((group) => add(group, 0));
  return rows;
}

function orderFields(model, state) {
  if (state.sort !== 'gaps') return (fields) => fields;
  const { fields: count } = dueWeights(model);
  return (fields) =>
    [...fields].sort((one, other) => count.get(other) - count.get(one) || one.index - other.index);
}
