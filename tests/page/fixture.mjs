// A small made-up payload for the tests of the page's modules, and the model made of it.

import { readFileSync } from 'node:fs';
import { toDay } from '../../kg/views/static/coverage.mjs';
import { dayOfYear, focusOn, makeModel } from '../../kg/views/static/model.mjs';
import { makeReader } from '../../kg/views/static/reader.mjs';
import { START } from '../../kg/views/static/state.mjs';

export const words = JSON.parse(
  readFileSync(new URL('../../kg/views/static/words.json', import.meta.url), 'utf8'),
);

const field = (id, level, broader) => ({
  id,
  level,
  ...(broader && { broader }),
  name: { en: `Field ${id}` },
});
const party = (agreement, city) => [`${agreement}-${city}`, { agreement, city, sources: ['s1'] }];

const [NEVER, ALWAYS] = [10_000_000, -10_000_000];
const RELATIONS = ['alpha--home', 'beta--delta', 'beta--home', 'gamma--home'];
const FIELDS = ['g', 'culture', 'festivals', 'museums', 'sport'];

// A row of evidence; what it does not say is as for a fact that has no such day.
function fact(relation, field, thing, role, since, more = {}) {
  const { turns = NEVER, proven = NEVER, due = NEVER, ends = NEVER, unframed = 0, grade = 4 } = more;
  const from = since ? toDay(since) : ALWAYS;
  const place = field === '*' ? -1 : FIELDS.indexOf(field);
  const numbers = [from, 0, turns, proven, NEVER, due, ends, unframed, grade];
  return [RELATIONS.indexOf(relation), place, thing, role, ...numbers];
}

const EVIDENCE = [
  fact('alpha--home', 'culture', 'commitments:loi-culture', 'named', '2015-05-20'),
  fact('alpha--home', 'festivals', 'commitments:loi-festivals', 'named', '2015-05-20'),
  fact('alpha--home', 'culture', 'programs:fair', 'ran', '2017-01-01', { turns: toDay('2018-01-01') }),
  fact('alpha--home', 'museums', 'programs:museum-plan', 'planned', '2018-01-01', {
    due: toDay('2019-01-01'),
  }),
  fact('alpha--home', 'sport', 'programs:dead', 'unrealised', '2016-01-01'),
  fact('alpha--home', 'culture', 'studies:thesis', 'study', '2020-01-01'),
  fact('alpha--home', 'festivals', 'searches:search', 'search', '2025-11-02'),
  fact('beta--home', 'culture', 'commitments:old-culture', 'named', '1990-01-01'),
  fact('beta--home', 'culture', 'programs:choir', 'ran', '1990-01-01', { turns: ALWAYS, proven: ALWAYS }),
  fact('beta--home', 'culture', 'outcomes:heard', 'outcome', '1990-01-01'),
  fact('beta--home', 'sport', 'searches:early', 'search', '2025-01-01'),
  fact('gamma--home', 'sport', 'events:talks', 'event', '2024-05-01'),
  fact('beta--delta', 'sport', 'programs:league', 'ran', '2010-01-01', { turns: toDay('2011-01-01') }),
];

const link = (relation, thing, since, typed, founds) => [
  RELATIONS.indexOf(relation),
  thing,
  toDay(since),
  1,
  typed,
  founds,
  NEVER,
];

const LINKS = [
  link('alpha--home', 'agreements:loi', '2015-05-20', '2015-05-20', 2),
  link('alpha--home', 'agreements:mou', '2016-01-01', '2016', 3),
  link('alpha--home', 'programs:dead', '2016-01-01', '2016', 0),
  link('alpha--home', 'programs:fair', '2017-01-01', '2017', 0),
  link('alpha--home', 'programs:museum-plan', '2018-01-01', '2018', 0),
  link('beta--home', 'agreements:old', '1990-01-01', '1990', 3),
  link('beta--home', 'programs:choir', '1996-01-01', '1996', 0),
  link('gamma--home', 'events:talks', '2024-05-01', '2024-05', 0),
  link('beta--delta', 'programs:league', '2010-01-01', '2010', 0),
];

const columns = (...names) =>
  names.map((name) => ({ name, label: { en: `Column ${name}` }, required: name === 'id' }));

export function payload() {
  return {
    focal: 'home',
    whole: true,
    asOf: '2026-01-31',
    words,
    dataset: { title: { en: 'Example' } },
    fields: [
      field('g', 'group'),
      field('culture', 'field', 'g'),
      field('festivals', 'topic', 'culture'),
      field('museums', 'topic', 'culture'),
      field('sport', 'field', 'g'),
    ],
    relations: [
      relation('alpha--home', {
        agreements: ['loi', 'mou'],
        programs: ['dead', 'fair', 'museum-plan'],
        studies: ['thesis'],
        searches: ['search'],
      }),
      relation('beta--delta', { programs: ['league'] }),
      relation('beta--home', { agreements: ['old'], programs: ['choir'], searches: ['early'] }),
      relation('gamma--home', { events: ['talks'] }),
    ],
    links: { rows: LINKS },
    evidence: { rows: EVIDENCE, disputed: ['agreements:loi'], strict: 3, kinds: { 3: 'study', 4: 'press' } },
    forms: {
      agreements: columns('id', 'name@en', 'kind', 'status', 'renews', 'sources'),
      parties: columns('id', 'agreement', 'city'),
      commitments: columns('id', 'agreement', 'field', 'stage', 'sources'),
      programs: columns(
        'id',
        'name@en',
        'name@ko',
        'agreements',
        'cities',
        'fields',
        'kind',
        'status',
        'sources',
      ),
      outcomes: columns('id', 'program', 'kind', 'sources'),
      searches: columns('id', 'on', 'cities', 'fields', 'found'),
    },
    columns: {},
    codes: {},
    facts: facts(),
    drawing: drawing(),
  };
}

