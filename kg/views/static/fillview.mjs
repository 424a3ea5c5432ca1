// Fill view: the rows that would close a gap, to copy or to save as CSV.

import { toCsv } from './csv.mjs';
import { el, saveText } from './dom.mjs';
import { rowsToFill, searchRow } from './fill.mjs';
import { section } from './parts.mjs';

export function fillView(reader, cell) {
  const { say, model } = reader;
  const tables = rowsToFill(model, cell);
  const search = cell.rank === 0 ? searchRow(model, cell) : null;
  return section(
    say('fill.title'),
    tables.length ? el('p', { class: 'muted', text: say('fill.help') }) : null,
    tables.map((table) => tableView(reader, table)),
    search && el('p', { class: 'muted', text: say('fill.search') }),
    search && tableView(reader, search),
  );
}

function tableView(reader, { table, columns, rows }) {
  const { say } = reader;
  const text = toCsv([columns, ...rows]);
  return el(
    'div',
    { class: 'fill' },
    el(
      'div',
      { class: 'fill-head' },
      el('code', { text: `${table}.csv` }),
      el('button', {
        type: 'button',
        class: 'small',
        text: say('fill.save'),
        'aria-label': say('fill.save-name', { name: `${table}.csv` }),
        onclick: () => saveText(`${table}.csv`, text, 'text/csv'),
      }),
    ),
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': `${table}.csv` },
      el(
        'table',
        {},
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            columns.map((column) => el('th', { scope: 'col', text: column })),
          ),
        ),
        el(
          'tbody',
          {},
          rows.map((row) =>
            el(
              'tr',
              {},
              row.map((value) => el('td', { text: value, class: value ? '' : 'blank' })),
            ),
          ),
        ),
      ),
    ),
  );
}
