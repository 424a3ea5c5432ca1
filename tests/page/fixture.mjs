// A small made-up payload for the tests of the page's modules, and the model made of it.

import { readFileSync } from 'node:fs';
import { makeModel } from '../../kg/views/static/model.mjs';
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

// relation, field, rank, gap, agreed, marks, searched, studied, grade, topics, covered
const CELLS = [
  [0, 1, 5, 'unproven', 1, ['disputed'], '', 1, 'press', 2, 0],
  [0, 2, 2, 'paper-only', 1, [], '2025-11-02', 0, 'press', 0, 0],
  [0, 3, 3, 'stalled', 0, [], '', 0, 'press', 0, 0],
  [1, 1, 6, '', 1, ['lapsed'], '', 0, 'study', 2, 0],
  [1, 4, 0, 'open', 0, [], '2025-01-01', 0, '', 0, 0],
  [2, 4, 1, 'open', 0, [], '', 0, 'blog', 0, 0],
];

export function payload() {
  return {
    focal: 'home',
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
      relation('alpha', 'agreed', '2016', {
        agreements: ['mou', 'loi'],
        programs: ['fair', 'museum-plan', 'dead'],
        studies: ['thesis'],
        searches: ['search'],
        events: ['end'],
      }),
      relation('beta', 'lapsed', '1996', { agreements: ['old'], programs: ['choir'] }),
      relation('gamma', 'contact', '2024-05', { events: ['talks'] }),
    ],
    cells: { columns: [], rows: CELLS },
    elsewhere: { sport: { count: 1, best: [['beta--delta', 5]] } },
    forms: {
      agreements: ['id', 'name@en', 'kind', 'status', 'renews', 'sources'],
      parties: ['id', 'agreement', 'city'],
      commitments: ['id', 'agreement', 'field', 'stage', 'sources'],
      programs: ['id', 'name@en', 'name@ko', 'agreements', 'cities', 'fields', 'kind', 'status', 'sources'],
      outcomes: ['id', 'program', 'kind', 'sources'],
      searches: ['id', 'on', 'cities', 'fields', 'found'],
    },
    codes: {},
    facts: facts(),
    drawing: drawing(),
  };
}

function relation(partner, stage, last, facts) {
  const none = { agreements: [], programs: [], events: [], studies: [], searches: [] };
  return { id: ['home', partner].sort().join('--'), partner, stage, last, ...none, ...facts };
}

function facts() {
  return {
    cities: {
      home: { name: { en: 'Home' } },
      alpha: { name: { en: 'Alpha', ko: '알파' }, country: 'KR' },
      beta: { name: { id: 'Beta' } },
      gamma: {},
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
      choir: { agreements: ['old'], fields: ['culture'], status: 'completed', sources: ['s1'] },
    },
    outcomes: { heard: { program: 'choir', sources: ['s1'] } },
    obstacles: { money: { about: ['agreements:loi'], kind: 'budget', sources: ['s1'] } },
    events: {
      talks: { kind: 'talks', on: '2024-05', fields: ['sport'] },
      end: { kind: 'expiry', on: '2020', fields: ['culture'] },
    },
    studies: { thesis: { about: ['programs:fair'], issued: '2020' } },
    searches: { search: { on: '2025-11-02', fields: ['festivals'], found: 'nothing' } },
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
      node('city:home', 'focal', 0),
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
      edge(0, 'city:home', 'city:alpha', 'relation'),
      edge(1, 'city:home', 'city:beta', 'relation'),
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

export const model = () => makeModel(payload());
export const state = (part = {}) => ({ ...START, ...part });
export const reader = (part = {}) => makeReader(model(), state(part));
