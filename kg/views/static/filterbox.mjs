// Filter box: field groups, countries and kinds of relation to choose from, and what is chosen.

import { toggle } from './controls.mjs';
import { byId, el, sign } from './dom.mjs';
import { ASIDES, chosenCells, countedCells, toggled } from './filter.mjs';
import { FILTERS, isFiltered } from './state.mjs';

const IN_BOX = ['groups', 'countries', 'types'];
const NOTHING = Object.fromEntries(FILTERS.map((name) => [name, []]));

// How a choice is called.
export const NAMES_OF = {
  looks: (reader, look) =>
    ['unrecorded', 'searched'].includes(look) ? reader.say(`look.${look}`) : reader.code('rung', look),
  gaps: (reader, gap) => reader.code(ASIDES.includes(gap) ? 'mark' : 'gap', gap),
  named: (reader) => reader.say('filter.named'),
  groups: (reader, id) => (reader.model.fields.has(id) ? reader.field(reader.model.fields.get(id)) : id),
  countries: (reader, code) => reader.country(code),
  types: (reader, type) => reader.code('relation-type', type),
};

// What there is to choose, with the number of fields or of relations.
function offers({ model, state }, name) {
  if (name === 'groups') {
    const groups = model.fieldList.filter((field) => !field.parent);
    return groups.map(({ id, children }) => [id, children.length]);
  }
  const counts = new Map(state[name].map((value) => [value, 0]));
  const valuesOf = {
    countries: ({ city }) => [model.facts.cities[city]?.country],
    types: (partner) => partner.types,
  }[name];
  for (const value of model.partnerList.flatMap(valuesOf).filter(Boolean)) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
}

export function filterBox(reader, change) {
  const { say, state } = reader;
  const n = IN_BOX.reduce((sum, name) => sum + state[name].length, 0);
  const choice = (name) => {
    const items = offers(reader, name);
    return items.length
      ? el(
          'fieldset',
          {},
          el('legend', { text: say(`filter.${name}`) }),
          items.map(([value, count]) => choiceChip(reader, change, name, value, count)),
        )
      : null;
  };
  return el(
    'details',
    { id: 'filter', open: byId('filter')?.open, onkeydown: closeOnEscape },
    el('summary', { text: n ? say('filter.some', { n }) : say('filter.title') }),
    el('div', { class: 'popover' }, IN_BOX.map(choice)),
  );
}

function choiceChip(reader, change, name, value, count) {
  const list = reader.state[name];
  return toggle(
    {
      id: `${name}-${value}`,
      pressed: list.includes(value),
      count,
      onclick: () => change({ [name]: toggled(list, value) }),
    },
    el('span', { text: NAMES_OF[name](reader, value) }),
  );
}

function closeOnEscape(event) {
  const box = byId('filter');
  if (event.key !== 'Escape' || !box.open) return;
  box.open = false;
  box.querySelector('summary').focus();
  event.stopPropagation(); // the selection stays
}

// The box closes where one points elsewhere.
export function listenOutside() {
  document.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('#filter')) byId('filter')?.removeAttribute('open');
  });
}

// How many cells are chosen of those counted, each choice to be taken back, and a way to all cells.
export function chosenLine(reader, change) {
  const { say, state, model } = reader;
  if (!isFiltered(state)) return null;
  const n = chosenCells(model, state).length;
  const all = countedCells(model, { ...state, ...NOTHING }).length;
  const chips = FILTERS.flatMap((name) =>
    state[name].map((value) => chosenChip(reader, change, name, value)),
  );
  return el(
    'div',
    { id: 'chosen', role: 'group', 'aria-label': say('filter.chosen') },
    el('strong', { role: 'status', text: say('filter.count', { n, all }) }),
    chips,
    el('span', { id: 'hidden-by', role: 'status' }),
    el('button', {
      type: 'button',
      id: 'show-all',
      class: 'plain',
      text: say('filter.clear'),
      onclick: () => change(NOTHING),
    }),
  );
}

function chosenChip(reader, change, name, value) {
  const text = NAMES_OF[name](reader, value);
  return el(
    'button',
    {
      type: 'button',
      class: 'key chosen',
      id: `chosen-${name}-${value}`,
      'aria-label': reader.say('filter.remove', { name: text }),
      onclick: () => change({ [name]: toggled(reader.state[name], value) }),
    },
    name === 'looks' && sign(value),
    el('span', { text }),
    el('span', { class: 'cross', 'aria-hidden': 'true', text: '×' }),
  );
}
