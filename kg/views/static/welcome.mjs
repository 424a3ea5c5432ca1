// Welcome: what the panel shows while nothing is selected: the cells that the legend's choice leaves, else
// the gaps to look at first.

import { dueCells } from './counts.mjs';
import { compareDates } from './dates.mjs';
import { el } from './dom.mjs';
import { choosesCells, chosenPartners, countedCells, isChosenField, measureCells } from './filter.mjs';
import { listPanel } from './listpanel.mjs';
import { agreedKey } from './meter.mjs';
import { cellChip, chips, heading, linkTo, section } from './parts.mjs';
import { nothingText, placeName } from './title.mjs';

const MOST_PARTNERS = 24; // the matrix has the others

export function welcomePanel(reader) {
  const { say, model } = reader;
  if (model.partnerList.length && choosesCells(reader.state)) return listPanel(reader);
  const title = heading(placeName(reader), say('welcome.title'));
  if (!model.partnerList.length) return [title, el('p', { class: 'lead', text: nothingText(reader) })];
  return [
    title,
    agreedLine(reader, 'field'),
    agreedLine(reader, 'topic'),
    el('p', { class: 'muted', text: say('welcome.help') }),
    section(say('welcome.due'), dueByPartner(reader)),
    section(say('welcome.quiet'), quiet(reader)),
  ];
}

// How much of what is agreed waits, in the groups and columns that are chosen, as the header counts them.
function agreedLine({ say, model, state }, level) {
  const values = measureCells(countedCells(model, { ...state, of: 'agreed' }, level));
  const key = agreedKey(level, values);
  return key ? el('p', { class: 'lead', text: say(key, values) }) : null;
}

function dueByPartner(reader) {
  const { model, state } = reader;
  const list = chosenPartners(model, state)
    .map((partner) => ({
      partner,
      cells: dueCells(model, partner).filter((cell) => isChosenField(state, cell.field)),
    }))
    .filter(({ cells }) => cells.length);
  list.sort((one, other) => other.cells.length - one.cells.length);
  const rest = list.length - MOST_PARTNERS;
  return [
    ...list
      .slice(0, MOST_PARTNERS)
      .map(({ partner, cells }) =>
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
  const { model, say, state } = reader;
  const partners = chosenPartners(model, state).filter((partner) => partner.stage !== 'contact');
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
