// Legend: what signs and gaps mean, how many cells have them, and a way to those cells.

import { toggle } from './controls.mjs';
import { byId, el, sign } from './dom.mjs';
import { ASIDES, LOOKS, countChoices, countedCells, toggled } from './filter.mjs';
import { NAMES_OF } from './filterbox.mjs';

const TONES = { unrecorded: 'open', searched: 'open', explored: 'open', agreed: 'due', planned: 'due' };

// The legend counts field cells of the set that is counted: each once, topics being part of their field.
export function drawLegend(reader, change) {
  const { say, model, state } = reader;
  const cells = countedCells(model, state);
  const counts = countChoices(cells);
  const item = (name, value, ...content) =>
    el('li', {}, toggle(keyOf(reader, change, name, value, counts), content));
  const look = (value) => item('looks', value, swatchOf(value), label(NAMES_OF.looks(reader, value)));
  const gap = (value) => item('gaps', value, label(NAMES_OF.gaps(reader, value)));
  // Searches of topics and groups are not counted here: a 0 would deny them.
  const shown = (value) => value !== 'searched' || counts.looks.searched || state.looks.includes(value);
  const details = byId('legend').querySelector('details');
  byId('legend').replaceChildren(
    listOf(say('legend.uncovered'), LOOKS.slice(0, 5).filter(shown).map(look)),
    listOf(say('legend.covered'), LOOKS.slice(5).map(look)),
    el(
      'details',
      { open: details ? details.open : state.gaps.length > 0 },
      el('summary', { text: say('legend.more') }),
      listOf(say('legend.gaps'), [...Object.keys(model.codes.gap ?? {}), ...ASIDES].map(gap)),
      listOf(say('legend.partners'), stageItems(reader)),
      listOf(say('legend.marks'), markItems(reader)),
    ),
  );
}

// A choice opens its cells as a list, in the place of what is selected.
function keyOf({ state, say }, change, name, value, counts) {
  const list = state[name];
  return {
    id: `${name}-${value}`,
    pressed: list.includes(value),
    count: counts[name][value] ?? 0,
    title: say('legend.open'),
    onclick: () => change({ [name]: toggled(list, value), ...(list.includes(value) ? {} : { sel: '' }) }),
  };
}

const label = (text) => el('span', { text });
const swatchOf = (look) =>
  el('span', { class: `swatch tone-${TONES[look] ?? 'covered'} ${look}` }, sign(look));

function stageItems(reader) {
  const { partnerList } = reader.model;
  const stages = [...new Set(partnerList.map((partner) => partner.stage))].sort();
  return stages.map((stage) =>
    el(
      'li',
      {},
      el('i', { class: `stage ${stage}`, 'aria-hidden': 'true' }),
      label(reader.code('relation-stage', stage)),
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
      label(reader.code('mark', mark)),
    );
  const pips = el(
    'span',
    { class: 'pips', 'aria-hidden': 'true' },
    el('b', { class: 'on' }),
    el('b', { class: 'due' }),
  );
  return [corner('lapsed'), corner('disputed'), el('li', {}, pips, label(reader.say('legend.pips')))];
}

const listOf = (title, items) => el('div', {}, el('h3', { text: title }), el('ul', {}, items));
