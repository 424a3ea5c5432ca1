// City panel: one partner: its stage, its agreements, and what they have and have not led to.

import { agreedShare } from './counts.mjs';
import { el } from './dom.mjs';
import { agreementEntry, eventEntry, programEntry } from './entries.mjs';
import { cellAt, isCovered, isDue } from './model.mjs';
import { cellChip, chips, heading, makeNotes, pairs, section, strictNote, studies } from './parts.mjs';
import { timelineView } from './timelineview.mjs';

export function cityPanel(reader, partner) {
  const { say, model } = reader;
  const { facts } = model;
  const notes = makeNotes(reader);
  const name = reader.partner(partner);
  const among = (ids, table, make) =>
    ids.filter((id) => facts[table][id]).map((id) => make(reader, { id, ...facts[table][id] }, notes));
  const events = [...partner.events].sort((one, other) =>
    (facts.events[one].on ?? '') < (facts.events[other].on ?? '') ? 1 : -1,
  );
  return [
    heading(
      reader.code('country', facts.cities[partner.city]?.country),
      name,
      reader.code('relation-stage', partner.stage),
    ),
    strictNote(reader),
    summary(reader, partner),
    cellLists(reader, partner),
    timelineView(reader, partner),
    section(
      say('agreements.title'),
      partner.agreements.map((id) => agreementEntry(reader, id, notes)),
      partner.agreements.length ? null : el('p', { class: 'muted', text: say('agreements.none') }),
    ),
    section(
      say('programs.title'),
      among(partner.programs, 'programs', programEntry),
      partner.programs.length ? null : el('p', { class: 'muted', text: say('programs.none') }),
    ),
    section(say('events.title'), among(events, 'events', eventEntry)),
    studies(
      reader,
      partner.studies.map((id) => ({ id, ...facts.studies[id] })),
      notes.cite,
      say('studies.none-city', { city: name }),
    ),
    notes.list(),
  ];
}

function summary(reader, partner) {
  const { say, model } = reader;
  const share = (level) => {
    const { covered, of } = agreedShare(model, partner, level);
    return of ? say('share.of', { k: covered, n: of }) : reader.tell('share.none');
  };
  return pairs([
    [say('summary.fields'), share('field')],
    [say('summary.topics'), share('topic')],
    [say('summary.last'), partner.last ? reader.date(partner.last) : say('summary.no-date')],
    [say('summary.types'), typesOf(reader, partner)],
  ]);
}

// Each side names the relation in its own books.
function typesOf(reader, partner) {
  const parties = Object.values(reader.model.facts.parties).filter(
    (row) => partner.agreements.includes(row.agreement) && row.relation_type,
  );
  const sides = new Set(
    parties.map((row) => `${reader.city(row.city)}: ${reader.code('relation-type', row.relation_type)}`),
  );
  return [...sides].join(' · ');
}

function cellLists(reader, partner) {
  const { model } = reader;
  const cells = model.fieldList
    .filter((field) => field.level !== 'group')
    .map((field) => cellAt(model, partner.id, field.id));
  const list = (key, keep) =>
    section(
      reader.tell(key),
      chips(cells.filter(keep).map((cell) => cellChip(reader, cell, reader.field(cell.field)))),
    );
  return [
    list('list.due', isDue),
    list('list.talked', (cell) => !cell.agreed && cell.rank > 0 && !isCovered(cell)),
    list('list.covered', isCovered),
  ];
}
