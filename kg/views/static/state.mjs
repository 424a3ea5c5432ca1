// State: what the reader chose, to and from the fragment of the page's address. Pure.

import { SORTS } from './rows.mjs';
import { LANGUAGES } from './words.mjs';

// theme '' follows the system; open null opens the fields with agreed gaps, '*' all.
export const START = { lang: 'en', theme: '', sel: '', sort: 'gaps', open: null, shut: [] };

const ids = (text) => text.split(',').filter(Boolean);

// The browser's language where the page speaks it, else English; a fragment that names one goes before.
export function homeLanguage(tag) {
  const lang = (tag ?? '').split('-')[0].toLowerCase();
  return LANGUAGES.includes(lang) ? lang : START.lang;
}

export function parseState(fragment, home = START.lang) {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const start = { ...START, lang: home };
  const choose = (name, allowed) => (allowed.includes(given.get(name)) ? given.get(name) : start[name]);
  const open = given.get('open');
  return {
    lang: choose('lang', LANGUAGES),
    theme: choose('theme', ['light', 'dark']),
    sort: choose('sort', SORTS),
    sel: given.get('sel') ?? '',
    open: open === null || open === '*' ? open : ids(open),
    shut: ids(given.get('shut') ?? ''),
  };
}

// Only what differs from the start is written, so that a link stays short.
export function formatState(state, home = START.lang) {
  const start = { ...START, lang: home };
  const parts = [];
  const add = (name, value) => parts.push(`${name}=${encode(value)}`);
  for (const name of ['lang', 'theme', 'sort', 'sel']) {
    if (state[name] !== start[name]) add(name, state[name]);
  }
  if (state.open !== null) add('open', [state.open].flat().join(','));
  if (state.shut.length) add('shut', state.shut.join(','));
  return `#${parts.join('&')}`;
}

// Keep the signs that ids and lists use readable.
const encode = (text) => encodeURIComponent(text).replace(/%(3A|2F|2C)/g, (code) => decodeURIComponent(code));
