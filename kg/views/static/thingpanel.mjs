// Thing panel: one agreement or one programme with everything on record about it.

import { el } from './dom.mjs';
import { agreementEntry, eventEntry, givenTerms, outcomeEntry, periodOf, programEntry } from './entries.mjs';
import { factsOfAgreement, factsOfProgram, isOnRecord, missingTerms } from './facts.mjs';
import { cellAt } from './model.mjs';
import {
  cellChip,
  disputes,
  heading,
  linkTo,
  makeNotes,
  obstacles,
  pairs,
  section,
  studies,
} from './parts.mjs';

export function agreementPanel(reader, id, record) {
  const { say, model } = reader;
  const facts = factsOfAgreement(model, id);
  const notes = makeNotes(reader);
  const head = el(
    'p',
    { class: 'cited' },
    reader.code('agreement-kind', record.kind),
    ' · ',
    reader.code('agreement-status', record.status),
    notes.cite(record.sources),
  );
  const earlier = [...(record.carries_out ?? []), ...(record.renews ?? [])].filter(
    (key) => model.facts.agreements[key],
  );
  return [
    heading(say('kind.agreement'), reader.thing('agreements', id)),
    notYet(reader, 'agreements', id),
    head,
    pairs([
      ...['signed', 'effective', 'valid_until'].map((column) => [
        say(`column.${column}`),
        reader.date(record[column] ?? ''),
      ]),
      [say('column.term_years'), record.term_years ?? ''],
      ...ownColumns(reader, record, [
        'name',
        'note',
        'kind',
        'status',
        'signed',
        'effective',
        'valid_until',
        'term_years',
        'renews',
        'carries_out',
        'sources',
      ]),
      [say('column.note'), reader.text(record.note)],
    ]),
    section(
      say('parties.title'),
      facts.parties.length
        ? el(
            'ul',
            { class: 'lines' },
            facts.parties.map((row) => partyItem(reader, row, notes)),
          )
        : null,
    ),
    section(
      say('chain.earlier'),
      earlier.map((key) => agreementEntry(reader, key, notes)),
    ),
    section(
      say('chain.later'),
      facts.later.map((row) => agreementEntry(reader, row.id, notes)),
    ),
    commitments(reader, id, facts.commitments, notes),
    section(
      say('programs.title'),
      facts.programs.map((row) => programEntry(reader, row, notes)),
      facts.programs.length ? null : el('p', { class: 'muted', text: say('programs.none') }),
    ),
    section(
      say('events.title'),
      facts.events.map((row) => eventEntry(reader, row, notes)),
    ),
    disputes(reader, facts.statements, notes.cite),
    obstacles(reader, facts.obstacles, notes.cite),
    studies(reader, facts.studies, notes.cite, say('studies.none-thing')),
    notes.list(),
  ];
}

// What is dated after the day of the page is no fact of that day, and the page says so first.
const notYet = ({ model, say, date }, table, id) =>
  isOnRecord(model, table, id)
    ? null
    : el('p', { class: 'lead', text: say('elsewhen.not-yet', { date: date(model.asOf) }) });

// Columns that the data has and this page has no words for are shown as they are, not dropped.
// Columns that this page knows nothing of, as those that a project added to its ontology.
function ownColumns(reader, record, known) {
  return Object.entries(record)
    .filter(([column]) => !known.includes(column))
    .map(([column, value]) => [
      reader.column(column),
      typeof value === 'string' ? value : Object.values(value).join(', '),
    ]);
}

function partyItem(reader, row, { cite }) {
  const details = [
    row.relation_type && reader.code('relation-type', row.relation_type),
    row.office,
    (row.signatory ?? []).join(', '),
    row.signed_on && reader.date(row.signed_on),
    row.approved_by && `${reader.say('column.approved_by')}: ${row.approved_by}`,
    row.approved_on && reader.date(row.approved_on),
  ];
  return el(
    'li',
    {},
    el('strong', { text: reader.city(row.city) }),
    el('small', { text: details.filter(Boolean).join(' · ') }),
    cite(row.sources),
  );
}

