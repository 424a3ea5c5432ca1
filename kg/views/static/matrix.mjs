// Matrix: fields by partner cities as one table, a tree grid for keyboard and screen reader.
//
// What stands on screen is kept and changed in place as long as model, language and columns stay the same.
// Of a large matrix the rows that one sees are filled at once, the others when the browser is idle.

import { byId, el } from './dom.mjs';
import { fadesCells, standsOut } from './filter.mjs';
import { columnHead, countColumn, headRow } from './matrixhead.mjs';
import { cellOf, countGroupCell, countRow, groupCell } from './matrixcells.mjs';
import { cellAt } from './model.mjs';
import { orderPartners, visibleRows } from './rows.mjs';

const AT_ONCE = 4000; // cells that are filled before the first frame
const SLICE = 30; // ms of each idle step

let drawn = null; // {model, key, reader, partners, table, rows, counted, fades}

export function drawMatrix(reader) {
  const { model, state } = reader;
  const partners = orderPartners(model, state);
  const key = [state.lang, ...partners.map(({ id }) => id)].join(' ');
  const isNew = drawn?.model !== model || drawn.key !== key;
  if (isNew) drawn = startTable(reader, partners, key);
  const counted = [state.of, state.countries, state.types].join(' ');
  const [counts, fades] = [isNew || drawn.counted !== counted, fadesCells(state)];
  const look = { recount: counts, refade: fades || drawn.fades };
  Object.assign(drawn, { reader, counted, fades });
  const rows = visibleRows(model, state);
  drawn.table.setAttribute('aria-rowcount', rows.length + 1);
  if (counts) countHead(reader);
  drawn.table.tBodies[0].replaceChildren(...rows.map((row) => rowOf(row, look)));
  if (isNew) byId('matrix').replaceChildren(drawn.table);
  fillFirst();
  markSelection(state.sel);
}

function startTable(reader, partners, key) {
  const { model, say } = reader;
  const table = el(
    'table',
    { role: 'treegrid', 'aria-label': say('matrix.label'), 'aria-colcount': partners.length + 2 },
    el(
      'thead',
      {},
      headRow(
        reader,
        partners.map((partner) => columnHead(reader, partner)),
      ),
    ),
    el('tbody'),
  );
  table.style.setProperty('--columns', partners.length);
  return { model, key, reader, partners, table, rows: new Map(), counted: null, fades: false };
}

function countHead(reader) {
  const cells = drawn.table.tHead.rows[0].cells;
  const texts = drawn.partners.map((partner, place) => countColumn(reader, cells[place + 1], partner));
  drawn.table.style.setProperty('--digits', Math.max(4, ...texts.flat().map((text) => text.length)));
  cells[0].replaceWith(headRow(reader, []).cells[0]);
}

// A row as it stands, with what may have changed of it brought up to date.
function rowOf({ field, depth, expanded }, { recount, refade }) {
  if (!drawn.rows.has(field.id)) drawn.rows.set(field.id, emptyRow(field, depth));
  const row = drawn.rows.get(field.id);
  expandRow(row, field, expanded);
  if (row.dataset.filled && recount) recountRow(row, field);
  if (row.dataset.filled && refade) fadeRow(row, field);
  return row;
}

function emptyRow(field, depth) {
  return el(
    'tr',
    { role: 'row', class: field.level, 'aria-level': depth + 1, 'data-field': field.id },
    el(
      'th',
      { scope: 'row', role: 'rowheader', 'data-id': `field:${field.id}`, tabindex: -1 },
      el('span', { text: drawn.reader.field(field) }),
    ),
    el('td', { class: 'waiting', colspan: drawn.partners.length + 1, role: 'presentation' }),
  );
}

function expandRow(row, field, expanded) {
  const head = row.cells[0];
  head.querySelector('.fold')?.remove();
  if (expanded === undefined) {
    row.removeAttribute('aria-expanded');
    return;
  }
  row.setAttribute('aria-expanded', String(expanded));
  const { say } = drawn.reader;
  head.prepend(
    el('button', {
      type: 'button',
      class: 'fold',
      tabindex: -1,
      'data-fold': field.id,
      'aria-label': say(expanded ? 'matrix.fold' : 'matrix.unfold', { name: drawn.reader.field(field) }),
    }),
  );
}

