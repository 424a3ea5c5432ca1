// Welcome: what the panel shows while nothing is selected: the cells that the legend's choice leaves, else
// the gaps to look at first.

import { dueCells, summarise } from './counts.mjs';
import { compareDates } from './dates.mjs';
import { el } from './dom.mjs';
import { choosesCells } from './filter.mjs';
import { listPanel } from './listpanel.mjs';
import { cellChip, chips, heading, linkTo, section } from './parts.mjs';
import { placeName } from './title.mjs';

const MOST_PARTNERS = 24; // the matrix has the others

export function welcomePanel(reader) {
  const { say, model } = reader;
  if (model.partnerList.length && choosesCells(reader.state)) return listPanel(reader);
  const fields = summarise(model, 'field');
  const topics = summarise(model, 'topic');
  const title = heading(placeName(reader), say('welcome.title'));
  if (!model.partnerList.length) return [title, el('p', { class: 'lead', text: say('empty') })];
  return [
    title,
    el('p', { class: 'lead', text: say('welcome.fields', { due: fields.due, agreed: fields.agreed.of }) }),
    topics.agreed.of
      ? el('p', { class: 'lead', text: say('welcome.topics', { due: topics.due, agreed: topics.agreed.of }) })
      : null,
    el('p', { class: 'muted', text: say('welcome.help') }),
    section(say('welcome.due'), dueByPartner(reader)),
    section(say('welcome.quiet'), quiet(reader)),
  ];
}

function dueByPartner(reader) {
  const { model } = reader;
  const list = model.partnerList
    .map((partner) => ({ partner, cells: dueCells(model, partner) }))
    .filter(({ cells }) => cells.length);
  list.sort((one, other) => other.cells.length - one.cells.length);
  const rest = list.length - MOST_PARTNERS;
  return [
    ...list.slice(0, MOST_PARTNERS).map(({ partner, cells }) =>
      el(
        'div',
        { class: 'by-partner' },
        linkTo(`city:${partner.id}`, reader.partner(partner)),
        chips(cells.map((cell) => cellChip(reader, cell, reader.field(cell.field)))),
      ),
    ),
    rest > 0 ? el('p', { class: 'muted', text: reader.say('welcome.more', { n: rest }) }) : null,
  ];
}

// The partners without a dated fact for the longest time, of those that agreed to something.
function quiet(reader) {
  const { model, say } = reader;
  const partners = model.partnerList.filter((partner) => partner.stage !== 'contact');
  partners.sort((one, other) => compareDates(one.last, other.last));
  return partners.length
    ? el(
        'ul',
        { class: 'lines' },
        partners
          .slice(0, 5)
          .map((partner) =>
            el(
              'li',
              {},
              linkTo(`city:${partner.id}`, reader.partner(partner)),
              el('small', { text: ` ${partner.last ? reader.date(partner.last) : say('summary.no-date')}` }),
            ),
          ),
      )
    : null;
}
