// Find box: a field to type a name into, with the best hits below it, by keyboard and by hand.

import { byId, el } from './dom.mjs';
import { MOST_HITS, findNames, indexNames } from './find.mjs';
import { turnTo } from './pick.mjs';

const indexes = new WeakMap(); // by places, which all models of a page share

function indexOf({ model }) {
  if (!indexes.has(model.places)) indexes.set(model.places, indexNames(model));
  return indexes.get(model.places);
}

// What a hit changes in the state; a city that has no column becomes the one the matrix looks from.
export function openHit({ model, state }, { kind, id }) {
  if (kind !== 'city') return { sel: `${kind}:${id}`, tab: '' };
  if (model.partners.has(id) || id === model.focal) return { sel: `city:${id}`, tab: '' };
  return { ...turnTo(model, state.sel, { city: id }), sel: '', tab: '' };
}

// Make the box; `update` is called at each draw.
export function makeFindBox() {
  const input = el('input', {
    type: 'text',
    id: 'find',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'find-list',
    'aria-keyshortcuts': '/',
  });
  const list = el('ul', { id: 'find-list', role: 'listbox', hidden: true });
  const none = el('p', { class: 'find-none', hidden: true });
  const node = el('div', { class: 'find' }, input, list, none);
  const box = { input, list, none, hits: [], at: -1, reader: null, change: null };
  listenToBox(box);
  const update = (reader, change) => {
    Object.assign(box, { reader, change });
    for (const name of ['aria-label', 'placeholder']) input.setAttribute(name, reader.say('find.label'));
    input.title = reader.say('find.key');
    list.setAttribute('aria-label', reader.say('find.hits'));
  };
  return { node, update };
}

function listenToBox(box) {
  const { input, list } = box;
  input.addEventListener('input', () => showHits(box));
  input.addEventListener('keydown', (event) => onFindKey(event, box));
  input.addEventListener('blur', () => closeHits(box));
  list.addEventListener('mousedown', (event) => event.preventDefault()); // the focus stays
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option) pickHit(box, box.hits[[...list.children].indexOf(option)]);
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input:not([type=range]), textarea, select, [contenteditable]');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function showHits(box) {
  const { input, list, none, reader } = box;
  const found = findNames(indexOf(reader), input.value, MOST_HITS + 1);
  box.hits = found.slice(0, MOST_HITS);
  const count = found.length > MOST_HITS ? 'find.first' : 'find.count';
  const isLost = !box.hits.length && Boolean(input.value.trim());
  list.replaceChildren(...box.hits.map((hit, place) => optionOf(reader, hit, place)));
  list.hidden = !box.hits.length;
  none.hidden = !isLost;
  none.textContent = isLost ? reader.say('find.none') : '';
  input.setAttribute('aria-expanded', String(!list.hidden));
  byId('live').textContent = isLost ? none.textContent : reader.say(count, { n: box.hits.length });
  moveToHit(box, box.hits.length ? 0 : -1);
}

// The name in the reader's language, beside it the one that was found, if it is another, and the kind.
function optionOf(reader, { kind, id, names, text }, place) {
  const name = reader.text(names, id);
  const on = kind === 'city' && reader.model.partners.has(id);
  const country = kind === 'city' && reader.country(reader.model.facts.cities[id]?.country);
  const word = reader.say(on ? 'find.partner' : `find.${kind}`);
  return el(
    'li',
    { id: `find-${place}`, role: 'option', 'aria-selected': 'false' },
    el('span', { text: name }),
    text !== name && el('span', { class: 'muted', text }),
    el('small', { text: [country, word].filter(Boolean).join(' · ') }),
  );
}

function moveToHit(box, at) {
  box.at = at;
  [...box.list.children].forEach((node, place) => node.setAttribute('aria-selected', String(place === at)));
  if (at < 0) box.input.removeAttribute('aria-activedescendant');
  else {
    box.input.setAttribute('aria-activedescendant', `find-${at}`);
    box.list.children[at].scrollIntoView({ block: 'nearest' });
  }
}

function closeHits(box) {
  box.list.hidden = true;
  box.none.hidden = true;
  box.input.setAttribute('aria-expanded', 'false');
  box.input.removeAttribute('aria-activedescendant');
}

// While a syllable is being composed, its keys belong to the writing system.
function onFindKey(event, box) {
  const { hits, at, list, input } = box;
  if (event.isComposing || event.keyCode === 229) return;
  const turn = (step) => (at + step + hits.length) % hits.length;
  if (event.key === 'ArrowDown' && list.hidden) showHits(box);
  else if (event.key === 'ArrowDown' && hits.length) moveToHit(box, turn(1));
  else if (event.key === 'ArrowUp' && hits.length && !list.hidden) moveToHit(box, turn(-1));
  else if (event.key === 'Enter' && !list.hidden && hits[at]) pickHit(box, hits[at]);
  else if (event.key === 'Escape' && (input.value || !list.hidden || !box.none.hidden)) {
    if (list.hidden) input.value = '';
    closeHits(box);
    event.stopPropagation(); // the selection stays
  } else return;
  event.preventDefault();
}

function pickHit(box, hit) {
  box.input.value = '';
  closeHits(box);
  box.change(openHit(box.reader, hit));
  byId('panel').focus();
}
