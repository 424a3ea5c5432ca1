// Field panel: one field over all partners: who covers it, who agreed to it and waits.

import { partnerShare } from './counts.mjs';
import { el } from './dom.mjs';
import { chosenPartners } from './filter.mjs';
import { coveredElsewhere } from './elsewhere.mjs';
import { cellAt, isCovered, isDue } from './model.mjs';
import { cellChip, chips, heading, linkTo, pairs, relationChips, section } from './parts.mjs';

export function fieldPanel(reader, field) {
  const { say, model } = reader;
  const share = partnerShare(model, field, '', chosenPartners(model, reader.state));
  return [
    heading(field.parent ? reader.field(field.parent) : '', reader.field(field), say(`level.${field.level}`)),
    field.definition ? el('p', { text: reader.text(field.definition) }) : null,
    field.level === 'group'
      ? null
      : pairs([[say('summary.partners'), say('share.of', { k: share.covered, n: share.of })]]),
    field.level === 'group' ? null : partnerLists(reader, field),
    section(
      say(field.level === 'group' ? 'parts.fields' : 'parts.topics'),
      field.children.length
        ? el(
            'ul',
            { class: 'lines' },
            field.children.map((part) => partItem(reader, part)),
          )
        : null,
    ),
    elsewhere(reader, field),
  ];
}

function partnerLists(reader, field) {
  const { say, model } = reader;
  const cells = model.partnerList.map((partner) => cellAt(model, partner.id, field.id));
  const list = (key, keep) =>
    section(
      say(key),
      chips(cells.filter(keep).map((cell) => cellChip(reader, cell, reader.partner(cell.partner)))),
    );
  return [
    list('list.due', isDue),
    list('list.talked', (cell) => !cell.agreed && cell.rank > 0 && !isCovered(cell)),
    list('list.covered', isCovered),
    list('list.searched', (cell) => cell.rank === 0 && cell.searched),
    list('list.unsearched', (cell) => cell.rank === 0 && !cell.searched),
  ];
}

function partItem(reader, part) {
  const { covered, of } = partnerShare(reader.model, part, '', chosenPartners(reader.model, reader.state));
  return el(
    'li',
    {},
    linkTo(`field:${part.id}`, reader.field(part)),
    el('small', { text: ` ${reader.say('parts.share', { k: covered, n: of })}` }),
  );
}

function elsewhere(reader, field) {
  const hits = coveredElsewhere(reader.model, field);
  if (!hits.length) return null;
  return section(reader.say('elsewhere.title'), relationChips(reader, hits, field));
}
