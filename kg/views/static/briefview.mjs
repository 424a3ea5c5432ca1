// Brief view: the brief of one partner as a page to print, in names.

import { briefOf } from './brief.mjs';
import { el, sign } from './dom.mjs';
import { periodOf } from './entries.mjs';
import { lookOf } from './model.mjs';
import { strictNote } from './parts.mjs';
import { toneOf } from './verdict.mjs';
import { isWeaker } from './weaker.mjs';

// With `most`, no list is longer; how many are left out is said.
export function briefView(reader, partner, most) {
  const brief = briefOf(reader.model, partner, most);
  const cite = makeMarks(reader, brief.sources);
  const list = (key, item, none) => listBlock(reader, brief, key, (row) => item(reader, row, cite), none);
  return el(
    'article',
    { class: 'brief', 'aria-labelledby': 'brief-title' },
    head(reader, partner),
    figures(reader, partner, brief),
    el(
      'div',
      { class: 'brief-columns' },
      el(
        'div',
        {},
        list('due', dueItem, 'none.due'),
        block(reader.tell('brief.open'), openItems(reader, brief)),
        list('agreements', agreementItem, 'agreements.none'),
        list('obstacles', obstacleItem, 'none.obstacles'),
      ),
      el(
        'div',
        {},
        list('covered', coveredItem, 'none.covered'),
        list('events', eventItem, 'none.events'),
        list('studies', studyItem, 'none.studies'),
      ),
    ),
    sources(reader, brief.sources),
    foot(reader),
  );
}

function head(reader, partner) {
  const { say, model } = reader;
  const names = { home: reader.city(partner.home), city: reader.city(partner.city) };
  const kind = [
    reader.country(model.facts.cities[partner.city]?.country ?? ''),
    reader.code('relation-stage', partner.stage),
    ...partner.types.map((type) => reader.code('relation-type', type)),
  ];
  return el(
    'header',
    {},
    el('h1', { id: 'brief-title', text: say('brief.title', names) }),
    el('p', { class: 'muted', text: kind.filter(Boolean).join(' · ') }),
    strictNote(reader),
  );
}

function figures(reader, partner, { shares, searched }) {
  const { say, model } = reader;
  const share = ({ covered, of }) =>
    of ? say('share.of', { k: covered, n: of }) : reader.tell('share.none');
  const list = [
    [say('context.as-of'), reader.date(model.asOf)],
    [say('summary.last'), partner.last ? reader.date(partner.last) : say('summary.no-date')],
    [say('summary.fields'), share(shares.field)],
    [say('summary.topics'), share(shares.topic)],
    [say('context.searched'), searched ? reader.date(searched) : say('context.never')],
  ];
  return el(
    'dl',
    { class: 'figures' },
    list.map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', { text: value }))),
  );
}

function listBlock({ say, tell }, brief, key, item, none) {
  const [shown, total] = [brief[key], brief.counts[key]];
  const rest = total - shown.length;
  const more = rest > 0 && el('li', { class: 'muted', text: say('brief.more', { n: rest }) });
  return block(tell(`brief.${key}`, { n: total }), [...shown.map(item), more], tell(none));
}

function block(title, items, none) {
  const lines = items.filter(Boolean);
  if (!lines.length && !none) return null;
  return el(
    'section',
    {},
    el('h2', { text: title }),
    lines.length ? el('ul', {}, lines) : el('p', { class: 'muted', text: none }),
  );
}

// A line of a block: what, and after a sign between them the details.
const line = (mark, title, between, details, cited) =>
  el(
    'li',
    {},
    mark,
    el('div', {}, el('strong', { text: title }), details ? `${between}${details}` : null, cited),
  );

const briefSwatch = (cell) =>
  el('span', { class: `swatch tone-${toneOf(cell)} ${lookOf(cell)}` }, sign(lookOf(cell)));

function dueItem(reader, { cell, commitments }, cite) {
  const named = [...new Set(commitments.map((row) => row.agreement))].map((id) =>
    reader.thing('agreements', id),
  );
  const details = [reader.sentence(cell), named.join('; ')].filter(Boolean).join(' ');
  return line(briefSwatch(cell), reader.field(cell.field), ': ', details, cite(commitments));
}

