// Meter: the page in one bar and one sentence, whose numbers open the cells that they count.

import { el } from './dom.mjs';
import { LOOKS, countedCells, measureCells } from './filter.mjs';
import { NAMED } from './state.mjs';
import { nothingText } from './title.mjs';

const UNCOVERED = LOOKS.slice(0, 5);

// What a number of the sentence leaves on the matrix, by filters alone, so that "Show all" takes it back.
const FILTERS_OF = {
  due: { looks: UNCOVERED, gaps: [], named: NAMED, sel: '' },
  agreed: { looks: [], gaps: [], named: NAMED, sel: '' },
  all: { looks: LOOKS, gaps: [], named: [], sel: '' },
  uncovered: { looks: UNCOVERED, gaps: [], named: [], sel: '' },
};

export function meter(reader, change) {
  const { model, state, say } = reader;
  if (!model.partnerList.length) return [el('p', { text: nothingText(reader) })];
  const values = measureCells(countedCells(model, state));
  const make = (name, value) => numberButton(reader, change, name, value);
  const texts = sentenceKeys(state, values).map((key) => [...sentence(say, key, values, make), ' ']);
  return [meterBar(values), el('p', {}, texts)];
}

// What is said of the set that is counted.
function sentenceKeys({ of }, values) {
  if (of === 'peers') return [values.all ? 'meter.peers' : 'meter.peers-none'];
  if (of === 'agreed') return [agreedKey('field', values)];
  return values.all ? [agreedKey('field', values), 'meter.all'] : ['meter.empty'];
}

// Of the agreed cells of a level some wait, or all are covered, or there is none: of topics then no word.
const AGREED = {
  field: ['meter.agreed', 'meter.agreed-done', 'meter.agreed-none'],
  topic: ['welcome.topics', 'welcome.topics-done', ''],
};
export const agreedKey = (level, { agreed, due }) => AGREED[level][due ? 0 : agreed ? 1 : 2];

function numberButton({ say }, change, name, value) {
  return el('button', {
    type: 'button',
    class: 'number',
    id: `number-${name}`,
    text: value,
    title: say('meter.open'),
    onclick: () => change(FILTERS_OF[name]),
  });
}

// Say a sentence and put a node in the place of each of its numbers; the choice between one and many
// still goes by the number.
export function sentence(say, key, values, make) {
  const marked = Object.entries(values).map(([name, value]) => [
    name,
    { valueOf: () => value, toString: () => `\u0001${name}\u0001` },
  ]);
  const parts = say(key, Object.fromEntries(marked)).split('\u0001');
  return parts.map((part, place) => (place % 2 ? make(part, values[part]) : part));
}

// One bar: covered, agreed but not carried out, and the rest.
function meterBar({ all, covered, due }) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = {
    class: 'meter-bar',
    'aria-hidden': 'true',
    viewBox: '0 0 100 8',
    preserveAspectRatio: 'none',
  };
  Object.entries(attributes).forEach(([key, value]) => svg.setAttribute(key, value));
  const stretch = (from, count, name) => {
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    const place = { x: (100 * from) / all, width: (100 * count) / all, y: 0, height: 8, class: name };
    Object.entries(place).forEach(([key, value]) => rect.setAttribute(key, value));
    return rect;
  };
  if (all) svg.append(stretch(0, covered, 'covered'), stretch(covered, due, 'due'));
  return svg;
}
