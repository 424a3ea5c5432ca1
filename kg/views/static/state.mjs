// State: what the reader chose, to and from the fragment of the page's address. Pure.

import { SORTS } from './rows.mjs';
import { LANGUAGES } from './words.mjs';

// theme '' follows the system; open null opens the fields with agreed gaps, '*' all; city '' is the city
// from which the data look, year '' the day of the data, of '' the usual denominator, named ['agreement'] only
// what an agreement names.
export const START = {
  lang: 'en',
  theme: '',
  tab: '',
  city: '',
  country: '',
  year: '',
  evidence: 'lenient',
  of: '',
  net: 'why',
  sort: 'gaps',
  sel: '',
  looks: [],
  gaps: [],
  named: [],
  groups: [],
  countries: [],
  types: [],
  open: null,
  shut: [],
};

export const EVIDENCE = ['lenient', 'strict'];
const DENOMINATORS = ['scheme', 'agreed', 'peers'];
const NETWORKS = ['why', 'map', 'chain', 'agencies'];
export const FILTERS = ['looks', 'gaps', 'named', 'groups', 'countries', 'types'];
export const NAMED = ['agreement'];
const MOST_SIGNS = 200; // of a text; the data hold no longer id
const TABS = ['', 'brief', 'sparql'];

const ALLOWED = {
  lang: LANGUAGES,
  theme: ['', 'light', 'dark'],
  tab: TABS,
  evidence: EVIDENCE,
  of: ['', ...DENOMINATORS],
  net: NETWORKS,
  sort: SORTS,
};
const TEXTS = ['city', 'country', 'sel'];

const ids = (text) => text.split(',').filter(Boolean);

// The browser's language where the page speaks it, else English; a fragment that names one goes before.
export function homeLanguage(tag) {
  const lang = (tag ?? '').split('-')[0].toLowerCase();
  return LANGUAGES.includes(lang) ? lang : START.lang;
}

// Read a fragment; what it does not say, or says wrongly, is as at the start.
export function parseState(fragment, home = START.lang) {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const state = { ...START, lang: home };
  for (const [name, allowed] of Object.entries(ALLOWED)) {
    if (allowed.includes(given.get(name))) state[name] = given.get(name);
  }
  for (const name of TEXTS) state[name] = (given.get(name) ?? '').slice(0, MOST_SIGNS);
  for (const name of [...FILTERS, 'shut']) state[name] = ids(given.get(name) ?? '');
  if (/^\d{4}$/.test(given.get('year') ?? '')) state.year = given.get('year');
  const open = given.get('open');
  state.open = open === null || open === '*' ? open : ids(open);
  return state;
}

// Only what differs from the start is written, so that a link stays short.
export function formatState(state, home = START.lang) {
  const start = { ...START, lang: home };
  const parts = [];
  for (const name of Object.keys(START)) {
    const value = Array.isArray(state[name]) ? state[name].join(',') : state[name];
    const usual = Array.isArray(start[name]) ? '' : start[name];
    if (value !== usual) parts.push(`${name}=${encode(value)}`);
  }
  return `#${parts.join('&')}`;
}

// Whether a filter hides anything.
export const isFiltered = (state) => FILTERS.some((name) => state[name].length > 0);

// Keep the signs that ids and lists use readable.
const encode = (text) => encodeURIComponent(text).replace(/%(3A|2F|2C)/g, (code) => decodeURIComponent(code));
