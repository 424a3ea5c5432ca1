// Brief tab: the brief of the partner who is selected, to choose, read and print.

import { briefView } from './briefview.mjs';
import { el } from './dom.mjs';
import { resolve } from './model.mjs';
import { orderPartners } from './rows.mjs';

export const briefTab = { id: 'brief', label: (say) => say('tab.brief'), draw: drawBrief };

function drawBrief(root, reader, change) {
  const { model, state, say } = reader;
  const partners = orderPartners(model, { ...state, sort: 'name' });
  const chosen = resolve(model, state.sel)?.partner ?? orderPartners(model, state)[0];
  const choose = el(
    'select',
    { id: 'brief-partner', onchange: (event) => change({ sel: `city:${event.target.value}` }) },
    partners.map((partner) =>
      el('option', { value: partner.id, text: reader.partner(partner), selected: partner === chosen }),
    ),
  );
  const bar = el(
    'div',
    { class: 'brief-bar' },
    el('label', { for: 'brief-partner', text: say('brief.choose') }),
    choose,
    el('button', { type: 'button', id: 'brief-print', text: say('brief.print'), onclick: () => print() }),
  );
  root.replaceChildren(
    ...(chosen ? [bar, briefView(reader, chosen)] : [el('p', { class: 'muted', text: say('empty') })]),
  );
}
