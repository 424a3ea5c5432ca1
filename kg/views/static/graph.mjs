// Graph: which things and lines the network shows to explain a selection, never the whole. Pure.

import { partShare } from './counts.mjs';
import { factsOfCell, rungOfProgram } from './facts.mjs';
import { RUNGS, cellAt, groupOf, isCovered, isDue, resolve, subtree } from './model.mjs';

export const LAYERS = ['focal', 'city', 'agreement', 'program', 'field', 'group'];

// {nodes: ids, edges: [{id, from, to, kind, look}]}; look is a rung, `gap`, `open-gap`, `stage-…` or ''.
// Without `groups` the fields stand last, as where there is no room for another layer.
export function explain(model, selection, { groups = true } = {}) {
  const found = resolve(model, selection);
  const choose = found ? CHOICES[found.kind] : overview;
  const { nodes, extra = [], partner = null } = choose(model, found);
  const fits = (node) => groups || !isGroup(model, node);
  const shown = new Set([`city:${model.focal}`, ...(found ? nodes.filter(fits) : nodes)]);
  const edges = model.drawing.edges
    .filter(
      (edge) =>
        shown.has(edge.from) &&
        shown.has(edge.to) &&
        !(found && edge.kind === 'broader' && !isTop(model, edge)),
    )
    .map((edge) => ({ ...edge, look: lookOfEdge(model, edge, partner) }));
  const order = model.drawing.nodes.filter((node) => shown.has(node.id)).map((node) => node.id);
  return {
    nodes: order,
    edges: [...edges, ...extra.filter((edge) => shown.has(edge.from) && shown.has(edge.to))],
  };
}

const CHOICES = {
  focal: overview,
  city: (model, { partner }) => ofPartner(model, partner),
  cell: (model, { cell }) => ofCell(model, cell),
  field: (model, { field }) => ofField(model, field),
  agreement: (model, { id, record }) => ofAgreement(model, id, record),
  program: (model, { id, record }) => ofProgram(model, id, record),
};

const isTop = (model, edge) => isGroup(model, edge.to);
const isGroup = (model, node) => node.startsWith('field:') && model.fields.get(idOf(node)).level === 'group';
const idOf = (node) => node.slice(node.indexOf(':') + 1);
const fieldNodes = (fields) => fields.map((field) => `field:${field.id}`);
const factNodes = (facts) => [
  ...facts.commitments.map((row) => `agreement:${row.agreement}`),
  ...facts.programs.map((row) => `program:${row.id}`),
];

// All partners and, through the fields covered, the groups: the only view that shows every partner.
function overview(model) {
  const groups = model.fieldList.filter((field) => field.level === 'group');
  const extra = model.partnerList.flatMap((partner) =>
    groups
      .map((group) => ({ group, share: partShare(model, partner, group) }))
      .filter(({ share }) => share.covered > 0)
      .map(({ group, share }) => ({
        id: `share:${partner.id}/${group.id}`,
        from: `city:${partner.id}`,
        to: `field:${group.id}`,
        kind: 'share',
        look: 'delivered',
        weight: share.covered,
      })),
  );
  return {
    nodes: [...model.partnerList.map((partner) => `city:${partner.id}`), ...fieldNodes(groups)],
    extra,
  };
}

function ofPartner(model, partner) {
  const cells = model.fieldList.map((field) => cellAt(model, partner.id, field.id));
  const fields = cells
    .filter((cell) => cell.field.level !== 'group' && (cell.rank > 0 || isDue(cell)))
    .map((cell) => cell.field);
  const nodes = [
    `city:${partner.id}`,
    ...partner.agreements.map((id) => `agreement:${id}`),
    ...partner.programs.map((id) => `program:${id}`),
    ...fieldNodes(fields),
  ];
  return { nodes, partner, extra: gapEdges(model, cells, nodes) };
}

function ofCell(model, cell) {
  const fields = subtree(cell.field).filter(
    (field) => field === cell.field || cellAt(model, cell.partner.id, field.id).rank > 0,
  );
  const nodes = [
    `city:${cell.partner.id}`,
    ...factNodes(factsOfCell(model, cell)),
    ...fieldNodes(fields),
    `field:${groupOf(cell.field).id}`,
  ];
  return {
    nodes,
    partner: cell.partner,
    extra: [...gapEdges(model, [cell], nodes), ...groupEdge(cell.field)],
  };
}

