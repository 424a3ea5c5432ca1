// Network index: what the drawing holds, by what one asks of it; made once for all cities and days. Pure.

const STAGES_OF_PAPER = ['contact', 'lapsed', 'intent', 'agreed'];

const kept = new WeakMap();

// {edgesAt: Map node → edges, paper: Map `table:id` → its row among the links, grades: Map `table:id` → that of its
// best source, named: Map `agreement field` → its commitments}
function indexNetwork(model) {
  if (!kept.has(model.drawing)) kept.set(model.drawing, makeIndex(model));
  return kept.get(model.drawing);
}

function makeIndex({ drawing, links, evidence, facts }) {
  const edgesAt = new Map();
  for (const edge of drawing.edges) {
    for (const end of [edge.from, edge.to]) {
      if (!edgesAt.has(end)) edgesAt.set(end, []);
      edgesAt.get(end).push(edge);
    }
  }
  const paper = new Map();
  for (const rows of links) for (const row of rows) keepEarliest(paper, row);
  const grades = new Map();
  for (const row of evidence.rows) grades.set(row[2], Math.min(row.at(-1), grades.get(row[2]) ?? Infinity));
  const named = new Map();
  for (const [id, { agreement, field }] of Object.entries(facts.commitments)) {
    const pair = `${agreement} ${field}`;
    named.set(pair, [...(named.get(pair) ?? []), `commitments:${id}`]);
  }
  return { edgesAt, paper, grades, named };
}

function keepEarliest(paper, row) {
  const known = paper.get(row[1]);
  if (!known || row[2] < known[2]) paper.set(row[1], row);
}

export const edgesOf = (model, node) => indexNetwork(model).edgesAt.get(node) ?? [];

// The edges between the nodes of a set, each once, in the order of the drawing.
export function edgesAmong(model, nodes) {
  const found = new Set();
  for (const node of nodes) {
    for (const edge of edgesOf(model, node)) if (nodes.has(edge.from) && nodes.has(edge.to)) found.add(edge);
  }
  return [...found].sort((one, other) => one.id - other.id);
}

const paperOf = (model, table, id) => indexNetwork(model).paper.get(`${table}:${id}`);

// Whether a thing counts at the day of the model; one that belongs to no relation has no day of its own.
export const isKnownAt = (model, table, id) => {
  const row = paperOf(model, table, id);
  return !row || row[2] <= model.day;
};

// What an agreement makes of its relation at the day: contact (never signed), intent, agreed or lapsed.
export function stageOfAgreement(model, id) {
  const row = paperOf(model, 'agreements', id);
  if (!row) return STAGES_OF_PAPER[0];
  const [, , , , , founds, ends] = row;
  return STAGES_OF_PAPER[founds > 0 && model.day >= ends ? 1 : founds];
}

// Whether the evidence on view does not count a thing, since its sources are too weak; what is no evidence of a
// field has no grade, and is left as it is.
export const isWeak = (model, thing) =>
  Boolean(model.strict) && (indexNetwork(model).grades.get(thing) ?? 0) > model.index.strict;

// The same of what an agreement says of a field.
export function isWeaklyNamed(model, agreement, field) {
  const things = indexNetwork(model).named.get(`${agreement} ${field}`) ?? [];
  return things.length > 0 && things.every((thing) => isWeak(model, thing));
}
