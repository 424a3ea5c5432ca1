// Fill view: the rows that would close a gap, to copy or to save as CSV.

import { toClipboard, toCsv } from './csv.mjs';
import { byId, copyText, el, saveText } from './dom.mjs';
import { isBlank, rowsToFill, searchRow } from './fill.mjs';
import { section } from './parts.mjs';
import { wantsSource } from './weaker.mjs';

export function fillView(reader, cell) {
  const { say, model } = reader;
  const tables = rowsToFill(model, cell);
  const search = isBlank(model, cell) ? searchRow(model, cell) : null;
  return section(
    say(cell.gap === 'open' ? 'fill.title-open' : 'fill.title'),
    wantsSource(model, cell) ? el('p', { class: 'muted', text: say('fill.source') }) : null,
    tables.length
      ? el('p', { class: 'muted', text: say(cell.gap === 'open' ? 'fill.help-open' : 'fill.help') })
      : null,
    tables.map((table) => tableView(reader, table)),
    tables.length ? el('p', { class: 'muted fill-required', text: say('fill.required') }) : null,
    search && el('p', { class: 'muted', text: say('fill.search') }),
    search && tableView(reader, search),
  );
}

// The file saved is never named like the table: in its place it would overwrite it.
function tableView(reader, { table, known, columns, forms, rows }) {
  const { say } = reader;
  const name = `${known ? 'changed' : 'new'}-rows-${table}.csv`;
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
        text: say('fill.copy'),
        'aria-label': say('fill.copy-name', { name: `${table}.csv` }),
        onclick: async (event) => {
          const done = await copyText(toClipboard(rows));
          byId('live').textContent = say(done ? 'copied' : 'not-copied');
          if (done) event.target.textContent = say('copied');
        },
      }),
      el('button', {
        type: 'button',
        class: 'small',
        text: say('fill.save'),
        'aria-label': say('fill.save-name', { name }),
        onclick: () => saveText(name, text, 'text/csv'),
      }),
    ),
    el('p', {
      class: 'muted',
      text: say(known ? 'fill.replace' : 'fill.paste', { file: `data/${table}.csv`, name }),
    }),
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': `${table}.csv` },
      rowsTable(reader, forms, rows),
    ),
  );
}

// What must be filled in and is still empty stands out.
function rowsTable(reader, forms, rows) {
  return el(
    'table',
    {},
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        forms.map(({ name, label, required }) =>
          el('th', { scope: 'col', text: required ? `${name} *` : name, title: reader.text(label, name) }),
        ),
      ),
    ),
    el(
      'tbody',
      {},
      rows.map((row) =>
        el(
          'tr',
          {},
          row.map((value, at) =>
            el('td', { text: value, class: value ? '' : forms[at].required ? 'blank needed' : 'blank' }),
          ),
        ),
      ),
    ),
  );
}
