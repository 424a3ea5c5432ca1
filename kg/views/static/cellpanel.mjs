// Cell panel: one field with one partner: which rung is missing, what is on record, what would close it.

import { el, sign } from './dom.mjs';
import { compareDates } from './dates.mjs';
import { coveredElsewhere } from './elsewhere.mjs';
import { factsOfCell } from './facts.mjs';
import { fillView } from './fillview.mjs';
import { ladder } from './ladder.mjs';
import { cellAt, isCovered, isDue, lookOf, subtree } from './model.mjs';
import {
  cellChip,
  chips,
  disputes,
  heading,
  linkTo,
  makeNotes,
  obstacles,
  pairs,
  relationChips,
  section,
  studies,
} from './parts.mjs';
import { needKey, toneOf } from './verdict.mjs';
import { wantsSource, weakerFacts } from './weaker.mjs';

export function cellPanel(reader, cell) {
  const { say } = reader;
  const city = reader.partner(cell.partner);
  const trail = [city, ...ancestors(cell.field).map(reader.field)].join(' › ');
  const head = heading(trail, say('cell.title', { field: reader.field(cell.field), city }));
  if (cell.field.level === 'group') return [head, partsOf(reader, cell), fieldLinks(reader, cell)];
  const facts = factsOfCell(reader.model, cell);
  const notes = makeNotes(reader);
  return [
    head,
    verdict(reader, cell),
    leftOut(reader, cell),
    ladder(reader, cell, facts, notes.cite),
    context(reader, cell),
    searches(reader, facts.searches),
    partsOf(reader, cell),
    others(reader, cell),
    fillView(reader, cell),
    markLines(reader, cell),
    disputes(reader, facts.statements, notes.cite),
    obstacles(reader, facts.obstacles, notes.cite),
    studies(
      reader,
      facts.studies,
      notes.cite,
      say('studies.none', { field: reader.field(cell.field), city }),
    ),
    siblings(reader, cell),
    fieldLinks(reader, cell),
    notes.list(),
  ];
}

const ancestors = (field) => (field.parent ? [...ancestors(field.parent), field.parent] : []);

function verdict(reader, cell) {
  return el(
    'div',
    { class: `verdict tone-${toneOf(cell)}` },
    el('span', { class: `swatch tone-${toneOf(cell)} ${lookOf(cell)}` }, sign(lookOf(cell))),
    el(
      'div',
      {},
      el('p', { class: 'sentence', text: reader.sentence(cell) }),
      el('p', {
        class: 'need',
        text: reader.say(wantsSource(reader.model, cell) ? 'need.source' : needKey(cell)),
      }),
    ),
  );
}

// How much strict evidence does not count here, and the way to count it.
function leftOut({ model, say }, cell) {
  const weaker = weakerFacts(model, cell).length;
  if (!weaker) return null;
  return el(
    'p',
    { class: 'opener' },
    el('span', { class: 'muted', text: `${say('evidence.left-out', { n: weaker })} ` }),
    el('button', {
      type: 'button',
      class: 'small',
      'data-evidence': 'lenient',
      text: say('evidence.count-all'),
    }),
  );
}

// The codes of gaps name what is not on record, which strict evidence cannot say.
function context(reader, cell) {
  const { say, model } = reader;
  return pairs([
    [say('context.as-of'), reader.date(model.asOf)],
    [say('context.gap'), cell.gap && !model.strict ? reader.code('gap', cell.gap) : ''],
    [say('context.grade'), cell.grade ? reader.code('source-kind', cell.grade) : ''],
  ]);
}

// Every search that covers the cell, the newest first.
function searches(reader, rows) {
  const { say } = reader;
  const newestFirst = [...rows].sort((one, other) => compareDates(other.on, one.on));
  const details = (row) => [
    reader.date(row.on),
    row.found && reader.code('search-result', row.found),
    row.where,
  ];
  return section(
    say('searches.title'),
    rows.length
      ? el(
          'ul',
          { class: 'lines' },
          newestFirst.map((row) =>
            el(
              'li',
              {},
              el('span', { text: reader.thing('searches', row.id) }),
              el('small', { text: details(row).filter(Boolean).join(' · ') }),
            ),
          ),
        )
      : el('p', { class: 'muted', text: say('context.never') }),
  );
}

function partsOf(reader, cell) {
  const parts = cell.field.children.map((field) => cellAt(reader.model, cell.partner.id, field.id));
  if (!parts.length) return null;
  const share = { k: parts.filter(isCovered).length, n: parts.length };
  const key = cell.field.level === 'group' ? 'fields.share' : 'topics.share';
  return section(
    reader.say(key, share),
    el(
      'ul',
      { class: 'cells' },
      parts.map((part) =>
        el(
          'li',
          {},
          cellChip(reader, part, reader.field(part.field)),
          el('small', { text: reader.sentence(part) }),
        ),
      ),
    ),
  );
}

function markLines(reader, cell) {
  const marks = [...cell.marks, ...(cell.rank > 0 && cell.studied === 0 ? ['unstudied'] : [])];
  return section(
    reader.say('marks.title'),
    marks.length
      ? el(
          'ul',
          { class: 'lines' },
          marks.map((mark) =>
            el(
              'li',
              {},
              el('strong', { text: `${reader.code('mark', mark)}: ` }),
              el('span', { text: reader.tell(`mark.${mark}`) }),
            ),
          ),
        )
      : null,
  );
}

// Who else covers the field: the other partners, and relations of other cities.
function others(reader, cell) {
  const { model, say } = reader;
  const coverIn = (field) =>
    model.partnerList
      .filter((partner) => partner !== cell.partner)
      .map((partner) => cellAt(model, partner.id, field.id))
      .filter(isCovered);
  const byCity = (cells) =>
    chips(cells.map((other) => cellChip(reader, other, reader.partner(other.partner))));
  const own = coverIn(cell.field);
  const broader = cell.field.level === 'topic' ? coverIn(cell.field.parent) : [];
  const elsewhere = coveredElsewhere(model, cell.field);
  return section(
    say('others.title'),
    byCity(own),
    elsewhere.length ? relationChips(reader, elsewhere, cell.field) : null,
    !own.length && !elsewhere.length && model.whole
      ? el('p', { class: 'muted', text: reader.tell('others.none') })
      : null,
    broader.length
      ? [
          el('p', {
            class: 'muted aside',
            text: say('others.broader', { field: reader.field(cell.field.parent) }),
          }),
          byCity(broader),
        ]
      : null,
  );
}

// What else is covered with this partner, and what else is agreed and waits.
function siblings(reader, cell) {
  const { model, say } = reader;
  const rest = model.fieldList
    .filter((field) => field.level !== 'group' && !subtree(cell.field).includes(field))
    .map((field) => cellAt(model, cell.partner.id, field.id));
  const city = reader.partner(cell.partner);
  const list = (cells) => chips(cells.map((other) => cellChip(reader, other, reader.field(other.field))));
  return [
    section(reader.tell('siblings.due', { city }), list(rest.filter(isDue))),
    section(say('siblings.covered', { city }), list(rest.filter(isCovered))),
  ];
}

function fieldLinks(reader, cell) {
  return el(
    'p',
    { class: 'onward' },
    linkTo(`city:${cell.partner.id}`, reader.say('onward.city', { name: reader.partner(cell.partner) })),
    linkTo(`field:${cell.field.id}`, reader.say('onward.field', { name: reader.field(cell.field) })),
  );
}
