// Chain: from letter of intent to memorandum, programmes and results: what led to what, and where it ends. Pure.

import { firstDay } from './dates.mjs';
import { rankOfProgram } from './facts.mjs';
import { neighbours } from './graphthings.mjs';
import { cellAt, isDue, subtree } from './model.mjs';
import { edgesAmong, isKnownAt, isWeak, isWeaklyNamed, stageOfAgreement } from './netindex.mjs';

const PROGRAM_COLUMN = 50;
const OUTCOME_COLUMN = 60;
const [ANNOUNCED, RUN] = [3, 4]; // ranks
const KIND_COLUMN = { loi: 0, arrangement: 2, plan: 2, minutes: 2 };
const USUAL_COLUMN = 1;

// Whether a selection has a chain: it leads to an agreement on record at the day.
export const hasChain = (model, found) => startsOf(model, found).agreements.length > 0;

// {nodes: [{id, kind, column, order, …}], edges: [{id, from, to, kind}]}; kind is agreement, program, outcome,
// `named` (a field named and not carried out, with its end `undone`) or `unproven` (carried out, no result on record).
export function chainOf(model, found) {
  const { agreements: starts, fields } = startsOf(model, found);
  const agreements = followAll(model, starts);
  const partners = model.partnerList.filter((one) => one.agreements.some((id) => agreements.includes(id)));
  const programs = programsOf(model, agreements, { partners, fields });
  const nodes = [
    ...agreementNodes(model, agreements),
    ...programs.map((id) => programNode(model, id)),
    ...programs.flatMap((id) => resultNodes(model, id)),
    ...agreements.flatMap((id) => undoneNodes(model, id, { partners, fields, programs })),
  ];
  return { nodes, edges: chainEdges(model, nodes) };
}

// The agreements from which a chain is followed, and the fields to which it keeps (null: all).
function startsOf(model, found) {
  const of = (agreements, fields = null) => ({
    agreements: agreements.filter((id) => isKnownAt(model, 'agreements', id)),
    fields,
  });
  if (found?.kind === 'agreement') return of([found.id]);
  if (found?.kind === 'program')
    return of((found.record.agreements ?? []).filter((id) => model.facts.agreements[id]));
  if (found?.kind === 'city') return of(found.partner.agreements);
  if (found?.kind !== 'cell') return of([]);
  const fields = new Set(subtree(found.field).map(({ id }) => id));
  return of(
    found.partner.agreements.filter((id) => concerns(model, id, fields)),
    fields,
  );
}

// Whether an agreement names one of the fields, or a programme of it lies in one.
function concerns(model, id, fields) {
  const deeds = neighbours(model, `agreement:${id}`, ['carries']).map(plain);
  return (
    namedBy(model, id).some((field) => fields.has(field)) ||
    deeds.some((program) => (model.facts.programs[program].fields ?? []).some((field) => fields.has(field)))
  );
}

const plain = (node) => node.slice(node.indexOf(':') + 1);
const namedBy = (model, id) => neighbours(model, `agreement:${id}`, ['commitment']).map(plain);

// The agreements that lead to these or follow from them, however far.
function followAll(model, starts) {
  const reached = new Set(starts);
  for (const id of reached) {
    for (const node of neighbours(model, `agreement:${id}`, ['renews', 'carries_out'])) {
      if (isKnownAt(model, 'agreements', plain(node))) reached.add(plain(node));
    }
  }
  return [...reached];
}

// Programmes of the agreements, and those of the relation in fields that they name.
function programsOf(model, agreements, { partners, fields }) {
  const named = new Set(agreements.flatMap((id) => namedBy(model, id)));
  const lies = (id, set) => (model.facts.programs[id].fields ?? []).some((field) => set.has(field));
  const carried = agreements.flatMap((id) => neighbours(model, `agreement:${id}`, ['carries']).map(plain));
  const beside = partners
    .flatMap((partner) => partner.programs)
    .filter((id) => !model.facts.programs[id].agreements && lies(id, named));
  return [...new Set([...carried, ...beside])].filter(
    (id) => isKnownAt(model, 'programs', id) && (!fields || lies(id, fields)),
  );
}

