// Panel: what is on record about the selection, in words.

import { agencyPanel } from './agencypanel.mjs';
import { cellPanel } from './cellpanel.mjs';
import { cityPanel } from './citypanel.mjs';
import { byId, el } from './dom.mjs';
import { fieldPanel } from './fieldpanel.mjs';
import { resolve } from './model.mjs';
import { turnTo } from './pick.mjs';
import { laterPanel } from './later.mjs';
import { countryPanel, elsewherePanel } from './placepanel.mjs';
import { agreementPanel, programPanel } from './thingpanel.mjs';
import { welcomePanel } from './welcome.mjs';

const PANELS = {
  cell: (reader, { cell }) => cellPanel(reader, cell),
  city: (reader, { partner }) => cityPanel(reader, partner),
  field: (reader, { field }) => fieldPanel(reader, field),
  agreement: (reader, { id, record }) => agreementPanel(reader, id, record),
  program: (reader, { id, record }) => programPanel(reader, id, record),
  focal: (reader) => welcomePanel(reader),
  agency: (reader, { id, record }) => agencyPanel(reader, id, record),
  country: (reader, { id }) => countryPanel(reader, id),
  elsewhere: (reader, { id, later }) => (later ? laterPanel(reader, later) : elsewherePanel(reader, id)),
};

export function drawPanel(reader) {
  const { say, state, model } = reader;
  const found = resolve(model, state.sel);
  const content = found ? PANELS[found.kind](reader, found) : welcomePanel(reader);
  const unknown =
    state.sel &&
    !found &&
    el('p', { class: 'unknown', role: 'status', text: say('panel.unknown', { id: state.sel }) });
  const close =
    found &&
    el(
      'button',
      {
        type: 'button',
        class: 'close',
        'data-go': '',
        'aria-label': say('panel.close'),
        title: say('panel.close'),
      },
      el('span', { 'aria-hidden': 'true', text: '×' }),
    );
  const back =
    found && el('button', { type: 'button', class: 'back', 'data-back': true, text: say('panel.back') });
  byId('panel').replaceChildren(...[unknown, back, close, ...content.flat(Infinity)].filter(Boolean));
  scrollUp();
  turning.to = (place, sel = '') => ({ ...turnTo(model, state.sel, place), sel });
}

const turning = { to: () => ({}) }; // the part of the state that looks from a city or country of the panel

let scrolled = false;

// Asking where a panel stands that was never scrolled would lay out the whole page.
function scrollUp() {
  if (scrolled) byId('panel').scrollTop = 0;
  scrolled = false;
}

// `select` is called with the id of what the reader opens from the panel.
export function listenToPanel({ select, change }) {
  byId('panel').addEventListener('scroll', () => (scrolled = true), { passive: true });
  byId('panel').addEventListener('click', (event) => {
    const note = event.target.closest('[data-note]');
    const go = event.target.closest('[data-go]');
    const place = event.target.closest('[data-city]');
    const year = event.target.closest('[data-year]');
    const evidence = event.target.closest('[data-evidence]');
    if (note) {
      event.preventDefault();
      byId(`note-${note.dataset.note}`).focus();
    } else if (event.target.closest('[data-back]')) byId('fields').scrollIntoView();
    else if (year) change({ year: year.dataset.year });
    else if (evidence) change({ evidence: evidence.dataset.evidence });
    else if (place)
      change(turning.to({ city: place.dataset.city, country: place.dataset.country }, place.dataset.go));
    else if (go) select(go.dataset.go);
  });
}
