// Agency panel: one office: where it belongs, and what it leads and carries, field by field.

import { aboveAgency, deedsOfAgency } from './agencies.mjs';
import { el } from './dom.mjs';
import { heading, linkTo, makeNotes, pairs, section } from './parts.mjs';

export function agencyPanel(reader, id, record) {
  const { say, model } = reader;
  const notes = makeNotes(reader);
  const { agencies } = model.facts;
  const has = (other) => Object.hasOwn(agencies, other);
  const parts = Object.keys(agencies).filter((other) => agencies[other].part_of === id);
  const later = Object.keys(agencies).filter((other) => (agencies[other].replaces ?? []).includes(id));
  const deeds = deedsOfAgency(model, id);
  return [
    heading(say('kind.agency'), reader.thing('agencies', id)),
    el('p', { class: 'cited' }, reader.code('agency-kind', record.kind), notes.cite(record.sources)),
    pairs([
      [say('column.city'), record.city ? cityLink(reader, record.city) : ''],
      [say('column.part_of'), officeLinks(reader, aboveAgency(model, id))],
      [say('column.since'), reader.date(record.began ?? '')],
      [say('column.until'), reader.date(record.ended ?? '')],
      [say('column.replaces'), officeLinks(reader, (record.replaces ?? []).filter(has))],
      [say('column.replaced_by'), officeLinks(reader, later)],
      [say('column.parts'), officeLinks(reader, parts)],
      [say('column.note'), reader.text(record.note)],
    ]),
    section(
      say('agency.leads'),
      deedList(reader, deeds, 'leads', (row) => paperItem(reader, row, notes)),
      deeds.some(({ leads }) => leads.length)
        ? null
        : el('p', { class: 'muted', text: say('agency.leads-none') }),
    ),
    section(
      say('agency.carries'),
      deedList(reader, deeds, 'carries', (row) => programItem(reader, row, notes)),
      deeds.some(({ carries }) => carries.length)
        ? null
        : el('p', { class: 'muted', text: say('agency.carries-none') }),
    ),
    notes.list(),
  ];
}

const cityLink = (reader, city) =>
  reader.model.places.has(city)
    ? linkTo(`city:${city}`, reader.city(city))
    : el('span', { text: reader.city(city) });

const officeLinks = (reader, ids) =>
  ids.map((id) => el('div', {}, linkTo(`agency:${id}`, reader.thing('agencies', id))));

const paperItem = (reader, row, { cite }) =>
  el(
    'li',
    {},
    linkTo(`agreement:${row.agreement}`, reader.thing('agreements', row.agreement)),
    cite(row.sources),
  );

const programItem = (reader, row, { cite }) =>
  el(
    'li',
    {},
    linkTo(`program:${row.id}`, reader.text(row.name, row.id)),
    el('small', { text: ` ${reader.code('program-status', row.status)}` }),
    cite(row.sources),
  );

// Under each field, what the office leads or carries in it.
function deedList(reader, deeds, kind, item) {
  const name = (id) => (reader.model.fields.has(id) ? reader.field(reader.model.fields.get(id)) : id);
  return deeds
    .filter((deed) => deed[kind].length)
    .map((deed) =>
      el(
        'div',
        { class: 'entry' },
        el('p', {}, linkTo(`field:${deed.field}`, name(deed.field))),
        el('ul', { class: 'lines' }, deed[kind].map(item)),
      ),
    );
}
