// Why: the view of the network that explains the selection, in layers from the focal city to the groups. Pure.

import { explain, explainedBy, layerOf, lookOfProgram } from './graph.mjs';
import { cellAt, isCovered, resolve } from './model.mjs';
import { closeUp, heightFor, scaleFor, standClear } from './place.mjs';

const ROOM_FOR_GROUPS = 480; // pixels

// The drawing list (see network.mjs). With `grow` it is made as high as it needs, else small enough to fit.
export function whyList(reader, { width, height, grow = false }) {
  const { model, state } = reader;
  const { nodes: ids, edges } = explain(model, explained(reader) ? state.sel : '', {
    groups: width >= ROOM_FOR_GROUPS,
  });
  const home = homeOf(model, ids);
  const scale = grow ? 1 : scaleFor(ids, home, { height });
  const size = { width: width / scale, height: grow ? heightFor(ids, home, { height }) : height / scale };
  const places = standClear(closeUp(ids, home, { ...size, ...(grow && { margin: 210 }) }), edges);
  return {
    ...size,
    nodes: ids.map((id) => ({
      id,
      layer: home.get(id).group,
      label: nameOf(reader, id),
      look: lookOfNode(reader, id),
      ...places.get(id),
    })),
    edges: edges.map((edge) => lineOf(edge, places)),
  };
}

export function whyTitle(reader) {
  const kind = explained(reader);
  if (kind) return reader.say(`network.${kind}`);
  return reader.say(reader.model.country ? 'network.overview-country' : 'network.overview');
}

// The kind of what is selected where this view explains it; anything else leaves the overview.
function explained({ model, state }) {
  const kind = explainedBy(model, state.sel)?.kind;
  return ['city', 'cell', 'field', 'agreement', 'program', 'agency'].includes(kind) ? kind : '';
}

// The layer of each node, and the height that is settled for it in advance.
function homeOf(model, ids) {
  const settled = new Map(model.drawing.nodes.map((node) => [node.id, node.y]));
  return new Map(ids.map((id) => [id, { group: layerOf(model, id), y: settled.get(id) ?? 0 }]));
}

export function nameOf(reader, node) {
  const [kind, id] = splitNode(node);
  if (kind === 'field') return reader.field(reader.model.fields.get(id));
  return reader.thing(
    { city: 'cities', agency: 'agencies', agreement: 'agreements', program: 'programs' }[kind],
    id,
  );
}

function lookOfNode({ model, state }, node) {
  const [kind, id] = splitNode(node);
  if (kind === 'program') return lookOfProgram(model, id);
  const partners = kind === 'field' ? partnersBehind(model, resolve(model, state.sel)) : [];
  if (!partners.length) return '';
  const cells = partners.map((partner) => cellAt(model, partner.id, id));
  return cells[0].field.level === 'group' || cells.some(isCovered) ? 'covered' : 'gap';
}

// The columns by which a field drawn is covered or not; none where the selection is not of the matrix.
function partnersBehind(model, found) {
  if (found?.kind === 'field') return model.partnerList;
  const table = { agreement: 'agreements', program: 'programs' }[found?.kind];
  if (table) return model.partnerList.filter((one) => one[table].includes(found.id));
  return found?.partner ? [found.partner] : [];
}

const splitNode = (node) => [node.slice(0, node.indexOf(':')), node.slice(node.indexOf(':') + 1)];

const LOOK_OF_KIND = { share: 'share', renews: 'follows', carries_out: 'follows' };

// A line within a layer bows out, else it would run through the nodes between.
function lineOf({ id, from, to, kind, look, weight }, places) {
  const [start, end] = [places.get(from), places.get(to)];
  const bow = start.x === end.x ? -Math.min(10 + Math.abs(start.y - end.y) / 8, 30) : 0;
  return {
    id,
    from,
    to,
    look: LOOK_OF_KIND[kind] ?? look,
    weight,
    offset: bow,
    arrow: LOOK_OF_KIND[kind] === 'follows',
  };
}
