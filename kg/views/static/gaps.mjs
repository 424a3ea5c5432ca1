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
  'evidence',
  'denominator',
  'as_of',
];

// The gaps of the fields given, a row each; `keep` leaves those that the reader chose.
export function gapRows(model, fields, partners, state, keep = () => true) {
  const cells = partners.flatMap((partner) => fields.map((field) => cellAt(model, partner.id, field.id)));
  return cellRows(
    model,
    cells.filter((cell) => cell.field.level !== 'group' && cell.gap && keep(cell)),
    state,
  );
}

// The cells given, a row each under a header: ids beside names, names in the reader's language.
export function cellRows(model, cells, { lang, of }) {
  const name = (table, id) => labelOf(model.facts[table][id]?.name, lang, id);
  const fieldName = (field) => labelOf(field.name, lang, field.id);
  const rows = cells.map((cell) => [
    cell.partner.relation,
    cell.partner.city,
    name('cities', cell.partner.city),
    model.facts.cities[cell.partner.city]?.country ?? '',
    fieldName(groupOf(cell.field)),
    cell.field.id,
    fieldName(cell.field),
    cell.field.level,
    lookOf(cell),
    cell.gap,
    cell.agreed ? 'yes' : 'no',
    cell.marks.join(';'),
    cell.searched,
    cell.grade,
    model.strict ? 'strict' : 'lenient',
    of || 'scheme',
    model.asOf,
  ]);
  return [HEADER, ...rows];
}
