// Agency view: the drawing list of offices by city, with the fields that they lead or carry. Pure.

import { aboveAgency, agenciesOf } from './agencies.mjs';
import { placeColumns } from './columns.mjs';
import { layerOf } from './graph.mjs';
import { resolve } from './model.mjs';

const [CITY, ABOVE, AGENCY, FIELD] = [0, 1, 2, 3];
const BOW_OF_WORK = 7;

// How many fields were agreed, and in how many of them an office leads.
export function agencyTitle(reader) {
  const { agencies, fields, leftOut } = agenciesOf(reader.model, resolve(reader.model, reader.state.sel));
  const { say } = reader;
  if (!agencies.length && !fields.length) return say('network.agencies-none');
  const agreed = fields.filter((field) => field.agreed);
  const above = officesOf(reader.model, agencies).length - agencies.length;
  const parts = [
    say('network.agencies', { n: agencies.length }),
    above > 0 && say('network.agencies-above', { n: above }),
    agreed.length > 0 &&
      say('network.agencies-led', { k: agreed.filter(({ led }) => !led).length, n: agreed.length }),
    leftOut > 0 && say('network.left-out', { n: leftOut }),
  ];
  return parts.filter(Boolean).join(' ');
}

// The drawing list (see network.mjs).
export function agencyList(reader, size) {
  const { model, state } = reader;
  const { agencies, fields, work } = agenciesOf(model, resolve(model, state.sel));
  const nodes = [...officeNodes(reader, agencies), ...fields.map((field) => fieldNode(reader, field))];
  if (!nodes.length) return { width: size.width, height: size.height, nodes: [], edges: [] };
  const edges = [...seatEdges(model, nodes), ...work.map(workEdge)];
  const { width, height, places, elbow, natural } = placeColumns(nodes, edges, { ...size, margin: 160 });
  return {
    width,
    height,
    nodes: nodes.map(({ id, layer, look, label }) => ({ id, layer, look, label, ...places.get(id) })),
    natural,
    edges: apartFrom(edges, places).map((edge) => ({ ...edge, elbow })),
    names: {
      share: reader.say('line.carry'),
      agreed: reader.say('line.lead'),
      'field-gap': reader.say('layer.field-leaderless'),
    },
  };
}

// The offices with all that they are part of.
const officesOf = (model, agencies) => [
  ...new Set([...agencies.flatMap((id) => aboveAgency(model, id)), ...agencies]),
];

// Offices in the order of their city and of what they are part of.
function officeNodes(reader, agencies) {
  const { model } = reader;
  const above = [...new Set(agencies.flatMap((id) => aboveAgency(model, id)))];
  const heads = above.filter(
    (id) => !agencies.includes(id) || above.some((one) => aboveAgency(model, one).includes(id)),
  );
  const all = officesOf(model, agencies);
  const cityOf = (id) =>
    [id, ...aboveAgency(model, id)].map((one) => model.facts.agencies[one].city).find(Boolean) ?? '';
  const isHead = (id) => heads.includes(id) || above.includes(id);
  const cities = [...new Set(all.map(cityOf).filter(Boolean))];
  const rank = (city) => (city === model.focal ? ' ' : city ? reader.city(city) : '\uffff');
  return [
    ...cities.map((city) => ({
      id: `city:${city}`,
      column: CITY,
      order: rank(city),
      ...named(reader, `city:${city}`),
    })),
    ...all.map((id) => ({
      id: `agency:${id}`,
      column: isHead(id) ? ABOVE : AGENCY,
      order: `${rank(cityOf(id))} ${aboveAgency(model, id).reverse().join(' ')} ${id}`,
      layer: 'agency',
      look: '',
      label: reader.thing('agencies', id),
    })),
  ];
}

const named = (reader, node) => ({
  layer: layerOf(reader.model, node),
  look: '',
  label: reader.city(node.slice('city:'.length)),
});

function fieldNode(reader, { id, led, agreed }) {
  const name = reader.field(reader.model.fields.get(id));
  const gap = agreed && !led;
  return {
    id: `field:${id}`,
    column: FIELD,
    order: String(reader.model.fields.get(id).index).padStart(6, '0'),
    layer: 'field',
    look: gap ? 'gap' : '',
    label: gap ? `${name}: ${reader.say('agency.none-leads')}` : name,
  };
}

// From an office to what it is part of, and from what stands highest to its city.
function seatEdges(model, nodes) {
  const shown = new Set(nodes.map(({ id }) => id));
  return nodes
    .filter(({ id }) => id.startsWith('agency:'))
    .flatMap(({ id }) => {
      const { part_of: above, city } = model.facts.agencies[id.slice('agency:'.length)];
      if (above && shown.has(`agency:${above}`))
        return [{ id: `part ${id}`, from: `agency:${above}`, to: id, look: '' }];
      return city && shown.has(`city:${city}`)
        ? [{ id: `seat ${id}`, from: `city:${city}`, to: id, look: '' }]
        : [];
    });
}

const workEdge = ({ agency, field, kind, n }) => ({
  id: `${kind} ${agency}/${field}`,
  from: `agency:${agency}`,
  to: `field:${field}`,
  look: kind === 'lead' ? 'agreed' : 'share',
  ...(kind === 'carry' && { weight: n }),
});

// Where an office both leads and carries both lines are seen; a line within a column bows out.
function apartFrom(edges, places) {
  const both = new Set(edges.filter(({ look }) => look === 'agreed').map(({ from, to }) => `${from} ${to}`));
  return edges.map((edge) => {
    const [start, end] = [places.get(edge.from), places.get(edge.to)];
    const bow = start.x === end.x ? -Math.min(10 + Math.abs(start.y - end.y) / 8, 30) : 0;
    const twice = both.has(`${edge.from} ${edge.to}`) && ['agreed', 'share'].includes(edge.look);
    return { ...edge, offset: bow + (twice ? (edge.look === 'agreed' ? -BOW_OF_WORK : BOW_OF_WORK) : 0) };
  });
}