// Fill a row that waits for its cells. The keyboard and a selection may come before the idle time.
export function fillRow(row) {
  if (!row || row.dataset.filled || !row.dataset.field) return;
  const { reader, partners, model } = drawn;
  const field = model.fields.get(row.dataset.field);
  row.lastElementChild.remove();
  row.append(
    ...partners.map((partner) =>
      field.level === 'group'
        ? groupCell(partner, field)
        : cellOf(reader, cellAt(model, partner.id, field.id)),
    ),
    el('td', { class: 'total', role: 'gridcell', tabindex: -1 }),
  );
  row.dataset.filled = 'yes';
  recountRow(row, field);
  if (drawn.fades) fadeRow(row, field);
}

function recountRow(row, field) {
  const { reader, partners } = drawn;
  if (field.level === 'group') {
    partners.forEach((partner, place) => countGroupCell(reader, row.cells[place + 1], partner, field));
  }
  countRow(reader, row.lastElementChild, field);
}

function fadeRow(row, field) {
  if (field.level === 'group') return;
  const { model, reader, partners } = drawn;
  partners.forEach((partner, place) => {
    const cell = cellAt(model, partner.id, field.id);
    row.cells[place + 1].classList.toggle('off', !standsOut(model, reader.state, cell));
  });
}

function fillFirst() {
  const rows = [...drawn.table.tBodies[0].rows];
  const most = Math.max(16, Math.ceil(AT_ONCE / (drawn.partners.length + 1)));
  rows.slice(0, most).forEach(fillRow);
  if (rows.length > most) fillIdly(drawn.table);
}

function fillIdly(table) {
  setTimeout(() => {
    if (drawn.table !== table) return;
    const until = performance.now() + SLICE;
    const waiting = [...table.tBodies[0].rows].filter((row) => !row.dataset.filled);
    while (waiting.length && performance.now() < until) fillRow(waiting.shift());
    if (waiting.length) fillIdly(table);
    else table.dataset.whole = 'yes';
  }, 4);
}

// Fill all rows at once, as for paper.
export function fillAll() {
  [...(drawn?.table.tBodies[0].rows ?? [])].forEach(fillRow);
}

// Mark the selected cell, row or column, and let the keyboard begin there.
export function markSelection(selection) {
  const { table } = drawn;
  for (const node of table.querySelectorAll('[aria-selected], .along, [tabindex="0"]')) {
    node.removeAttribute('aria-selected');
    node.classList.remove('along');
    node.tabIndex = -1;
  }
  const [, partner, field] = /^cell:(.*)\/(.*)$/s.exec(selection) ?? [];
  if (field) fillRow(drawn.rows.get(field));
  const chosen = table.querySelector(`[data-id="${CSS.escape(selection)}"]`);
  const start = chosen ?? table.querySelector('td.cell:not(.off)') ?? table.querySelector('td.cell');
  if (start) start.tabIndex = 0;
  if (!chosen) return;
  chosen.setAttribute('aria-selected', 'true');
  bringIntoView(chosen);
  for (const id of [`city:${partner}`, `field:${field}`]) {
    table.querySelector(`th[data-id="${CSS.escape(id)}"]`)?.classList.add('along');
  }
}

// Scroll the matrix alone, not the page, and past the headers that stay in place.
function bringIntoView(cell) {
  const root = byId('matrix');
  const [view, box] = [root.getBoundingClientRect(), cell.getBoundingClientRect()];
  const head = root.querySelector('thead').getBoundingClientRect().height;
  const side = root.querySelector('.corner').getBoundingClientRect().width;
  const total = root.querySelector('thead .total').getBoundingClientRect().width;
  const past = (from, to, least, most) => (from < least ? from - least : to > most ? to - most : 0);
  if (cell.closest('tbody')) root.scrollTop += past(box.top, box.bottom, view.top + head, view.bottom - 6);
  if (!cell.matches('tbody th')) {
    root.scrollLeft += past(box.left, box.right, view.left + side, view.right - total - 16);
  }
}