// By kind from left to right, and what follows from another always to the right of it.
function agreementNodes(model, ids) {
  const column = new Map(ids.map((id) => [id, KIND_COLUMN[model.facts.agreements[id].kind] ?? USUAL_COLUMN]));
  const links = edgesAmong(model, new Set(ids.map((id) => `agreement:${id}`)));
  for (let round = 0; round < ids.length; round += 1) {
    for (const { from, to } of links) {
      const least = Math.min(column.get(plain(from)) + 1, PROGRAM_COLUMN - 1);
      if (column.get(plain(to)) < least) column.set(plain(to), least);
    }
  }
  return ids.map((id) => ({
    id: `agreement:${id}`,
    kind: 'agreement',
    key: id,
    column: column.get(id),
    order: firstDay(model.facts.agreements[id].signed),
    stage: stageOfAgreement(model, id),
  }));
}

const programNode = (model, id) => ({
  id: `program:${id}`,
  kind: 'program',
  key: id,
  column: PROGRAM_COLUMN,
  order: orderOf(model, id),
});

// Results stand in the order of their programmes, so that few lines cross.
const orderOf = (model, program) => `${firstDay(model.facts.programs[program].began)} ${program}`;

// A programme that does not count gives no rung.
const countedRank = (model, id) => (isWeak(model, `programs:${id}`) ? 0 : rankOfProgram(model, id));

// The results of a programme, or the end of a line where it was carried out and has none.
function resultNodes(model, program) {
  const order = orderOf(model, program);
  const results = neighbours(model, `program:${program}`, ['result'])
    .map(plain)
    .filter((id) => firstDay(model.facts.outcomes[id].on) <= model.asOf);
  const node = (rest) => ({ ...rest, program, column: OUTCOME_COLUMN, order });
  if (results.length) return results.map((id) => node({ id: `outcome:${id}`, kind: 'outcome', key: id }));
  if (countedRank(model, program) < RUN) return [];
  return [node({ id: `unproven:${program}`, kind: 'unproven' })];
}

// The fields that an agreement names and in which nothing was carried out or announced.
function undoneNodes(model, agreement, { partners, fields, programs }) {
  const partner = partners.find((one) => one.agreements.includes(agreement));
  const begun = new Set(
    programs
      .filter((id) => countedRank(model, id) >= ANNOUNCED)
      .flatMap((id) => model.facts.programs[id].fields ?? []),
  );
  return [...new Set(namedBy(model, agreement))]
    .filter((id) => partner && model.fields.has(id) && (!fields || fields.has(id)))
    .filter((id) => isDue(cellAt(model, partner.id, id)) && !isWeaklyNamed(model, agreement, id))
    .filter((id) => !subtree(model.fields.get(id)).some((field) => begun.has(field.id)))
    .flatMap((field) => {
      const both = {
        agreement,
        field,
        cell: `cell:${partner.id}/${field}`,
        order: `9999-99-99 ${agreement}/${field}`,
      };
      return [
        { ...both, id: `named:${agreement}/${field}`, kind: 'named', column: PROGRAM_COLUMN },
        { ...both, id: `undone:${agreement}/${field}`, kind: 'undone', column: OUTCOME_COLUMN },
      ];
    });
}

function chainEdges(model, nodes) {
  const known = new Set(nodes.map(({ id }) => id));
  const stubs = nodes.flatMap(({ id, kind, agreement, field, program }) => {
    const from = {
      named: `agreement:${agreement}`,
      undone: `named:${agreement}/${field}`,
      unproven: `program:${program}`,
    }[kind];
    return from ? [{ id: `to ${id}`, from, to: id, kind }] : [];
  });
  return [...edgesAmong(model, known), ...besideEdges(model, nodes), ...stubs];
}

// A programme that cites no agreement, from the agreements that name its field.
function besideEdges(model, nodes) {
  const papers = nodes.filter(({ kind }) => kind === 'agreement');
  return nodes
    .filter(({ kind, key }) => kind === 'program' && !model.facts.programs[key].agreements)
    .flatMap(({ id, key }) => {
      const fields = model.facts.programs[key].fields ?? [];
      return papers
        .filter((paper) => namedBy(model, paper.key).some((field) => fields.includes(field)))
        .map((paper) => ({ id: `${paper.id} ${id}`, from: paper.id, to: id, kind: 'beside' }));
    });
}
