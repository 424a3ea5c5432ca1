// Matrix: fields by partner cities as one table, a tree grid for keyboard and screen reader.

import { agreedShare, partShare, partnerShare } from './counts.mjs';
import { byId, el, sign } from './dom.mjs';
import { cellAt, cellKey, isCovered, isDue, lookOf } from './model.mjs';
import { orderPartners, visibleRows } from './rows.mjs';
import { toneOf } from './verdict.mjs';

export function drawMatrix(reader) {
  const { model, state, say } = reader;
  const partners = orderPartners(model, state);
  const rows = visibleRows(model, state);
  const table = el(
    'table',
    {
      role: 'treegrid',
      'aria-label': say('matrix.label'),
      'aria-rowcount': rows.length + 1,
      'aria-colcount': partners.length + 2,
    },
    headOf(reader, partners),
    el(
      'tbody',
      {},
      rows.map((row) => rowOf(reader, row, partners)),
    ),
  );
  table.style.setProperty('--columns', partners.length);
  byId('matrix').replaceChildren(table);
  markSelection(state.sel);
}

function headOf(reader, partners) {
  const { say } = reader;
  const column = (partner) =>
    el(
      'th',
      {
        scope: 'col',
        role: 'columnheader',
        'data-id': `city:${partner.id}`,
        tabindex: -1,
        'aria-label': nameColumn(reader, partner),
      },
      el('span', { class: 'city', text: reader.city(partner.id) }),
      el('i', { class: `stage ${partner.stage}`, 'aria-hidden': 'true' }),
      el('small', { text: shareText(agreedShare(reader.model, partner, 'field')) }),
      el('small', { text: shareText(agreedShare(reader.model, partner, 'topic')) }),
    );
  return el(
    'thead',
    {},
    el(
      'tr',
      { role: 'row' },
      el(
        'th',
        { class: 'corner', role: 'columnheader', scope: 'col' },
        el('small', { text: say('matrix.agreed-fields') }),
        el('small', { text: say('matrix.agreed-topics') }),
      ),
      partners.map(column),
      el(
        'th',
        { class: 'total', role: 'columnheader', scope: 'col', title: say('matrix.partners-covered') },
        el('small', { text: say('matrix.partners') }),
      ),
    ),
  );
}

function nameColumn(reader, partner) {
  const { say } = reader;
  const country = reader.code('country', reader.model.facts.cities[partner.id]?.country);
  const share = agreedShare(reader.model, partner, 'field');
  return [
    reader.city(partner.id),
    country,
    reader.code('relation-stage', partner.stage),
    say('matrix.column-share', { k: share.covered, n: share.of }),
  ]
    .filter(Boolean)
    .join(', ');
}

const shareText = ({ covered, of }) => (of ? `${covered}/${of}` : '–');

function rowOf(reader, { field, depth, expanded }, partners) {
  const { model, say } = reader;
  const total = partnerShare(model, field);
  return el(
    'tr',
    {
      role: 'row',
      class: field.level,
      'aria-level': depth + 1,
      'aria-expanded': expanded === undefined ? undefined : String(expanded),
    },
    el(
      'th',
      { scope: 'row', role: 'rowheader', 'data-id': `field:${field.id}`, tabindex: -1 },
      expanded === undefined
        ? null
        : el('button', {
            type: 'button',
            class: 'fold',
            tabindex: -1,
            'data-fold': field.id,
            'aria-label': say(expanded ? 'matrix.fold' : 'matrix.unfold', { name: reader.field(field) }),
          }),
      el('span', { text: reader.field(field) }),
    ),
    partners.map((partner) =>
      field.level === 'group'
        ? groupCell(reader, partner, field)
        : cellOf(reader, cellAt(model, partner.id, field.id)),
    ),
    el('td', {
      class: 'total',
      role: 'gridcell',
      tabindex: -1,
      'aria-label':
        field.level === 'group' ? undefined : say('matrix.row-share', { k: total.covered, n: total.of }),
      text: field.level === 'group' ? '' : `${total.covered}/${total.of}`,
    }),
  );
}

function groupCell(reader, partner, group) {
  const { covered, of } = partShare(reader.model, partner, group);
  return el('td', {
    role: 'gridcell',
    class: covered ? 'share' : 'share none',
    'data-id': `cell:${cellKey(partner.id, group.id)}`,
    tabindex: -1,
    text: `${covered}/${of}`,
    'aria-label': `${reader.city(partner.id)}, ${reader.field(group)}: ${reader.say('fields.share', { k: covered, n: of })}`,
  });
}

function cellOf(reader, cell) {
  const look = lookOf(cell);
  const pips = pipsOf(reader.model, cell);
  const marks = ['lapsed', 'disputed'].filter((mark) => cell.marks.includes(mark));
  return el(
    'td',
    {
      role: 'gridcell',
      class: ['cell', `tone-${toneOf(cell)}`, look, ...marks, pips && 'piped'].filter(Boolean).join(' '),
      'data-id': `cell:${cellKey(cell.partner.id, cell.field.id)}`,
      tabindex: -1,
      'aria-label': reader.cell(cell),
    },
    sign(look),
    pips,
  );
}

// A dot for each topic that was agreed or taken up, filled where it is covered.
function pipsOf(model, cell) {
  if (cell.field.level !== 'field') return null;
  const topics = cell.field.children
    .map((topic) => cellAt(model, cell.partner.id, topic.id))
    .filter((topic) => topic.agreed || topic.rank > 1);
  return topics.length
    ? el(
        'span',
        { class: 'pips', 'aria-hidden': 'true' },
        topics.map((topic) => el('b', { class: isCovered(topic) ? 'on' : isDue(topic) ? 'due' : '' })),
      )
    : null;
}

// Mark the selected cell, row or column, and let the keyboard begin there.
export function markSelection(selection) {
  const table = byId('matrix').querySelector('table');
  for (const node of table.querySelectorAll('[aria-selected], .along, [tabindex="0"]')) {
    node.removeAttribute('aria-selected');
    node.classList.remove('along');
    node.tabIndex = -1;
  }
  const chosen = table.querySelector(`[data-id="${CSS.escape(selection)}"]`);
  const start = chosen ?? table.querySelector('td.cell');
  if (start) start.tabIndex = 0;
  if (!chosen) return;
  chosen.setAttribute('aria-selected', 'true');
  bringIntoView(chosen);
  const [, partner, field] = /^cell:(.*)\/(.*)$/s.exec(selection) ?? [];
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
