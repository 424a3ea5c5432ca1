// Brief tab: the brief of the partner who is selected, to choose, read and print.

import { drawFitted } from './brieffit.mjs';
import { briefView } from './briefview.mjs';
import { el } from './dom.mjs';
import { resolve } from './model.mjs';
import { orderPartners } from './rows.mjs';

export const briefTab = { id: 'brief', label: (say) => say('tab.brief'), draw: drawBrief };

function drawBrief(root, reader, change) {
  const { model, state, say } = reader;
  const chosen = resolve(model, state.sel)?.partner ?? orderPartners(model, state)[0];
  if (!chosen) {
    root.replaceChildren(el('p', { class: 'muted', text: say('empty') }));
    return;
  }
  const sheet = el('div', {});
  root.replaceChildren(briefBar(reader, chosen, change), sheet);
  drawFitted(sheet, (most) => briefView(reader, chosen, most));
}

function briefBar({ model, state, say, partner: nameOf }, chosen, change) {
  const partners = orderPartners(model, { ...state, sort: 'name' });
  return el(
    'div',
    { class: 'brief-bar' },
    el('label', { for: 'brief-partner', text: say('brief.choose') }),
    el(
      'select',
      { id: 'brief-partner', onchange: (event) => change({ sel: `city:${event.target.value}` }) },
      partners.map((one) => el('option', { value: one.id, text: nameOf(one), selected: one === chosen })),
    ),
    el('button', { type: 'button', id: 'brief-print', text: say('brief.print'), onclick: () => print() }),
  );
}