function coveredItem(reader, { cell, ran, planned, unrealised, outcomes, untold }, cite) {
  const { say, tell } = reader;
  const named = (rows) => rows.map((row) => programName(reader, row)).join('; ');
  const details = [
    `${named(ran)}.`,
    outcomes.length ? '' : tell('brief.unproven'),
    planned.length && say('brief.planned', { names: named(planned) }),
    unrealised.length && say('brief.unrealised', { names: named(unrealised) }),
    untold && say('brief.more', { n: untold }),
  ];
  const cited = cite([...ran, ...planned, ...unrealised, ...outcomes]);
  return line(briefSwatch(cell), reader.field(cell.field), ': ', details.filter(Boolean).join(' '), cited);
}

function programName(reader, row) {
  const when = periodOf(reader, row);
  return reader.text(row.name, row.id) + (when ? ` (${when})` : '');
}

function agreementItem(reader, row, cite) {
  const { say, model } = reader;
  const state =
    row.status !== 'signed'
      ? reader.code('agreement-status', row.status)
      : say(row.inForce ? 'brief.in-force' : 'brief.out-of-force');
  const weaker = model.strict && isWeaker(model, row) && say('evidence.weaker');
  const details = joinFacts(reader.date(row.signed), state, weaker);
  return line(null, reader.thing('agreements', row.id), ' · ', details, cite([row]));
}

const obstacleItem = (reader, row, cite) =>
  line(null, reader.code('obstacle-kind', row.kind), ': ', reader.text(row.description), cite([row]));

const eventItem = (reader, row, cite) =>
  line(
    null,
    reader.text(row.name, row.id),
    ' · ',
    joinFacts(reader.code('event-kind', row.kind), reader.date(row.on)),
    cite([row]),
  );

const studyItem = (reader, row, cite) =>
  line(
    null,
    reader.text(row.name, row.id),
    ' · ',
    joinFacts((row.authors ?? []).join(', '), reader.date(row.issued)),
    cite([row]),
  );

const joinFacts = (...parts) => parts.filter(Boolean).join(' · ');

// Fields that no agreement names: those talked of by name, the rest by number.
function openItems(reader, { talked, silent }) {
  const { tell } = reader;
  const names = talked.map((cell) => reader.field(cell.field)).join(', ');
  return [
    talked.length ? line(null, tell('list.talked'), ': ', names) : null,
    silent ? line(null, tell('brief.silent', { n: silent })) : null,
  ];
}

function makeMarks(reader, order) {
  return (rows) => {
    const numbers = [...new Set(rows.flatMap((row) => row.sources ?? []))].map((id) => order.indexOf(id) + 1);
    const sorted = numbers.sort((one, other) => one - other);
    return sorted.length ? el('sup', { text: `\u00a0${sorted.join(',\u00a0')}` }) : null;
  };
}

function sources(reader, ids) {
  const { model, say } = reader;
  const text = (id) => {
    const source = model.facts.sources[id] ?? {};
    const details = [reader.code('source-kind', source.kind), reader.date(source.issued)].filter(Boolean);
    return `${reader.thing('sources', id)} (${details.join(', ')})`;
  };
  return ids.length
    ? el(
        'section',
        { class: 'brief-sources' },
        el('h2', { text: say('sources.title') }),
        el(
          'ol',
          {},
          ids.map((id) => el('li', { text: text(id) })),
        ),
      )
    : null;
}

function foot(reader) {
  const { say, model } = reader;
  const { dataset } = model;
  const parts = [
    reader.text(dataset.title),
    dataset.version && say('scope.data', { version: dataset.version }),
    `${say('scope.fingerprint')} ${model.fingerprint}`,
    model.strict && say('brief.strict'),
    dataset.licence,
    dataset.citation,
  ];
  return el(
    'footer',
    {},
    el('p', { text: say('scope.absence-text') }),
    el('p', { text: parts.filter(Boolean).join(' · ') }),
  );
}
