// Entries: one fact on record each, as the panel shows it, with its date, terms and sources.

import { el } from './dom.mjs';
import { missingTerms } from './facts.mjs';
import { linkTo } from './parts.mjs';
import { isWeaker } from './weaker.mjs';

const join = (parts) => parts.filter(Boolean).join(' · ');

export function periodOf(reader, { began, ended }) {
  const { say } = reader;
  if (began && ended)
    return began === ended
      ? reader.date(began)
      : say('period.both', { began: reader.date(began), ended: reader.date(ended) });
  if (began) return reader.date(began);
  return ended ? say('period.until', { ended: reader.date(ended) }) : '';
}

function entry(title, details, cited, more = []) {
  return el(
    'div',
    { class: 'entry' },
    el('p', {}, title, cited),
    details ? el('small', { text: details }) : null,
    more,
  );
}

// Commitments of one agreement: that it names the field or topics of it, and the terms it fixes or leaves open.
export function commitmentEntry(reader, rows, { cite, within }) {
  const { say, model } = reader;
  const [row] = rows;
  const agreement = model.facts.agreements[row.agreement] ?? {};
  const topics = rows
    .filter((one) => within && one.field !== within.id)
    .map((one) => reader.field(model.fields.get(one.field)));
  const details = join([
    reader.code('agreement-kind', agreement.kind),
    agreement.status === 'unsigned'
      ? reader.code('agreement-status', 'unsigned')
      : agreement.signed && say('entry.signed', { date: reader.date(agreement.signed) }),
    row.stage === 'approval' && reader.code('commitment-stage', 'approval'),
    topics.length && say('entry.topics', { n: topics.length, names: topics.join(', ') }),
  ]);
  const title = linkTo(`agreement:${row.agreement}`, reader.thing('agreements', row.agreement));
  return entry(
    title,
    details,
    cite(rows.flatMap((one) => one.sources ?? [])),
    onlyOnce(rows.flatMap((one) => termsOf(reader, one))),
  );
}

// Field and topics often share their terms: the same line is not said twice.
function onlyOnce(lines) {
  return lines.filter(
    (line, index) => lines.findIndex((other) => other.textContent === line.textContent) === index,
  );
}

// What a commitment fixes, a line each.
export function givenTerms(reader, row) {
  const { say } = reader;
  const given = [
    row.lead && `${say('column.lead')}: ${row.lead.map((id) => reader.thing('agencies', id)).join(', ')}`,
    row.expected_result && `${say('column.expected_result')}: ${reader.text(row.expected_result)}`,
    row.indicator && `${say('column.indicator')}: ${row.indicator}`,
    row.budget && `${say('column.budget')}: ${row.budget}`,
    row.due && `${say('column.due')}: ${reader.date(row.due)}`,
  ];
  return given.filter(Boolean).map((text) => el('small', { text }));
}

function termsOf(reader, row) {
  const { say } = reader;
  const missing = missingTerms(row).map((column) => say(`column.${column}`));
  return [
    ...givenTerms(reader, row),
    ...(missing.length
      ? [el('small', { class: 'lack', text: say('entry.without', { terms: missing.join(', ') }) })]
      : []),
  ];
}

export function programEntry(reader, row, { cite }) {
  const { say } = reader;
  const details = join([
    reader.code('program-kind', row.kind),
    reader.code('program-status', row.status),
    periodOf(reader, row),
    row.participants && say('entry.participants', { n: row.participants }),
  ]);
  const bodies = (row.agencies ?? []).map((id) => reader.thing('agencies', id)).join(', ');
  const title = linkTo(`program:${row.id}`, reader.text(row.name, row.id));
  return entry(title, details, cite(row.sources), bodies ? [el('small', { text: bodies })] : []);
}

export function outcomeEntry(reader, row, { cite }) {
  const value = row.value
    ? `${[row.indicator, row.value].filter(Boolean).join(': ')} ${row.unit ?? ''}`.trim()
    : '';
  const baseline = row.baseline && reader.say('entry.baseline', { value: row.baseline });
  const details = join([
    reader.code('outcome-kind', row.kind),
    value,
    baseline,
    row.on && reader.date(row.on),
  ]);
  return entry(el('span', { text: reader.text(row.description, row.id) }), details, cite(row.sources));
}

export function eventEntry(reader, row, { cite }) {
  const details = join([
    reader.code('event-kind', row.kind),
    row.on && reader.date(row.on),
    (row.people ?? []).join(', '),
  ]);
  return entry(el('span', { text: reader.text(row.name, row.id) }), details, cite(row.sources));
}

export function agreementEntry(reader, id, { cite }) {
  const { say, model } = reader;
  const row = model.facts.agreements[id];
  const details = join([
    reader.code('agreement-kind', row.kind),
    row.status === 'unsigned'
      ? reader.code('agreement-status', 'unsigned')
      : row.signed && say('entry.signed', { date: reader.date(row.signed) }),
    row.valid_until && say('entry.valid-until', { date: reader.date(row.valid_until) }),
    row.term_years && say('entry.term', { n: row.term_years }),
    model.strict && isWeaker(model, row) && say('evidence.weaker'),
  ]);
  return entry(linkTo(`agreement:${id}`, reader.thing('agreements', id)), details, cite(row.sources));
}
