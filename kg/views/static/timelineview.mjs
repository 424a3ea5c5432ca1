// Timeline view: a line for each thing that happened, along an axis of years.

import { fromDay } from './coverage.mjs';
import { el } from './dom.mjs';
import { periodOf } from './entries.mjs';
import { linkTo, section } from './parts.mjs';
import { axisOf, placeOnAxis, timelineOf } from './timeline.mjs';

const SELECTABLE = { agreements: 'agreement', programs: 'program' };

export function timelineView(reader, partner) {
  const { say, model } = reader;
  const { spans, undated } = timelineOf(model, partner);
  const axis = axisOf(spans);
  if (!axis) return null;
  return section(
    say('timeline.title'),
    el(
      'div',
      { class: 'timeline' },
      axisRow(axis),
      el(
        'ol',
        {},
        spans.map((span) => spanRow(reader, axis, span)),
      ),
    ),
    undated.length ? el('p', { class: 'muted', text: say('timeline.undated', { n: undated.length }) }) : null,
  );
}

function axisRow(axis) {
  const years = axis.named.map((year) => {
    const tick = el('span', { text: year });
    tick.style.left = percent((year - axis.first) / (axis.end - axis.first));
    return tick;
  });
  return el('div', { class: 'axis', 'aria-hidden': 'true' }, el('div', { class: 'track' }, years));
}

// The year and the name stand in the line; the whole date is in the hint, and said to who does not see it.
function spanRow(reader, axis, span) {
  const { table, id, from } = span;
  const record = reader.model.facts[table][id];
  const name = reader.text(record.name ?? record.description, id);
  const when = spanDates(reader, span, record);
  const go = SELECTABLE[table] && `${SELECTABLE[table]}:${id}`;
  return el(
    'li',
    { title: [name, when].filter(Boolean).join(' · ') },
    el('span', { class: 'year', 'aria-hidden': 'true', text: fromDay(from).slice(0, 4) }),
    el(
      'span',
      { class: 'what' },
      go ? linkTo(go, name) : el('span', { text: name }),
      el('span', { class: 'hidden', text: ` ${when}` }),
    ),
    el('span', { class: 'track', 'aria-hidden': 'true' }, spanMark(axis, span)),
  );
}

function spanMark(axis, { table, from, to, open }) {
  const mark = el('i', { class: `span ${table}${open ? ' goes-on' : ''}` });
  mark.style.left = `min(${percent(placeOnAxis(axis, from))}, 100% - 8px)`; // as wide as a day is drawn
  mark.style.width = percent(placeOnAxis(axis, to) - placeOnAxis(axis, from));
  return mark;
}

function spanDates(reader, { table }, record) {
  if (table === 'agreements') return reader.date(record.signed ?? record.effective);
  if (table === 'programs') return periodOf(reader, record);
  return reader.date(record.on ?? record.issued);
}

const percent = (share) => `${(100 * share).toFixed(2)}%`;
