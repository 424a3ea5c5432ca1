// Grid keys: walking the matrix by keyboard, and what a click or key on it asks for.

import { byId } from './dom.mjs';
import { fillRow } from './matrix.mjs';

// `ask` is called with select(id), fold(field) and hint(id) as the reader clicks, walks and points.
export function listenToGrid(ask) {
  const root = byId('matrix');
  root.addEventListener('click', (event) => {
    const fold = event.target.closest('[data-fold]');
    const cell = event.target.closest('[data-id]');
    if (fold) ask.fold(fold.dataset.fold);
    else if (cell) ask.select(cell.dataset.id);
  });
  root.addEventListener('keydown', (event) => {
    const cell = event.target.closest('[data-id], td.total');
    if (cell && !event.ctrlKey && !event.metaKey && !event.altKey) onKey(event, cell, ask);
    else if (cell && event.ctrlKey && ['Home', 'End'].includes(event.key)) onKey(event, cell, ask);
  });
  root.addEventListener('mouseover', (event) => pointAt(root, event.target.closest('td[data-id]')));
  root.addEventListener('mouseleave', () => pointAt(root, null));
}

function onKey(event, cell, ask) {
  const row = cell.parentElement;
  const expandable = cell.matches('tbody th') && row.hasAttribute('aria-expanded');
  const expanded = row.getAttribute('aria-expanded') === 'true';
  if (!cell.dataset.id && ['Enter', ' '].includes(event.key)) return;
  if (event.key === 'Enter') ask.select(cell.dataset.id);
  else if (event.key === ' ' && expandable) ask.fold(cell.dataset.id.replace('field:', ''));
  else if (event.key === ' ') ask.select(cell.dataset.id);
  else if (event.key === 'ArrowLeft' && expandable && expanded)
    ask.fold(cell.dataset.id.replace('field:', ''));
  else if (event.key === 'ArrowRight' && expandable && !expanded)
    ask.fold(cell.dataset.id.replace('field:', ''));
  else if (!walk(event, cell)) return;
  event.preventDefault();
}

function walk(event, cell) {
  const rows = [...byId('matrix').querySelector('table').rows];
  const row = rows.indexOf(cell.parentElement);
  const column = [...cell.parentElement.children].indexOf(cell);
  const last = cell.parentElement.children.length - 1;
  const place = {
    ArrowRight: [row, column + 1],
    ArrowLeft: [row, column - 1],
    ArrowDown: [row + 1, column],
    ArrowUp: [row - 1, column],
    Home: [event.ctrlKey ? 1 : row, 0],
    End: [event.ctrlKey ? rows.length - 1 : row, last],
    PageDown: [Math.min(row + 10, rows.length - 1), column],
    PageUp: [Math.max(row - 10, 0), column],
  }[event.key];
  if (!place) return false;
  fillRow(rows[place[0]]);
  const target = rows[place[0]]?.children[place[1]];
  if (target?.hasAttribute('tabindex')) moveTo(target);
  return true;
}

export function moveTo(target) {
  for (const node of byId('matrix').querySelectorAll('[tabindex="0"]')) node.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
}

// Light up the headers of the cell under the pointer, and name it in words.
function pointAt(root, cell) {
  for (const node of root.querySelectorAll('.pointed')) node.classList.remove('pointed');
  if (!cell) return;
  cell.title = cell.getAttribute('aria-label');
  const column = [...cell.parentElement.children].indexOf(cell);
  cell.parentElement.firstElementChild.classList.add('pointed');
  root.querySelector('thead tr').children[column].classList.add('pointed');
}
