// Table: rows of an answer as a table of the page; a long one is shown in part.

import { el } from './dom.mjs';
import { termLink, termText } from './sparqlresult.mjs';

export const SHOWN_ROWS = 500;

export function resultTable({ columns, rows }, shorten) {
  const head = el(
    'tr',
    {},
    columns.map((name) => el('th', { scope: 'col', text: name })),
  );
  const body = rows.slice(0, SHOWN_ROWS).map((row) =>
    el(
      'tr',
      {},
      row.map((term) => termCell(term, shorten)),
    ),
  );
  return el('table', {}, el('thead', {}, head), el('tbody', {}, body));
}

function termCell(term, shorten) {
  const text = termText(term, shorten);
  const link = termLink(term, shorten);
  const title = term?.type === 'uri' && text !== term.value ? term.value : undefined;
  const content = link ? el('a', { href: link, target: '_blank', rel: 'noopener noreferrer', text }) : text;
  const kind = !link && term?.type === 'uri' ? 'iri' : isNumeric(term) ? 'number' : undefined;
  return el('td', { class: kind, title, lang: term?.['xml:lang'] }, content);
}

const isNumeric = (term) => /#(integer|decimal|double|float)$/.test(term?.datatype ?? '');
