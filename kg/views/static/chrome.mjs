// Chrome: what stands around matrix and panel: title, meter, choices, legend, and the scope of the data.

import { summarise } from './counts.mjs';
import { byId, el, safeUrl, sign } from './dom.mjs';
import { SORTS } from './rows.mjs';
import { LANGUAGES } from './words.mjs';

const LANGUAGE_NAMES = { en: 'English', id: 'Bahasa Indonesia', ko: '한국어' };

export function drawHeader(reader, ask) {
  const { say, state, model } = reader;
  const title = reader.text(model.dataset.title, say('title.default', { city: reader.city(model.focal) }));
  document.title = title;
  byId('skip').textContent = say('skip');
  const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  byId('top').replaceChildren(
    el('div', { class: 'titles' }, el('h1', { text: title }), meter(reader)),
    el(
      'div',
      { class: 'choices' },
      segments(
        say('choose.language'),
        LANGUAGES.map((lang) => ({ value: lang, text: LANGUAGE_NAMES[lang], lang })),
        state.lang,
        (lang) => ask({ lang }),
      ),
      el('button', {
        type: 'button',
        id: 'theme',
        text: say(`theme.${theme}`),
        onclick: () => ask({ theme }),
      }),
    ),
  );
}

// One bar for all field cells: covered, agreed but not carried out, and nothing agreed.
function meter(reader) {
  const { all, due, agreed } = summarise(reader.model, 'field');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'meter-bar');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('viewBox', '0 0 100 8');
  svg.setAttribute('preserveAspectRatio', 'none');
  const part = (from, count, name) => {
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    Object.entries({
      x: (100 * from) / all.of,
      width: (100 * count) / all.of,
      y: 0,
      height: 8,
      class: name,
    }).forEach(([key, value]) => rect.setAttribute(key, value));
    return rect;
  };
  if (all.of) svg.append(part(0, all.covered, 'covered'), part(all.covered, due, 'due'));
  if (!reader.model.partnerList.length)
    return el('div', { class: 'meter' }, el('p', { text: reader.say('empty') }));
  const values = { uncovered: all.of - all.covered, all: all.of, due, agreed: agreed.of };
  return el('div', { class: 'meter' }, svg, el('p', { text: reader.say('meter', values) }));
}

// A row of buttons of which one is chosen.
function segments(label, options, chosen, choose) {
  return el(
    'div',
    { class: 'segments', role: 'group', 'aria-label': label },
    options.map(({ value, text, lang }) =>
      el('button', {
        type: 'button',
        lang,
        'aria-pressed': String(value === chosen),
        text,
        onclick: () => choose(value),
      }),
    ),
  );
}

export function drawBar(reader, ask, saveGaps) {
  const { say, state } = reader;
  const open = state.open === null ? 'due' : state.open === '*' ? 'all' : state.open.length ? 'own' : 'none';
  const topics = { due: null, all: '*', none: [] };
  byId('bar').replaceChildren(
    el('h2', { id: 'fields-title', text: say('matrix.title') }),
    el(
      'div',
      { class: 'choice' },
      el('span', { text: say('choose.topics') }),
      segments(
        say('choose.topics'),
        Object.keys(topics).map((value) => ({ value, text: say(`topics.${value}`) })),
        open,
        (value) => ask({ open: topics[value] }),
      ),
    ),
    el(
      'div',
      { class: 'choice' },
      el('span', { text: say('choose.sort') }),
      segments(
        say('choose.sort'),
        SORTS.map((value) => ({ value, text: say(`sort.${value}`) })),
        state.sort,
        (sort) => ask({ sort }),
      ),
    ),
    el('button', { type: 'button', id: 'save-gaps', text: say('gaps.save'), onclick: saveGaps }),
  );
}

const LOOKS = [
  ['unrecorded', 'open'],
  ['searched', 'open'],
  ['explored', 'open'],
  ['agreed', 'due'],
  ['planned', 'due'],
  ['under-way', 'covered'],
  ['delivered', 'covered'],
  ['evidenced', 'covered'],
];

