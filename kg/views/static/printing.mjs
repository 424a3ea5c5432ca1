// Printing: before the page goes to paper the network becomes an SVG, and what is folded away opens.

import { byId } from './dom.mjs';
import { resolve } from './model.mjs';

// `network` and `reader` are functions that give what stands on the page when it is printed.
export function listenToPrint(network, reader) {
  let undo = null;
  addEventListener('beforeprint', () => {
    undo?.();
    const undoings = [chooseParts(reader()), openAll(), network() && drawOnPaper(network().svg(reader()))];
    undo = () => undoings.forEach((step) => step?.());
  });
  addEventListener('afterprint', () => {
    undo?.();
    undo = null;
  });
}

// With something selected the panel, the network and the scope go to paper; else the matrix does.
function chooseParts({ model, state }) {
  const { dataset } = document.documentElement;
  dataset.paper = resolve(model, state.sel) ? 'selection' : 'matrix';
  return () => delete dataset.paper;
}

function openAll() {
  const shut = [...document.querySelectorAll('details:not([open])')];
  shut.forEach((node) => (node.open = true));
  return () => shut.forEach((node) => (node.open = false));
}

// The text is parsed as XML of its own, in which nothing runs.
function drawOnPaper(text) {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const drawing = document.importNode(parsed, true);
  drawing.id = 'paper-network';
  byId('canvas').after(drawing);
  return () => drawing.remove();
}
