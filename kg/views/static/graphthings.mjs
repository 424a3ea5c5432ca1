// Graph of things: what the network shows around one agreement, programme or agency. Pure.

import { edgesOf, isKnownAt } from './netindex.mjs';

const among = (model, kind, nodes) => nodes.filter((node) => node.startsWith(`${kind}:`));
const otherEnd = (edge, node) => (edge.from === node ? edge.to : edge.from);
const bare = (node) => node.slice(node.indexOf(':') + 1);

// The nodes at the other ends of the edges of some kinds.
export const neighbours = (model, node, kinds) =>
  edgesOf(model, node)
    .filter((edge) => kinds.includes(edge.kind))
    .map((edge) => otherEnd(edge, node));

const known = (model, nodes) =>
  nodes.filter((node) => {
    const table = { agreement: 'agreements', program: 'programs' }[node.slice(0, node.indexOf(':'))];
    return !table || isKnownAt(model, table, bare(node));
  });

export function aroundAgreement(model, { id }) {
  const node = `agreement:${id}`;
  const programs = known(model, among(model, 'program', neighbours(model, node, ['carries'])));
  const partner = model.partnerList.find((one) => one.agreements.includes(id)) ?? null;
  return {
    nodes: [
      ...(partner ? partnersWith(model, 'agreements', id) : neighbours(model, node, ['party'])),
      ...neighbours(model, node, ['lead']),
      node,
      ...known(model, neighbours(model, node, ['renews', 'carries_out'])),
      ...programs,
      ...neighbours(model, node, ['commitment']),
      ...programs.flatMap((program) => neighbours(model, program, ['in-field'])),
    ],
    partner,
    apart: !partner, // not of the matrix
  };
}

export function aroundProgram(model, { id }) {
  const node = `program:${id}`;
  const partners = model.partnerList.filter((one) => one.programs.includes(id));
  const agreements = known(model, neighbours(model, node, ['carries']));
  return {
    nodes: [
      ...(partners.length ? partnersWith(model, 'programs', id) : citiesOf(model, id, node, agreements)),
      ...neighbours(model, node, ['carried-by']),
      ...agreements,
      node,
      ...neighbours(model, node, ['in-field']),
    ],
    partner: partners[0] ?? null,
    apart: !partners.length,
  };
}

// Of a programme that is not on the matrix: the cities that take part, directly or by its agreements.
const citiesOf = (model, id, node, agreements) => [
  ...neighbours(model, node, ['takes-part']),
  ...agreements.flatMap((agreement) => neighbours(model, agreement, ['party'])),
];

const partnersWith = (model, table, id) =>
  model.partnerList
    .filter((one) => one[table].includes(id))
    .flatMap(({ city, home }) => [`city:${city}`, `city:${home}`]);

// An agency with its city, what it is part of and what is part of it, what it leads and carries, and the fields.
export function aroundAgency(model, { id }) {
  const node = `agency:${id}`;
  const deeds = known(model, neighbours(model, node, ['lead', 'carried-by']));
  return {
    nodes: [
      ...neighbours(model, node, ['seat']),
      node,
      ...neighbours(model, node, ['part-of']),
      ...deeds,
      ...deeds.flatMap((deed) => neighbours(model, deed, ['in-field'])),
      ...leads(model, id).map(({ field }) => `field:${field}`),
    ],
    partner: null,
    apart: true,
  };
}

const leads = (model, id) =>
  Object.values(model.facts.commitments).filter(
    (row) => (row.lead ?? []).includes(id) && isKnownAt(model, 'agreements', row.agreement),
  );
