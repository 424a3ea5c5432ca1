// Matrix head: the partner cities above their columns, with how much of what is counted is covered.

import { el } from './dom.mjs';
import { columnShares, shareText } from './matrixcells.mjs';

// Of a relation the fields agreed are counted, unless another set is named.
const setOf = (state) => state.of || 'agreed';

export function headRow({ say, state, model }, columns) {
  const total = model.country ? say('matrix.relations') : say('matrix.partners');
  return el(
    'tr',
    { role: 'row' },
    el(
      'th',
      { class: 'corner', role: 'columnheader', scope: 'col' },
      el('small', { text: say(`fieldsof.${setOf(state)}`) }),
      el('small', { text: say(`topicsof.${setOf(state)}`) }),
    ),
    columns,
    el(
      'th',
      { class: 'total', role: 'columnheader', scope: 'col', title: say('matrix.partners-covered') },
      el('small', { text: total }),
    ),
  );
}

export const columnHead = (reader, partner) =>
  el(
    'th',
    { scope: 'col', role: 'columnheader', 'data-id': `city:${partner.id}`, tabindex: -1 },
    el('span', { class: 'city', text: reader.partner(partner) }),
    el('i', { class: `stage ${partner.stage}`, 'aria-hidden': 'true' }),
    el('small'),
    el('small'),
  );

// Bring the shares of a column up to date; returns their texts.
export function countColumn(reader, node, partner) {
  const { say, state, model } = reader;
  const [fields, topics] = columnShares(reader, partner);
  const texts = [fields, topics].map(shareText);
  node.querySelectorAll('small').forEach((small, place) => (small.textContent = texts[place]));
  const key = setOf(state) === 'agreed' ? 'matrix.column-share' : 'fields.share';
  const parts = [
    reader.partner(partner),
    reader.code('country', model.facts.cities[partner.city]?.country),
    reader.code('relation-stage', partner.stage),
    say(key, { k: fields.covered, n: fields.of }),
  ];
  node.setAttribute('aria-label', parts.filter(Boolean).join(', '));
  return texts;
}