function ofField(model, field) {
  const cells = model.partnerList
    .map((partner) => cellAt(model, partner.id, field.id))
    .filter((cell) => cell.rank > 0 || isDue(cell));
  const nodes = [
    `field:${field.id}`,
    `field:${groupOf(field).id}`,
    ...cells.flatMap((cell) => [
      `city:${cell.partner.id}`,
      ...factNodes(factsOfCell(model, cell)),
      ...agreementsBehind(cell.partner, factsOfCell(model, cell)),
    ]),
    ...fieldNodes(
      subtree(field).filter((part) => cells.some((cell) => cellAt(model, cell.partner.id, part.id).rank > 0)),
    ),
  ];
  return { nodes, extra: [...gapEdges(model, cells, nodes), ...groupEdge(field)] };
}

// Without its agreement a programme would hang on no partner.
const agreementsBehind = (partner, { programs }) =>
  programs
    .flatMap((row) => row.agreements ?? [])
    .filter((id) => partner.agreements.includes(id))
    .map((id) => `agreement:${id}`);

// A topic's own field is not drawn: a line of its own leads to the group.
function groupEdge(field) {
  const group = groupOf(field);
  if (!field.parent || field.parent === group) return [];
  return [
    {
      id: `group:${field.id}`,
      from: `field:${field.id}`,
      to: `field:${group.id}`,
      kind: 'broader',
      look: '',
    },
  ];
}

function ofAgreement(model, id, record) {
  const commitments = Object.values(model.facts.commitments).filter((row) => row.agreement === id);
  const programs = Object.entries(model.facts.programs).filter(([, row]) =>
    (row.agreements ?? []).includes(id),
  );
  const related = model.drawing.edges
    .filter((edge) => ['renews', 'carries_out'].includes(edge.kind))
    .flatMap((edge) => ([edge.from, edge.to].includes(`agreement:${id}`) ? [edge.from, edge.to] : []));
  return {
    nodes: [
      ...partnersOf(model, [id]),
      `agreement:${id}`,
      ...related,
      ...programs.map(([key]) => `program:${key}`),
      ...commitments.map((row) => `field:${row.field}`),
      ...programs.flatMap(([, row]) => (row.fields ?? []).map((key) => `field:${key}`)),
    ],
    partner: model.partnerList.find((partner) => partner.agreements.includes(id)) ?? null,
    record,
  };
}

function ofProgram(model, id, record) {
  const partners = model.partnerList.filter((partner) => partner.programs.includes(id));
  return {
    nodes: [
      ...partners.map((partner) => `city:${partner.id}`),
      `program:${id}`,
      ...(record.agreements ?? []).map((key) => `agreement:${key}`),
      ...(record.fields ?? []).map((key) => `field:${key}`),
    ],
    partner: partners[0] ?? null,
  };
}

const partnersOf = (model, agreements) =>
  model.partnerList
    .filter((partner) => partner.agreements.some((id) => agreements.includes(id)))
    .map((partner) => `city:${partner.id}`);

// A gap is drawn from the partner where no agreement names the field: else the commitment itself is the
// gap. Among several, those that were never agreed are drawn fainter.
function gapEdges(model, cells, nodes) {
  const shown = new Set(nodes);
  const named = (cell) =>
    model.drawing.edges.some(
      (edge) =>
        edge.kind === 'commitment' &&
        edge.to === `field:${cell.field.id}` &&
        shown.has(edge.from) &&
        cell.partner.agreements.includes(idOf(edge.from)),
    );
  return cells
    .filter(
      (cell) =>
        !isCovered(cell) &&
        cell.field.level !== 'group' &&
        shown.has(`field:${cell.field.id}`) &&
        !named(cell),
    )
    .map((cell) => ({
      id: `gap:${cell.partner.id}/${cell.field.id}`,
      from: `city:${cell.partner.id}`,
      to: `field:${cell.field.id}`,
      kind: 'gap',
      look: cells.length === 1 || isDue(cell) ? 'gap' : 'open-gap',
    }));
}

function lookOfEdge(model, edge, partner) {
  if (edge.kind === 'relation') return `stage-${model.partners.get(idOf(edge.to)).stage}`;
  if (edge.kind === 'in-field') return lookOfProgram(model, idOf(edge.from));
  if (edge.kind !== 'commitment') return '';
  const agreement = idOf(edge.from);
  const owner = partner ?? model.partnerList.find((one) => one.agreements.includes(agreement));
  return owner && isDue(cellAt(model, owner.id, idOf(edge.to))) ? 'gap' : 'agreed';
}

// The rung that a programme gives to its fields.
export function lookOfProgram(model, id) {
  const rung = rungOfProgram(model.facts.programs[id], model.asOf);
  const proven = rung > 3 && Object.values(model.facts.outcomes).some((row) => row.program === id);
  return proven ? 'evidenced' : RUNGS[rung];
}
