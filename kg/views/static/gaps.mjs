// Gaps: the cells that lack something, as rows to take along. Pure.

import { cellAt, groupOf, lookOf } from './model.mjs';
import { labelOf } from './words.mjs';

const HEADER = [
  'relation',
  'partner',
  'partner_name',
  'country',
  'group_name',
  'field',
  'field_name',
  'level',
  'rung',
  'gap',
  'agreed',
  'marks',
  'searched',
  'best_source',
  'as_of',
];

// The gaps of the fields given, a row each: ids beside names, names in the reader's language.
export function gapRows(model, fields, partners, lang) {
  const name = (table, id) => labelOf(model.facts[table][id]?.name, lang, id);
  const fieldName = (field) => labelOf(field.name, lang, field.id);
  const rows = [HEADER];
  for (const partner of partners) {
    const country = model.facts.cities[partner.id]?.country ?? '';
    for (const field of fields) {
      const cell = cellAt(model, partner.id, field.id);
      if (field.level === 'group' || !cell.gap) continue;
      rows.push([
        partner.relation,
        partner.id,
        name('cities', partner.id),
        country,
        fieldName(groupOf(field)),
        field.id,
        fieldName(field),
        field.level,
        lookOf(cell),
        cell.gap,
        cell.agreed ? 'yes' : 'no',
        cell.marks.join(';'),
        cell.searched,
        cell.grade,
        model.asOf,
      ]);
    }
  }
  return rows;
}
