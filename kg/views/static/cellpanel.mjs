// Cell panel: one field with one partner: which rung is missing, what is on record, what would close it.

import { el, sign } from './dom.mjs';
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
  relationNames,
  section,
  studies,
} from './parts.mjs';
import { needKey, toneOf } from './verdict.mjs';

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
    ladder(reader, cell, facts, notes.cite),
    context(reader, cell, facts),
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
      el('p', { class: 'need', text: reader.say(needKey(cell)) }),
    ),
  );
}

function context(reader, cell, facts) {
  const { say, model } = reader;
  const searches = [...facts.searches].sort((one, other) => (one.on < other.on ? 1 : -1));
  const search = searches[0];
  return pairs([
    [say('context.as-of'), reader.date(model.asOf)],
    [
      say('context.searched'),
      search
        ? [reader.date(search.on), search.where, reader.code('search-result', search.found)]
            .filter(Boolean)
            .join(' · ')
        : say('context.never'),
    ],
    [say('context.gap'), cell.gap ? reader.code('gap', cell.gap) : ''],
    [say('context.grade'), cell.grade ? reader.code('source-kind', cell.grade) : ''],
  ]);
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
              el('span', { text: reader.say(`mark.${mark}`) }),
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
  const named = relationNames(reader, elsewhere);
  return section(
    say('others.title'),
    byCity(own),
    named.length
      ? el('p', {
          class: 'muted',
          text: say('others.elsewhere', { n: elsewhere.length, names: named.join(', ') }),
        })
      : null,
    !own.length && !named.length ? el('p', { class: 'muted', text: say('others.none') }) : null,
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
    section(say('siblings.due', { city }), list(rest.filter(isDue))),
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
