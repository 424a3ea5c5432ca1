// Listing: a drawing in words, for those who do not see it. Pure.

import { lineName, nodeName } from './sheet.mjs';

const MOST_ITEMS = 300; // of each kind

// The nodes of a map say all by their names; elsewhere what a name says already is not said again.
function kindOf(reader, list, node, name) {
  const kind = list.free ? '' : nodeName(reader, list, node);
  return name.toLowerCase().endsWith(kind.toLowerCase()) ? '' : kind;
}

const isThing = ({ layer }) => !['dot', 'area'].includes(layer);

// {nodes: [{id, text, kind}], edges: [text], leftOut}; `id` is what the page opens for a node.
export function listInWords(reader, list) {
  const nodes = list.nodes.filter(isThing);
  const names = new Map(nodes.map((node) => [node.id, node.name || node.label]));
  const lines = list.edges.map((edge) => {
    const ends = `${names.get(edge.from)} ${edge.arrow ? '→' : '–'} ${names.get(edge.to)}`;
    return `${ends}: ${edge.name ?? lineName(reader, list, edge.look)}`;
  });
  const items = nodes.map((node) => ({
    id: node.opens ?? node.id,
    text: names.get(node.id),
    kind: kindOf(reader, list, node, names.get(node.id)),
  }));
  if (list.free) items.sort((one, other) => one.text.localeCompare(other.text, reader.state.lang));
  return {
    nodes: items.slice(0, MOST_ITEMS),
    edges: lines.slice(0, MOST_ITEMS),
    leftOut: Math.max(0, nodes.length - MOST_ITEMS) + Math.max(0, lines.length - MOST_ITEMS),
  };
}
