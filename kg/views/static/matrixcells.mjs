// Matrix cells: the cells of one row of the matrix, each named in words.

import { agreedShare, partShare, partnerShare } from './counts.mjs';
import { el, sign } from './dom.mjs';
import { chosenPartners } from './filter.mjs';
import { cellAt, cellKey, isCovered, isDue, lookOf } from './model.mjs';
import { toneOf } from './verdict.mjs';

export const shareText = ({ covered, of }) => (of ? `${covered}/${of}` : '–');

// How many of a partner's fields or topics are covered, of those counted.
export const columnShares = ({ model, state }, partner) =>
  ['field', 'topic'].map((level) => agreedShare(model, partner, level, state.of));

// Cells of one look differ by name and place alone, so that one is made and copied for the others.
const made = new Map();

function copyOf(classes, topics) {
  const key = `${classes} ${topics.join(' ')}`;
  if (!made.has(key)) {
    const pips = topics.length
      ? el(
          'span',
          { class: 'pips', 'aria-hidden': 'true' },
          topics.map((topic) => el('b', { class: topic })),
        )
      : null;
    const look = classes.split(' ')[2];
    made.set(key, el('td', { role: 'gridcell', class: classes, tabindex: -1 }, sign(look), pips));
  }
  return made.get(key).cloneNode(true);
}

export function cellOf(reader, cell) {
  const topics = pipsOf(reader.model, cell);
  const marks = ['lapsed', 'disputed'].filter((mark) => cell.marks.includes(mark));
  const classes = ['cell', `tone-${toneOf(cell)}`, lookOf(cell), ...marks, topics.length && 'piped'];
  const node = copyOf(classes.filter(Boolean).join(' '), topics);
  node.dataset.id = `cell:${cellKey(cell.partner.id, cell.field.id)}`;
  node.setAttribute('aria-label', reader.cell(cell));
  return node;
}

// A dot for each topic that was agreed or taken up, filled where it is covered.
function pipsOf(model, { field, partner }) {
  if (field.level !== 'field' || !field.children.length) return [];
  return field.children
    .map((topic) => cellAt(model, partner.id, topic.id))
    .filter((topic) => topic.agreed || topic.rank > 1)
    .map((topic) => (isCovered(topic) ? 'on' : isDue(topic) ? 'due' : 'other'));
}

export function groupCell(partner, group) {
  const id = `cell:${cellKey(partner.id, group.id)}`;
  return el('td', { role: 'gridcell', class: 'share', 'data-id': id, tabindex: -1 });
}

// Numbers of a group's cell, which follow the set that is counted.
export function countGroupCell(reader, node, partner, group) {
  const { covered, of } = partShare(reader.model, partner, group, reader.state.of);
  node.classList.toggle('none', !covered);
  node.textContent = shareText({ covered, of });
  const text = reader.say('fields.share', { k: covered, n: of });
  node.setAttribute(
    'aria-label',
    `${reader.partner(partner)}, ${reader.field(group)}: ${node.textContent}, ${text}`,
  );
}

// With how many of the chosen partners the field is covered, at the end of its row.
export function countRow(reader, node, field) {
  if (field.level === 'group') return;
  const { model, say, state } = reader;
  const { covered, of } = partnerShare(model, field, state.of, chosenPartners(model, state));
  const key = ['agreed', 'peers'].includes(state.of) ? `rowof.${state.of}` : 'matrix.row-share';
  node.textContent = shareText({ covered, of });
  node.setAttribute('aria-label', `${node.textContent}, ${say(key, { k: covered, n: of })}`);
}
