// Model: the payload with its parts joined by id. Pure; nothing here depends on language or screen.

export const RUNGS = ['unrecorded', 'explored', 'agreed', 'planned', 'under-way', 'delivered', 'evidenced'];
export const COVERED = 4;

export function makeModel(data) {
  const fields = new Map(data.fields.map((field, index) => [field.id, { ...field, index, children: [] }]));
  for (const field of fields.values()) {
    field.parent = fields.get(field.broader);
    field.parent?.children.push(field);
  }
  const partners = data.relations.map((relation) => ({
    ...relation,
    id: relation.partner,
    relation: relation.id,
  }));
  const model = {
    ...data,
    fields,
    partners: new Map(partners.map((partner) => [partner.id, partner])),
    fieldList: [...fields.values()],
    partnerList: partners,
  };
  model.cells = joinCells(model, data.cells);
  return model;
}

// A cell without a row would be a cell nobody counted: it stands as unrecorded, not as nothing.
function joinCells(model, { rows }) {
  const cells = new Map();
  for (const partner of model.partnerList) {
    for (const field of model.fieldList) cells.set(cellKey(partner.id, field.id), emptyCell(partner, field));
  }
  for (const row of rows) {
    const [relation, field, rank, gap, agreed, marks, searched, studied, grade, topics, covered] = row;
    const cell = cells.get(cellKey(model.partnerList[relation].id, model.fieldList[field].id));
    Object.assign(cell, {
      rank,
      gap,
      agreed: Boolean(agreed),
      marks,
      searched,
      studied,
      grade,
      topics,
      covered,
    });
    cell.rung = RUNGS[rank];
  }
  return cells;
}

function emptyCell(partner, field) {
  return {
    partner,
    field,
    rank: 0,
    rung: RUNGS[0],
    gap: 'open',
    agreed: false,
    marks: [],
    searched: '',
    studied: 0,
    grade: '',
    topics: 0,
    covered: 0,
  };
}

export const cellKey = (partner, field) => `${partner}/${field}`;
export const cellAt = (model, partner, field) => model.cells.get(cellKey(partner, field));
export const isCovered = (cell) => cell.rank >= COVERED;

// Agreed, and nothing carried out on record: the cells to look at first.
export const isDue = (cell) => cell.agreed && !isCovered(cell);

// How a cell looks: its rung, where an unrecorded cell that was searched is told from one that was not.
export const lookOf = (cell) => (cell.rank > 0 ? cell.rung : cell.searched ? 'searched' : 'unrecorded');

export function subtree(field) {
  return [field, ...field.children.flatMap(subtree)];
}

export function groupOf(field) {
  return field.parent ? groupOf(field.parent) : field;
}

// What a selection names: {kind, …} with the things themselves, or null if the page does not hold them.
export function resolve(model, selection) {
  const [, kind, id] = /^(\w+):(.*)$/s.exec(selection ?? '') ?? [];
  if (kind === 'cell') {
    const cell = model.cells.get(id);
    return cell ? { kind, cell, partner: cell.partner, field: cell.field } : null;
  }
  if (kind === 'city')
    return model.partners.has(id) ? { kind, partner: model.partners.get(id) } : focalOf(model, id);
  if (kind === 'field') return model.fields.has(id) ? { kind, field: model.fields.get(id) } : null;
  const table = { agreement: 'agreements', program: 'programs' }[kind];
  const record = table && Object.hasOwn(model.facts[table], id) ? model.facts[table][id] : null;
  return record ? { kind, id, record } : null;
}

function focalOf(model, id) {
  return id === model.focal ? { kind: 'focal' } : null;
}
