// Parts: the building blocks of the panel.

import { RUNGS } from './coverage.mjs';
import { el, safeUrl, sign } from './dom.mjs';
import { cellKey, lookOf } from './model.mjs';
import { toneOf } from './verdict.mjs';

// A heading: where one is, what it is called, and a word on its kind.
export function heading(trail, title, kind) {
  return el(
    'header',
    {},
    trail ? el('p', { class: 'trail', text: trail }) : null,
    el('h2', { id: 'panel-title', text: title }),
    kind ? el('p', { class: 'kind', text: kind }) : null,
  );
}

// A section, or nothing at all where it would be empty.
export function section(title, ...content) {
  const filled = content.flat(Infinity).filter(Boolean);
  return filled.length ? el('section', {}, el('h3', { text: title }), filled) : null;
}

export const linkTo = (id, text, extra = {}) =>
  el('button', { type: 'button', class: 'link', 'data-go': id, text, ...extra });

// A cell as a chip: its sign and the name of what is not the panel's own subject.
export function cellChip(reader, cell, name) {
  const go = `cell:${cellKey(cell.partner.id, cell.field.id)}`;
  return el(
    'button',
    { type: 'button', class: 'chip', 'data-go': go, title: reader.cell(cell) },
    el('span', { class: `swatch tone-${toneOf(cell)} ${lookOf(cell)}` }, sign(lookOf(cell))),
    el('span', { text: name }),
  );
}

const NAMED = 8; // relations that are named

// The first few relations of a list of {relation, rank} that cover a field; each leads to where it is a column.
export function relationChips(reader, list, field) {
  const shown = list.slice(0, NAMED).map(({ relation, rank }) => {
    const [home, other] = relation.cities;
    return el(
      'button',
      { type: 'button', class: 'chip', 'data-city': home, 'data-go': `cell:${cellKey(other, field.id)}` },
      el('span', { class: `swatch tone-covered ${RUNGS[rank]}` }, sign(RUNGS[rank])),
      el('span', { text: relation.cities.map(reader.city).join('–') }),
    );
  });
  const rest = list.length - shown.length;
  return [
    el('p', { class: 'muted aside', text: reader.say('others.elsewhere', { n: list.length }) }),
    chips(shown),
    rest > 0 ? el('p', { class: 'muted', text: reader.say('brief.more', { n: rest }) }) : null,
  ];
}

// What strict evidence counts, said where something may be missing for that reason alone.
export const strictNote = ({ model, say }) =>
  model.strict ? el('p', { class: 'strict-note', text: say('evidence.strict-note') }) : null;

export const chips = (nodes) => (nodes.length ? el('div', { class: 'chips' }, nodes) : null);

// Pairs of name and value; pairs without a value are left out.
export function pairs(entries) {
  const filled = entries.filter(
    ([, value]) => value !== '' && value !== null && value !== undefined && value.length !== 0,
  );
  return filled.length
    ? el(
        'dl',
        {},
        filled.map(([name, value]) =>
          el(
            'div',
            { class: value.length > 60 ? 'long' : undefined },
            el('dt', { text: name }),
            el('dd', {}, value),
          ),
        ),
      )
    : null;
}

// Footnotes: sources numbered in the order in which the panel cites them.
export function makeNotes(reader) {
  const order = [];
  const number = (id) => (order.includes(id) ? order.indexOf(id) : order.push(id) - 1) + 1;
  const cite = (ids = []) =>
    [...new Set(ids)]
      .filter((id) => Object.hasOwn(reader.model.facts.sources, id))
      .map((id) =>
        el(
          'sup',
          {},
          el('a', {
            href: `#note-${number(id)}`,
            'data-note': number(id),
            title: reader.thing('sources', id),
            text: number(id),
            'aria-label': reader.say('source.number', { n: number(id) }),
          }),
        ),
      );
  const list = () =>
    section(
      reader.say('sources.title'),
      order.length
        ? el(
            'ol',
            { class: 'notes' },
            order.map((id, index) => sourceItem(reader, id, index + 1)),
          )
        : el('p', { class: 'muted', text: reader.tell('sources.none') }),
    );
  return { cite, list };
}

function sourceItem(reader, id, number) {
  const { say } = reader;
  const source = reader.model.facts.sources[id];
  const name = reader.thing('sources', id);
  const url = safeUrl(source.url);
  const details = [
    reader.code('source-kind', source.kind),
    source.publisher,
    source.issued && reader.date(source.issued),
    url ? '' : say('source.no-address'),
  ];
  return el(
    'li',
    { id: `note-${number}`, tabindex: -1 },
    url
      ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', text: name })
      : el('span', { text: name }),
    el('small', { text: details.filter(Boolean).join(' · ') }),
  );
}

// What sources say of a value on which they differ.
export function disputes(reader, statements, cite) {
  const contested = statements.filter((row) => isContested(row, statements));
  const kinds = groupBy(contested, (row) => `${row.about}\n${row.property}`);
  return section(
    reader.say('disputes.title'),
    kinds.map((rows) =>
      el(
        'div',
        { class: 'values' },
        el('strong', { text: propertyName(reader, rows[0].property) }),
        el(
          'div',
          {},
          groupBy(rows, (row) => `${row.value}\n${row.stance}`).map((same) => valueLine(reader, same, cite)),
        ),
      ),
    ),
  );
}

function valueLine(reader, rows, cite) {
  const [row] = rows;
  const denied = row.stance === 'disputes' && el('small', { text: ` ${reader.code('stance', row.stance)}` });
  return el(
    'p',
    {},
    el('span', { text: reader.date(row.value) }),
    denied,
    cite(rows.map((one) => one.source)),
  );
}

function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups.values()];
}

function isContested(row, statements) {
  return (
    row.stance === 'disputes' ||
    statements.some(
      (other) =>
        other !== row &&
        other.property === row.property &&
        `${other.about}` === `${row.about}` &&
        (other.value !== row.value || other.stance !== row.stance),
    )
  );
}

const propertyName = (reader, property) => {
  const key = `column.${(property ?? '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  return Object.hasOwn(reader.model.words, key) ? reader.say(key) : reader.column(property);
};

export function obstacles(reader, rows, cite) {
  return section(
    reader.say('obstacles.title'),
    rows.length
      ? el(
          'ul',
          { class: 'lines' },
          rows.map((row) =>
            el(
              'li',
              {},
              el('strong', { text: `${reader.code('obstacle-kind', row.kind)}: ` }),
              el('span', { text: reader.text(row.description) }),
              cite(row.sources),
            ),
          ),
        )
      : null,
  );
}

export function studies(reader, rows, cite, none) {
  const items = rows.map((row) =>
    el(
      'li',
      {},
      safeUrl(row.url)
        ? el('a', {
            href: safeUrl(row.url),
            target: '_blank',
            rel: 'noopener noreferrer',
            text: reader.text(row.name, row.id),
          })
        : el('span', { text: reader.text(row.name, row.id) }),
      el('small', {
        text: [reader.code('study-kind', row.kind), (row.authors ?? []).join(', '), reader.date(row.issued)]
          .filter(Boolean)
          .join(' · '),
      }),
      cite(row.sources),
    ),
  );
  return section(
    reader.say('studies.title'),
    items.length ? el('ul', { class: 'lines' }, items) : el('p', { class: 'muted', text: none }),
  );
}
