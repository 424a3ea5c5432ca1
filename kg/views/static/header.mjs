// Header: what holds for the whole page: from where it looks, on what day, by what evidence, in what
// language.

import { chooser, segments } from './controls.mjs';
import { byId, el } from './dom.mjs';
import { makeFindBox } from './findbox.mjs';
import { meter } from './meter.mjs';
import { placesToPick, turnTo } from './pick.mjs';
import { EVIDENCE } from './state.mjs';
import { titleOf } from './title.mjs';
import { LANGUAGES } from './words.mjs';
import { makeYearSlider } from './yearslider.mjs';

const LANGUAGE_NAMES = { en: 'English', id: 'Bahasa Indonesia', ko: '한국어' };
const SETS = ['', 'scheme', 'agreed', 'peers'];

let held = null; // what is typed into or dragged outlives a draw

export function drawHeader(reader, change, tabs = []) {
  held ??= buildHeader();
  const { slots, find, year } = held;
  document.title = titleOf(reader);
  byId('skip').textContent = reader.say(reader.state.tab ? 'skip.tab' : 'skip');
  slots.title.textContent = document.title;
  slots.pick.replaceChildren(...[placePicker(reader, change)].filter(Boolean));
  slots.meter.replaceChildren(...meter(reader, change));
  slots.tabs.replaceChildren(...tabButtons(reader, change, tabs));
  slots.tabs.hidden = !tabs.length;
  slots.tabs.setAttribute('aria-label', reader.say('tab.label'));
  slots.choices.replaceChildren(languages(reader, change), themeButton(reader, change));
  slots.counting.replaceChildren(denominator(reader, change), evidence(reader, change));
  slots.more.textContent = reader.say('header.more');
  find.update(reader, change);
  year.update(reader, change);
}

function buildHeader() {
  const find = makeFindBox();
  const year = makeYearSlider();
  const slots = {
    title: el('h1'),
    pick: el('div', { class: 'pick' }),
    meter: el('div', { class: 'meter' }),
    tabs: el('nav', { class: 'tabs' }),
    choices: el('div', { class: 'choices' }),
    counting: el('div', { class: 'counting' }),
    more: el('button', { type: 'button', id: 'more', 'aria-expanded': 'false', 'aria-controls': 'settings' }),
  };
  const settings = el('div', { id: 'settings' }, year.node, slots.counting);
  slots.more.addEventListener('click', () => {
    const open = byId('top').classList.toggle('unfolded');
    slots.more.setAttribute('aria-expanded', String(open));
  });
  byId('top').replaceChildren(
    el('div', { class: 'titles' }, slots.title, slots.pick, slots.tabs),
    el('div', { class: 'tools' }, find.node, slots.more, slots.choices),
    slots.meter,
    settings,
  );
  return { slots, find, year };
}

// The cities with relations, and below them all relations of a country.
function placePicker(reader, change) {
  const { model, say, state } = reader;
  const { cities, countries } = placesToPick(model);
  if (cities.length + countries.length < 2) return null;
  const chosen = model.country ? `country:${model.country}` : `city:${model.focal}`;
  const option =
    (kind, name) =>
    ({ id, n }) => {
      const value = `${kind}:${id}`;
      return el('option', { value, selected: value === chosen, text: `${name(id)} (${n})` });
    };
  const choose = (event) => {
    const [, kind, id] = /^(\w+):(.*)$/s.exec(event.target.value);
    change((now) => turnTo(model, now.sel, { [kind]: id }));
  };
  return el(
    'select',
    { id: 'place', 'aria-label': say('pick.label'), title: say('pick.label'), onchange: choose },
    el('optgroup', { label: say('pick.cities') }, cities.map(option('city', reader.city))),
    el('optgroup', { label: say('pick.countries') }, countries.map(option('country', reader.country))),
  );
}

function tabButtons({ say, state }, change, tabs) {
  return [{ id: '', label: () => say('tab.explorer') }, ...tabs].map(({ id, label }) =>
    el('button', {
      type: 'button',
      id: `to-${id || 'explorer'}`,
      'aria-current': state.tab === id ? 'page' : undefined,
      text: label(say),
      onclick: () => change({ tab: id }),
    }),
  );
}

const languages = ({ say, state }, change) =>
  segments({
    name: 'lang',
    label: say('choose.language'),
    options: LANGUAGES.map((lang) => ({ value: lang, text: LANGUAGE_NAMES[lang], lang })),
    chosen: state.lang,
    choose: (lang) => change({ lang }),
  });

function themeButton({ say }, change) {
  const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  return el('button', {
    type: 'button',
    id: 'theme',
    text: say(`theme.${theme}`),
    onclick: () => change({ theme }),
  });
}

const denominator = ({ say, state }, change) =>
  chooser({
    name: 'of',
    label: say('of.label'),
    options: SETS.map((of) => ({
      value: of,
      text: say(`of.${of || 'usual'}`),
      hint: say(`means.${of || 'usual'}`),
    })),
    chosen: state.of,
    choose: (of) => change({ of }),
  });

const evidence = ({ say, state }, change) =>
  chooser({
    name: 'evidence',
    label: say('evidence.label'),
    options: EVIDENCE.map((mode) => ({
      value: mode,
      text: say(`evidence.${mode}`),
      hint: say(`means.${mode}`),
    })),
    chosen: state.evidence,
    choose: (mode) => change({ evidence: mode }),
  });