// The legend counts field cells: each cell once, topics being part of their field.
export function drawLegend(reader) {
  const { say, model } = reader;
  const { looks, gaps } = summarise(model, 'field');
  const name = (look) =>
    look === 'unrecorded' || look === 'searched' ? say(`look.${look}`) : reader.code('rung', look);
  // Searches of topics and groups are not counted here: a 0 would deny them.
  const counted = ([look]) => look !== 'searched' || looks.searched > 0;
  const swatch = ([look, tone]) =>
    el(
      'li',
      {},
      el('span', { class: `swatch tone-${tone} ${look}` }, sign(look)),
      el('span', { text: name(look) }),
      el('b', { text: looks[look] ?? 0 }),
    );
  const stages = [...new Set(model.partnerList.map((partner) => partner.stage))].sort();
  const gapItem = (gap) =>
    el('li', {}, el('span', { text: reader.code('gap', gap) }), el('b', { text: gaps[gap] ?? 0 }));
  byId('legend').replaceChildren(
    group(say('legend.uncovered'), LOOKS.slice(0, 5).filter(counted).map(swatch)),
    group(say('legend.covered'), LOOKS.slice(5).map(swatch)),
    el(
      'details',
      { open: byId('legend').querySelector('details')?.open },
      el('summary', { text: say('legend.more') }),
      group(say('legend.gaps'), Object.keys(model.codes.gap ?? {}).map(gapItem)),
      group(say('legend.partners'), stageItems(reader)),
      group(say('legend.marks'), markItems(reader)),
    ),
  );
}

function stageItems(reader) {
  const { partnerList } = reader.model;
  const stages = [...new Set(partnerList.map((partner) => partner.stage))].sort();
  return stages.map((stage) =>
    el(
      'li',
      {},
      el('i', { class: `stage ${stage}`, 'aria-hidden': 'true' }),
      el('span', { text: reader.code('relation-stage', stage) }),
      el('b', { text: partnerList.filter((partner) => partner.stage === stage).length }),
    ),
  );
}

function markItems(reader) {
  const corner = (mark) =>
    el(
      'li',
      {},
      el('span', { class: `swatch tone-covered delivered ${mark}` }),
      el('span', { text: reader.code('mark', mark) }),
    );
  const pips = el(
    'span',
    { class: 'pips', 'aria-hidden': 'true' },
    el('b', { class: 'on' }),
    el('b', { class: 'due' }),
  );
  return [
    corner('lapsed'),
    corner('disputed'),
    el('li', {}, pips, el('span', { text: reader.say('legend.pips') })),
  ];
}

const group = (title, items) => el('div', {}, el('h3', { text: title }), el('ul', {}, items));

const addressOf = (url) =>
  safeUrl(url)
    ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', text: url })
    : el('span', { text: url });

export function drawScope(reader) {
  const { say, model } = reader;
  const { dataset } = model;
  const searches = Object.values(model.facts.searches);
  const latest = searches
    .map((row) => row.on)
    .sort()
    .at(-1);
  const dated = model.partnerList.length > 0; // with nothing on record there is no day to speak of
  const rows = [
    [say('context.as-of'), dated && reader.date(model.asOf)],
    [say('scope.version'), dataset.version],
    [say('scope.fingerprint'), model.fingerprint],
    [
      say('scope.searches'),
      searches.length
        ? say('scope.searched', { n: searches.length, date: reader.date(latest) })
        : say('context.never'),
    ],
    [say('scope.rule'), reader.text(dataset.scope)],
    [say('scope.counting'), say('scope.counting-text')],
    [say('scope.absence'), say('scope.absence-text')],
    [say('scope.licence'), dataset.licence && addressOf(dataset.licence)],
    [say('scope.citation'), dataset.citation],
    [say('scope.homepage'), dataset.homepage && addressOf(dataset.homepage)],
  ].filter(([, value]) => value);
  const short = [
    dated && say('scope.as-of', { date: reader.date(model.asOf) }),
    dataset.version && say('scope.data', { version: dataset.version }),
  ];
  byId('scope').replaceChildren(
    el(
      'details',
      { open: byId('scope').querySelector('details')?.open },
      el(
        'summary',
        {},
        el('strong', { text: say('scope.title') }),
        el('span', { text: short.filter(Boolean).join(' · ') }),
      ),
      el(
        'dl',
        {},
        rows.map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', {}, value))),
      ),
    ),
  );
}
