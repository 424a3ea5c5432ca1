// Fill: the rows of the tables that would close a gap, with all that is known already in place. Pure.

import { factsOfCell, rankOfProgram } from './facts.mjs';
import { lenientCell, wantsSource } from './weaker.mjs';

// A list of {table, columns, rows}; empty where nothing is missing, or nothing but a better source.
export function rowsToFill(model, cell) {
  const draft = wantsSource(model, cell) ? null : DRAFTS[cell.gap];
  return draft ? draft(model, cell).map(([table, ...rows]) => layOut(model, table, rows)) : [];
}

// Whether a search of the cell could find nothing: not where anything is on record, however weak its source.
export const isBlank = (model, cell) => (model.strict ? lenientCell(model, cell) : cell).rank === 0;

// The row that records a search which found nothing.
export function searchRow(model, cell) {
  const row = {
    id: freshId(model, 'searches', cell, 'search'),
    cities: pair(cell),
    fields: cell.field.id,
    found: 'nothing',
  };
  return layOut(model, 'searches', [row]);
}

const DRAFTS = {
  open: draftCommitment,
  'paper-only': draftProgram,
  stalled: draftProgress,
  pending: draftProgress,
  lapsed: (model, cell) =>
    draftAgreed(model, cell, { kind: 'renewal', renews: latestAgreement(model, cell) }),
  unproven: draftOutcome,
};

function draftCommitment(model, cell) {
  // No text on record names the field: which agreement does is for the reader to say.
  if (latestAgreement(model, cell)) return [['commitments', commitment(model, cell, '')]];
  return draftAgreed(model, cell, {});
}

// A new agreement, its parties, and the field that its text names.
function draftAgreed(model, cell, given) {
  const drafted = draftAgreement(model, cell, given);
  return [...drafted, ['commitments', commitment(model, cell, drafted[0][1].id)]];
}

const commitment = (model, cell, agreement) => ({
  id: freshId(model, 'commitments', cell, ''),
  field: cell.field.id,
  stage: 'text',
  agreement,
});

function draftAgreement(model, cell, given) {
  const stem = `${cell.partner.home}-${cell.partner.city}`;
  const id = fresh(model.facts.agreements, given.renews ? `${given.renews}-renewal` : `${stem}-agreement`);
  const party = (city) => ({ id: fresh(model.facts.parties, `${id}-${city}`), agreement: id, city });
  return [
    ['agreements', { id, status: 'signed', ...given }],
    ['parties', party(cell.partner.home), party(cell.partner.city)],
  ];
}

function draftProgram(model, cell) {
  const agreements = [...new Set(factsOfCell(model, cell).commitments.map((row) => row.agreement))].join(';');
  const id = freshId(model, 'programs', cell, '');
  return [['programs', { id, agreements, cities: pair(cell), fields: cell.field.id }]];
}

// The programme is on record: its row, to be brought up to date.
function draftProgress(model, cell) {
  const waiting = factsOfCell(model, cell).programs.filter((row) => rankOfProgram(model, row.id) === 3);
  return waiting.length
    ? [['programs', ...waiting.map((row) => ({ ...row, status: '' }))]]
    : draftProgram(model, cell);
}

function draftOutcome(model, cell) {
  const ran = factsOfCell(model, cell).programs.filter((row) => rankOfProgram(model, row.id) > 3);
  const rows = ran.map((row) => ({ id: fresh(model.facts.outcomes, `${row.id}-outcome`), program: row.id }));
  return [['outcomes', ...rows]];
}

function latestAgreement(model, cell) {
  const dated = cell.partner.agreements
    .filter((id) => model.facts.agreements[id].status === 'signed')
    .sort((one, other) => {
      const [a, b] = [one, other].map((id) => model.facts.agreements[id].signed ?? '');
      return a < b ? 1 : a > b ? -1 : 0;
    });
  return dated[0] ?? '';
}

const sides = ({ partner }) => [partner.home, partner.city].sort();
const pair = (cell) => sides(cell).join(';');

function freshId(model, table, cell, suffix) {
  const parts = [...sides(cell), cell.field.id, suffix].filter(Boolean);
  return fresh(model.facts[table], parts.join('-'));
}

// An id that no row on this page has.
function fresh(records, stem) {
  let id = stem;
  for (let number = 2; Object.hasOwn(records, id); number += 1) id = `${stem}-${number}`;
  return id;
}

// Put a row's values under the table's columns, languages apart, lists joined; `known` says that the rows
// stand in the table already.
function layOut(model, table, rows) {
  const columns = model.forms[table].map(({ name }) => name);
  const cellOf = (row, column) => {
    const [name, language] = column.split('@');
    const value = language ? row[name]?.[language] : row[name];
    return Array.isArray(value) ? value.join(';') : (value ?? '');
  };
  const known = rows.some((row) => Object.hasOwn(model.facts[table], row.id));
  return {
    table,
    known,
    columns,
    forms: model.forms[table],
    rows: rows.map((row) => columns.map((column) => cellOf(row, column))),
  };
}
