// View head: the choice among the views of the network, and its drawing as a list.

import { segments } from './controls.mjs';
import { byId, el } from './dom.mjs';
import { listInWords } from './listing.mjs';
import { VIEWS } from './views.mjs';

// One button for each view; one that has nothing to show of the selection says what to select instead.
export function viewChoice(reader, change) {
  const { say, state } = reader;
  const options = Object.keys(VIEWS).map((value) => ({ value, text: say(`view.${value}`) }));
  const node = segments({
    name: 'net',
    label: say('view.label'),
    options,
    chosen: state.net,
    choose: (net) => change({ net }),
  });
  [...node.querySelectorAll('button')].forEach((button, place) => {
    const view = options[place].value;
    if (view === state.net || VIEWS[view].fits(reader)) return;
    button.disabled = true;
    button.title = VIEWS[view].none(reader);
  });
  return node;
}

// The drawing in words below the canvas; it is made when it is first opened.
export function drawNetworkList(reader, list, select) {
  const known = byId('network-list');
  const host = known ?? el('details', { id: 'network-list' });
  const fill = () => host.open && host.replaceChildren(summaryOf(reader), ...wordsOf(reader, list));
  host.replaceChildren(summaryOf(reader));
  host.ontoggle = fill;
  host.onclick = ({ target }) => target.dataset.opens && select(target.dataset.opens);
  if (!known) byId('canvas').after(host);
  fill();
}

const summaryOf = ({ say }) => el('summary', { text: say('network.list') });

function wordsOf(reader, list) {
  const { nodes, edges, leftOut } = listInWords(reader, list);
  const item = ({ id, text, kind }) =>
    el(
      'li',
      {},
      el('button', { type: 'button', class: 'link', 'data-opens': id, text }),
      kind ? el('small', { text: ` ${kind}` }) : null,
    );
  return [
    el(
      'div',
      { class: 'words', tabindex: 0, role: 'region', 'aria-label': reader.say('network.list') },
      el('ul', {}, nodes.map(item)),
      el(
        'ul',
        {},
        edges.map((text) => el('li', { text })),
      ),
      leftOut ? el('p', { class: 'muted', text: reader.say('network.left-out', { n: leftOut }) }) : null,
    ),
  ];
}