// The fields that an agreement names, with how far each has come with the partner, and its terms.
function commitments(reader, id, rows, { cite }) {
  const { model, say } = reader;
  const partner = model.partnerList.find((one) => one.agreements.includes(id));
  const item = (row) => {
    const field = model.fields.get(row.field);
    const chip =
      partner && field
        ? cellChip(reader, cellAt(model, partner.id, field.id), reader.field(field))
        : el('span', { text: fieldName(reader, row.field) });
    return el(
      'li',
      {},
      chip,
      el('span', {}, cite(row.sources)),
      el('div', { class: 'terms' }, givenTerms(reader, row)),
    );
  };
  const list = (some) => el('ul', { class: 'cells' }, some.map(item));
  const approved = rows.filter((row) => row.stage === 'approval');
  const lacks = ['lead', 'expected_result', 'budget'].map((column) => [
    column,
    rows.filter((row) => missingTerms(row).includes(column)).length,
  ]);
  return section(
    say('commitments.title'),
    rows.length
      ? list(rows.filter((row) => row.stage !== 'approval'))
      : el('p', { class: 'muted', text: say('commitments.none') }),
    approved.length
      ? [el('p', { class: 'muted aside', text: say('commitments.approved') }), list(approved)]
      : null,
    lacks
      .filter(([, count]) => count)
      .map(([column, count]) =>
        el('p', {
          class: 'lack',
          text: say('commitments.without', { k: count, n: rows.length, term: say(`column.${column}`) }),
        }),
      ),
  );
}

export function programPanel(reader, id, record) {
  const { say, model } = reader;
  const facts = factsOfProgram(model, id);
  const notes = makeNotes(reader);
  const list = (column, table) => (record[column] ?? []).map((key) => reader.thing(table, key)).join(', ');
  return [
    heading(say('kind.program'), reader.thing('programs', id)),
    notYet(reader, 'programs', id),
    el(
      'p',
      { class: 'cited' },
      reader.code('program-kind', record.kind),
      ' · ',
      reader.code('program-status', record.status),
      notes.cite(record.sources),
    ),
    pairs([
      [say('column.period'), periodOf(reader, record)],
      [say('column.cities'), list('cities', 'cities')],
      [say('column.agencies'), list('agencies', 'agencies')],
      [say('column.participants'), record.participants ?? ''],
      [say('column.funding'), (record.funding ?? []).map((code) => reader.code('funding', code)).join(', ')],
      [say('column.budget'), record.budget ?? ''],
      ...ownColumns(reader, record, [
        'name',
        'note',
        'agreements',
        'cities',
        'fields',
        'agencies',
        'kind',
        'status',
        'began',
        'ended',
        'participants',
        'funding',
        'budget',
        'sources',
      ]),
      [say('column.note'), reader.text(record.note)],
    ]),
    section(
      say('column.fields'),
      el(
        'p',
        { class: 'onward' },
        (record.fields ?? []).map((key) => linkTo(`field:${key}`, fieldName(reader, key))),
      ),
    ),
    section(
      say('agreements.title'),
      (record.agreements ?? [])
        .filter((key) => model.facts.agreements[key])
        .map((key) => agreementEntry(reader, key, notes)),
      record.agreements ? null : el('p', { class: 'muted', text: say('program.no-agreement') }),
    ),
    section(
      say('outcomes.title'),
      facts.outcomes.map((row) => outcomeEntry(reader, row, notes)),
      facts.outcomes.length ? null : el('p', { class: 'muted', text: say('none.evidenced') }),
    ),
    disputes(reader, facts.statements, notes.cite),
    obstacles(reader, facts.obstacles, notes.cite),
    studies(reader, facts.studies, notes.cite, say('studies.none-thing')),
    notes.list(),
  ];
}

const fieldName = (reader, id) =>
  reader.model.fields.has(id) ? reader.field(reader.model.fields.get(id)) : id;
