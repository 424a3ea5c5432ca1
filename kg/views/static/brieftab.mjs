// Brief tab: the brief of the partner who is selected, to choose, read and print.

import { drawFitted } from './brieffit.mjs';
import { briefView } from './briefview.mjs';
import { el } from './dom.mjs';
import { laterText, yearOfLater } from './later.mjs';
import { resolve } from './model.mjs';
import { orderPartners } from './rows.mjs';
import { nothingText } from './title.mjs';

export const briefTab = { id: 'brief', label: (say) => say('tab.brief'), draw: drawBrief };

function drawBrief(root, reader, change) {
  const { model, state } = reader;
  const found = resolve(model, state.sel);
  const chosen = found?.partner ?? (asksFor(state, found) ? null : orderPartners(model, state)[0]);
  const bar = model.partnerList.length ? briefBar(reader, chosen, change) : null;
  if (!chosen) {
    root.replaceChildren(...[bar, ...absent(reader, found, change)].filter(Boolean));
    return;
  }
  const sheet = el('div', {});
  root.replaceChildren(bar, sheet);
  drawFitted(sheet, (most) => briefView(reader, chosen, most));
}

// Whether a certain partner is selected: no other may stand in its place.
const asksFor = ({ sel }, found) => /^(cell|city):/.test(sel) && found?.kind !== 'focal';

function absent(reader, found, change) {
  const { say, state, city } = reader;
  const later = found?.later;
  const [, name] = /^\w+:([^/]*)/.exec(state.sel) ?? [];
  const text = later
    ? laterText(reader, later)
    : name
      ? say('brief.absent', { name: city(name) })
      : nothingText(reader);
  const year = later && yearOfLater(reader.model, later);
  const open =
    year &&
    el('button', {
      type: 'button',
      class: 'small',
      text: say('elsewhen.open', { year: year.name }),
      onclick: () => change({ year: year.text }),
    });
  return [el('div', { class: 'brief-bar' }, el('p', { text }), open)];
}

// Where no partner is chosen the list says none, and there is nothing to print.
function briefBar({ model, state, say, partner: nameOf }, chosen, change) {
  const partners = orderPartners(model, { ...state, sort: 'name' });
  const none = chosen ? null : el('option', { value: '', text: '–', selected: true, disabled: true });
  const toPaper =
    chosen &&
    el('button', { type: 'button', id: 'brief-print', text: say('brief.print'), onclick: () => print() });
  return el(
    'div',
    { class: 'brief-bar' },
    el('label', { for: 'brief-partner', text: say('brief.choose') }),
    el(
      'select',
      { id: 'brief-partner', onchange: (event) => change({ sel: `city:${event.target.value}` }) },
      none,
      partners.map((one) => el('option', { value: one.id, text: nameOf(one), selected: one === chosen })),
    ),
    toPaper,
  );
}
