// List panel: the cells that the legend's choice leaves, to open one by one or to take along.

import { toCsv } from './csv.mjs';
import { el, saveText } from './dom.mjs';
import { LOOKS, chosenCells } from './filter.mjs';
import { NAMES_OF } from './filterbox.mjs';
import { cellRows } from './gaps.mjs';
import { cellChip, chips, heading, linkTo } from './parts.mjs';
import { orderPartners } from './rows.mjs';
import { placeName } from './title.mjs';

const MOST_CHIPS = 300; // beyond them the file has the rest

export function listPanel(reader) {
  const { say, state } = reader;
  const { named, gaps } = state;
  const looks = state.looks.length < LOOKS.length ? state.looks : []; // all of them need no names
  const names = Object.entries({ named, looks, gaps }).flatMap(([name, values]) =>
    values.map((value) => NAMES_OF[name](reader, value)),
  );
  return [
    heading(placeName(reader), names.join(' · ') || say('matrix.title'), say('cells.help')),
    ...['field', 'topic'].map((level) => cellList(reader, level)),
  ];
}

// The cells of a level by partner, under a title that counts them.
function cellList(reader, level) {
  const { say, model, state } = reader;
  const cells = chosenCells(model, state, level);
  if (!cells.length && level === 'topic') return null;
  const save = () => saveText(`${level}-cells.csv`, toCsv(cellRows(model, cells, state)), 'text/csv');
  const button = el('button', {
    type: 'button',
    class: 'small',
    id: `save-${level}`,
    text: say('fill.save'),
    onclick: save,
  });
  return el(
    'section',
    { class: 'cell-list' },
    el(
      'h3',
      {},
      el('span', { text: say(`cells.${level}`, { n: cells.length }) }),
      cells.length ? button : null,
    ),
    byPartner(reader, cells),
    cells.length > MOST_CHIPS
      ? el('p', { class: 'muted', text: say('cells.more', { n: cells.length - MOST_CHIPS }) })
      : null,
  );
}

function byPartner(reader, cells) {
  const { model, state } = reader;
  const lists = new Map(orderPartners(model, state).map((partner) => [partner, []]));
  cells.forEach((cell) => lists.get(cell.partner)?.push(cell));
  let room = MOST_CHIPS;
  return [...lists].map(([partner, list]) => {
    const shown = list.slice(0, Math.max(room, 0));
    room -= shown.length;
    if (!shown.length) return null;
    return el(
      'div',
      { class: 'by-partner' },
      linkTo(`city:${partner.id}`, reader.partner(partner)),
      chips(shown.map((cell) => cellChip(reader, cell, reader.field(cell.field)))),
    );
  });
}
