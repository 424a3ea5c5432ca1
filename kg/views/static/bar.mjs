// Bar: what the matrix shows, and in what order.

import { segments } from './controls.mjs';
import { byId, el } from './dom.mjs';
import { hidesSelection } from './filter.mjs';
import { chosenLine, filterBox, listenOutside } from './filterbox.mjs';
import { resolve } from './model.mjs';
import { SORTS } from './rows.mjs';

const TOPICS = { due: null, all: '*', none: [] };

export function drawBar(reader, change, saveGaps) {
  const { say, state, model } = reader;
  const bar = byId('bar');
  if (!bar.firstElementChild) listenOutside();
  const open = state.open === null ? 'due' : state.open === '*' ? 'all' : state.open.length ? 'own' : 'none';
  const left = model.leftOut && say('matrix.left-out', { n: model.partnerList.length, rest: model.leftOut });
  const parts = [
    el('h2', { id: 'fields-title', class: 'hidden', text: say('matrix.title') }),
    filterBox(reader, change),
    choiceOf({
      name: 'topics',
      label: say('choose.topics'),
      options: Object.keys(TOPICS).map((value) => ({ value, text: say(`topics.${value}`) })),
      chosen: open,
      choose: (value) => change({ open: TOPICS[value] }),
    }),
    choiceOf({
      name: 'sort',
      label: say('choose.sort'),
      options: SORTS.map((value) => ({ value, text: say(`sort.${value}`) })),
      chosen: state.sort,
      choose: (sort) => change({ sort }),
    }),
    el('button', { type: 'button', id: 'save-gaps', text: say('gaps.save'), onclick: saveGaps }),
    left ? el('p', { class: 'left-out', text: left }) : null,
    chosenLine(reader, change),
  ];
  bar.replaceChildren(...parts.filter(Boolean));
  markHidden(reader);
}

// Say beside the filter, and its way to all cells, that what the panel shows has no place in the matrix.
export function markHidden(reader) {
  const { say, state, model } = reader;
  const found = resolve(model, state.sel);
  const mark = byId('hidden-by');
  if (mark) mark.textContent = hidesSelection(model, state, found) ? say('filter.hides') : '';
}

const choiceOf = (options) =>
  el(
    'div',
    { class: 'choice' },
    el('span', { text: options.label, 'aria-hidden': 'true' }),
    segments(options),
  );
