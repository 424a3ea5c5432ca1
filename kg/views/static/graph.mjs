// Graph: which things and lines the network shows to explain a selection, never the whole. Pure.

import { partShare } from './counts.mjs';
import { RUNGS } from './coverage.mjs';
import { factsOfCell, rankOfProgram } from './facts.mjs';
import { aroundAgency, aroundAgreement, aroundProgram } from './graphthings.mjs';
import { cellAt, groupOf, isCovered, isDue, resolve, subtree } from './model.mjs';
import { edgesAmong, edgesOf, isKnownAt, isWeak, isWeaklyNamed } from './netindex.mjs';

export const LAYERS = ['focal', 'city', 'agency', 'agreement', 'program', 'outcome', 'field', 'group'];

// The layer of a node; the cities from which relations are looked at stand first.
export function layerOf(model, node) {
  const kind = node.slice(0, node.indexOf(':'));
  if (kind === 'field') return isGroup(model, node) ? 'group' : 'field';
  if (kind !== 'city') return kind;
  return homesOf(model).has(idOf(node)) ? 'focal' : 'city';
}

// Asked of every node of a drawing, and a model never changes.
const homes = new WeakMap();

function homesOf(model) {
  if (!homes.has(model)) {
    homes.set(model, new Set([model.focal, ...model.partnerList.map(({ home }) => home)].filter(Boolean)));
  }
  return homes.get(model);
}

// {nodes: ids, edges: [{id, from, to, kind, look}]}; look is a rung, `gap`, `open-gap`, `stage-…` or ''.
// Without `groups` the fields stand last, as where there is no room for another layer.
export function explain(model, selection, { groups = true } = {}) {
  const found = explainedBy(model, selection);
  const choose = CHOICES[found?.kind] ?? overview;
  const { nodes, extra = [], partner = null, apart = false } = choose(model, found);
  const fits = (node) => groups || !isGroup(model, node);
  const near = apart ? [] : partner ? [partner.home] : homesOf(model);
  const shown = new Set([...[...near].map((id) => `city:${id}`), ...(found ? nodes.filter(fits) : nodes)]);
  const ofRelations = apart
    ? []
    : relationEdges(model).filter(({ from, to }) => shown.has(from) && shown.has(to));
  const edges = [...ofRelations, ...edgesAmong(model, shown)]
    .filter((edge) => isDrawn(model, edge, Boolean(found), apart))
    .map((edge) => ({ ...edge, look: edge.look ?? lookOfEdge(model, edge, partner) }));
  return {
    nodes: [...shown],
    edges: [...edges, ...extra.filter((edge) => shown.has(edge.from) && shown.has(edge.to))],
  };
}

// What is selected where it is on record at the day; what comes later is not drawn.
export function explainedBy(model, selection) {
  const found = resolve(model, selection);
  const table = { agreement: 'agreements', program: 'programs' }[found?.kind];
  return table && !isKnownAt(model, table, found.id) ? null : found;
}

// Of the lines to a city, those from the focal one would only repeat what those from its partner say.
function isDrawn(model, edge, isChosen, apart) {
  if (isChosen && edge.kind === 'broader') return isTop(model, edge);
  if (apart || !['party', 'takes-part'].includes(edge.kind)) return true;
  return layerOf(model, edge.from) !== 'focal';
}

const CHOICES = {
  focal: overview,
  city: (model, { partner }) => ofPartner(model, partner),
  cell: (model, { cell }) => ofCell(model, cell),
  field: (model, { field }) => ofField(model, field),
  agreement: aroundAgreement,
  program: aroundProgram,
  agency: aroundAgency,
};

const relationEdges = (model) =>
  model.partnerList.map(({ id, home, city, stage }) => ({
    id: `relation:${id}`,
    from: `city:${home}`,
    to: `city:${city}`,
    kind: 'relation',
    look: `stage-${stage}`,
  }));

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
  const cities = model.country ? [] : model.partnerList.map((partner) => `city:${partner.city}`);
  return { nodes: [...cities, ...fieldNodes(groups)], extra: shareEdges(model, groups) };
}

// From each partner to the groups in which something is covered; in a country's view, where partners would
// be too many to read, from each of its cities.
function shareEdges(model, groups) {
  const edges = new Map();
  for (const partner of model.partnerList) {
    const city = model.country ? partner.home : partner.city;
    for (const group of groups) {
      const { covered } = partShare(model, partner, group);
      if (!covered) continue;
      const id = `share:${city}/${group.id}`;
      const weight = (edges.get(id)?.weight ?? 0) + covered;
      edges.set(id, {
        id,
        from: `city:${city}`,
        to: `field:${group.id}`,
        kind: 'share',
        look: 'delivered',
        weight,
      });
    }
  }
  return [...edges.values()];
}

function ofPartner(model, partner) {
  const cells = model.fieldList.map((field) => cellAt(model, partner.id, field.id));
  const fields = cells
    .filter((cell) => cell.field.level !== 'group' && (cell.rank > 0 || isDue(cell)))
    .map((cell) => cell.field);
  const nodes = [
    `city:${partner.city}`,
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
    `city:${cell.partner.city}`,
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
      `city:${cell.partner.city}`,
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

// A gap is drawn from the partner where no agreement names the field: else the commitment itself is the
// gap. Among several, those that were never agreed are drawn fainter.
function gapEdges(model, cells, nodes) {
  const shown = new Set(nodes);
  const named = (cell) =>
    edgesOf(model, `field:${cell.field.id}`).some(
      (edge) =>
        edge.kind === 'commitment' &&
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
      from: `city:${cell.partner.city}`,
      to: `field:${cell.field.id}`,
      kind: 'gap',
      look: cells.length === 1 || isDue(cell) ? 'gap' : 'open-gap',
    }));
}

function lookOfEdge(model, edge, partner) {
  if (edge.kind === 'in-field') return lookOfProgram(model, idOf(edge.from));
  if (edge.kind !== 'commitment') return '';
  const agreement = idOf(edge.from);
  if (isWeaklyNamed(model, agreement, idOf(edge.to))) return 'weak';
  const owner = partner ?? model.partnerList.find((one) => one.agreements.includes(agreement));
  return owner && isDue(cellAt(model, owner.id, idOf(edge.to))) ? 'gap' : 'agreed';
}

const GIVEN_UP = ['cancelled', 'not-realised', 'suspended'];

// The rung that a programme gives to its fields; `weak` where it does not count, `dropped` where it was given up and
// gives none, and '' where it gives none otherwise, as one in no field.
export function lookOfProgram(model, id) {
  if (isWeak(model, `programs:${id}`)) return 'weak';
  const rank = rankOfProgram(model, id, { proven: true });
  if (rank) return RUNGS[rank];
  return GIVEN_UP.includes(model.facts.programs[id].status) ? 'dropped' : '';
}