function relation(id, facts) {
  const none = { agreements: [], programs: [], events: [], studies: [], searches: [] };
  return { id, cities: id.split('--'), ...none, ...facts };
}

function facts() {
  return {
    cities: {
      home: { name: { en: 'Home' } },
      alpha: { name: { en: 'Alpha', ko: '알파' }, country: 'KR' },
      beta: { name: { id: 'Beta' } },
      gamma: {},
      delta: { name: { en: 'Delta' }, country: 'JP' },
    },
    agencies: {},
    agreements: {
      loi: { kind: 'loi', status: 'signed', signed: '2015-05-20' },
      mou: { kind: 'mou', status: 'signed', signed: '2016', carries_out: ['loi'] },
      old: { kind: 'mou', status: 'signed', signed: '1990' },
    },
    parties: Object.fromEntries([
      party('loi', 'home'),
      party('loi', 'alpha'),
      party('mou', 'alpha'),
      party('old', 'beta'),
    ]),
    commitments: {
      'loi-culture': { agreement: 'loi', field: 'culture', stage: 'text', lead: ['office'], sources: ['s1'] },
      'loi-festivals': { agreement: 'loi', field: 'festivals', stage: 'text', sources: ['s1'] },
      'old-culture': { agreement: 'old', field: 'culture', stage: 'text', sources: ['s1'] },
    },
    programs: {
      fair: { agreements: ['loi'], fields: ['culture'], status: 'completed', began: '2017', sources: ['s1'] },
      'museum-plan': {
        name: { en: 'Plan', ko: '계획' },
        agreements: ['loi'],
        fields: ['museums'],
        status: 'planned',
        began: '2018',
        sources: ['s1', 's2'],
      },
      dead: { agreements: ['mou'], fields: ['sport'], status: 'not-realised', sources: ['s1'] },
      league: {
        cities: ['beta', 'delta'],
        fields: ['sport'],
        status: 'completed',
        began: '2010',
        sources: ['s2'],
      },
      choir: { agreements: ['old'], fields: ['culture'], status: 'completed', sources: ['s1'] },
    },
    outcomes: { heard: { program: 'choir', sources: ['s1'] } },
    obstacles: { money: { about: ['agreements:loi'], kind: 'budget', sources: ['s1'] } },
    events: {
      talks: { kind: 'talks', on: '2024-05', fields: ['sport'] },
    },
    studies: { thesis: { about: ['programs:fair'], issued: '2020' } },
    searches: {
      search: { on: '2025-11-02', fields: ['festivals'], found: 'nothing' },
      early: { on: '2025-01-01', fields: ['sport'], found: 'nothing' },
    },
    statements: {
      one: {
        about: ['agreements:loi'],
        property: 'signed',
        value: '2015-09',
        source: 's2',
        stance: 'asserts',
      },
    },
    sources: { s1: { kind: 'press' }, s2: { kind: 'study' } },
  };
}

function drawing() {
  const node = (id, group, y) => ({ id, group, x: 0, y });
  const edge = (id, from, to, kind) => ({ id, from, to, kind });
  return {
    nodes: [
      node('city:home', 'city', 0),
      node('city:alpha', 'city', -10),
      node('city:beta', 'city', 0),
      node('city:gamma', 'city', 10),
      node('agreement:loi', 'agreement', 0),
      node('agreement:mou', 'agreement', 1),
      node('agreement:old', 'agreement', 2),
      node('program:fair', 'program', 5),
      node('program:museum-plan', 'program', 1),
      node('program:dead', 'program', 6),
      node('program:choir', 'program', 7),
      node('field:culture', 'field', 0),
      node('field:festivals', 'field', 1),
      node('field:museums', 'field', 2),
      node('field:sport', 'field', 3),
      node('field:g', 'group', 0),
    ],
    edges: [
      edge(2, 'city:alpha', 'agreement:loi', 'party'),
      edge(3, 'city:alpha', 'agreement:mou', 'party'),
      edge(4, 'agreement:loi', 'field:culture', 'commitment'),
      edge(5, 'agreement:loi', 'field:festivals', 'commitment'),
      edge(6, 'program:fair', 'field:culture', 'in-field'),
      edge(7, 'field:culture', 'field:g', 'broader'),
      edge(8, 'field:festivals', 'field:culture', 'broader'),
      edge(9, 'agreement:loi', 'agreement:mou', 'carries_out'),
      edge(10, 'agreement:loi', 'program:fair', 'carries'),
    ],
  };
}

// The model seen from its focal city; `view` chooses another city, country, year or strict evidence.
export function model(view = {}) {
  const base = makeModel(payload());
  return focusOn(base, { city: 'home', day: dayOfYear(base, view.year), ...view });
}
export const state = (part = {}) => ({ ...START, ...part });
export const reader = (part = {}, view = {}) => makeReader(model(view), state(part));
