// Coverage: cells and relations at a day, computed from the evidence by the rules of kg.coverage. Pure.

export const RUNGS = ['unrecorded', 'explored', 'agreed', 'planned', 'under-way', 'delivered', 'evidenced'];
export const COVERED = 4;

// Days are whole numbers since 1970-01-01; beyond these lies what never comes and what always was.
const DAY_LENGTH = 86_400_000;
const NEVER = 10_000_000;
const ALL_FIELDS = -1;
const NO_FIELD = -1;
const STAGES = ['contact', 'lapsed', 'intent', 'agreed'];
const [CONTACT, LAPSED] = [0, 1];
const RANK_OF_ROLE = { planned: 3, named: 2, approved: 1, event: 1 };
const NO_MARKS = Object.freeze([]);

export const toDay = (text) => Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_LENGTH);
export const fromDay = (day) =>
  Math.abs(day) < NEVER ? new Date(day * DAY_LENGTH).toISOString().slice(0, 10) : '';

// What every question about a day asks again: the rows of each relation, and the tree of fields.
export function indexEvidence({ fields, relations, links, evidence, facts }) {
  return {
    facts,
    tree: indexTree(fields),
    links: links.rows,
    rows: groupRows(evidence.rows, relations.length),
    disputed: new Set(evidence.disputed),
    strict: evidence.strict,
    kinds: evidence.kinds,
  };
}

// Of each field how many topics it has, and of a topic the field that it counts for too.
function indexTree(fields) {
  const places = new Map(fields.map((field, place) => [field.id, place]));
  const tree = fields.map(({ level, broader }) => ({
    above: level === 'topic' ? places.get(broader) : NO_FIELD,
    topics: 0,
  }));
  for (const { above } of tree) if (above !== NO_FIELD) tree[above].topics += 1;
  return tree;
}

function groupRows(rows, count) {
  const groups = Array.from({ length: count }, () => []);
  for (const row of rows) groups[row[0]].push(row);
  return groups;
}

// ---- Relations

// The relations on record at a day, by place: the best stage, and the date of the last contact as typed.
export function relationsAt(index, day) {
  const found = new Map();
  for (const [place, thing, since, dated, typed, founds, ends] of index.links) {
    if (since > day) continue;
    const relation = found.get(place) ?? { best: CONTACT, last: null };
    found.set(place, relation);
    relation.best = Math.max(relation.best, founds === CONTACT || day < ends ? founds : LAPSED);
    if (dated && isLater({ since, thing }, relation.last)) relation.last = { since, thing, typed };
  }
  for (const [place, { best, last }] of found) {
    found.set(place, { stage: STAGES[best], last: last ? last.typed || fromDay(last.since) : '' });
  }
  return found;
}

const isLater = (one, other) =>
  !other || one.since > other.since || (one.since === other.since && one.thing > other.thing);

// ---- Cells

// The cell of each field with one partner at a day, by place of the field, whether recorded or not.
export function cellsOfRelation(index, place, day, { strict = false } = {}) {
  const tallies = tallyFields(index, place, day, strict);
  const searches = lastSearches(index.rows[place], day);
  const cells = new Map();
  for (let field = 0; field < index.tree.length; field += 1) {
    const searched = searches.size > 0 ? searchOfField(index, searches, field) : '';
    const { topics } = index.tree[field];
    const tally = tallies.get(field);
    cells.set(field, tally ? toCell(tally, index.kinds, searched, topics) : unrecordedCell(searched, topics));
  }
  for (const field of tallies.keys()) {
    const { above } = index.tree[field];
    if (above !== NO_FIELD && cells.get(field).rank >= COVERED) cells.get(above).covered += 1;
  }
  return cells;
}

// The rung of each field of which something is on record, and nothing else: for questions of many relations.
export function ranksOfRelation(index, place, day, { strict = false } = {}) {
  const ranks = new Map();
  for (const row of index.rows[place]) {
    if (!countsAt(index, row, day, strict)) continue;
    const rank = rankOf(row, day, strict);
    const { above } = index.tree[row[1]];
    for (const field of above === NO_FIELD ? [row[1]] : [row[1], above]) {
      ranks.set(field, Math.max(ranks.get(field) ?? 0, rank));
    }
  }
  return ranks;
}

export const countsAt = (index, [, , , role, since, , , , , , , , grade], day, strict) =>
  since <= day && role !== 'search' && (!strict || grade <= index.strict);

export function rankOf([, , , role, , , turns, proven, provenStrict], day, strict) {
  if (role !== 'ran') return RANK_OF_ROLE[role] ?? 0;
  if ((strict ? provenStrict : proven) <= day) return 6;
  return day < turns ? 4 : 5;
}

// What lies on a topic counts for its field too, each thing once.
function tallyFields(index, place, day, strict) {
  const tallies = new Map();
  for (const row of index.rows[place]) {
    if (!countsAt(index, row, day, strict)) continue;
    const fact = readFact(index, row, day, strict);
    const { above } = index.tree[row[1]];
    for (const field of above === NO_FIELD ? [row[1]] : [row[1], above]) {
      if (!tallies.has(field)) tallies.set(field, emptyTally());
      addFact(tallies.get(field), fact);
    }
  }
  return tallies;
}

// What a row says by itself, and what its dates mean at the day.
function readFact(index, row, day, strict) {
  const [, , thing, role, , undated, turns, , , due, ends, unframed, grade] = row;
  if (role === 'study') return { study: thing };
  const { agreement, sources = [] } = recordOf(index.facts, thing);
  return {
    rank: rankOf(row, day, strict),
    grade,
    sources,
    flags: {
      agreed: role === 'named',
      inForce: role === 'named' && day < ends,
      program: role === 'ran' || role === 'planned',
      runs: role === 'ran' && day < turns,
      passed: role === 'planned' && due <= day,
      unrealised: role === 'unrealised',
      undated: Boolean(undated),
      unframed: Boolean(unframed),
      disputed: index.disputed.has(thing) || restsOnDisputed(index, thing, agreement),
    },
  };
}

function recordOf(facts, thing) {
  const colon = thing.indexOf(':');
  return facts[thing.slice(0, colon)][thing.slice(colon + 1)];
}

// A commitment is in doubt where its agreement is.
const restsOnDisputed = (index, thing, agreement) =>
  thing.startsWith('commitments:') && index.disputed.has(`agreements:${agreement}`);

const emptyTally = () => ({ rank: 0, grade: NEVER, studies: new Set(), sources: new Set(), flags: {} });

function addFact(tally, { study, rank, grade, sources, flags }) {
  if (study) {
    tally.studies.add(study);
    return;
  }
  tally.rank = Math.max(tally.rank, rank);
  tally.grade = Math.min(tally.grade, grade);
  for (const source of sources) tally.sources.add(source);
  for (const flag in flags) tally.flags[flag] ||= flags[flag];
}

function toCell({ rank, grade, studies, sources, flags }, kinds, searched, topics) {
  const lapsed = Boolean(flags.agreed && !flags.inForce && !flags.runs);
  return {
    rank,
    rung: RUNGS[rank],
    gap: gapOf(rank, flags.passed, lapsed),
    agreed: Boolean(flags.agreed),
    marks: marksOf(flags, lapsed, sources.size),
    searched,
    studied: studies.size,
    grade: kinds[grade] ?? '',
    topics,
    covered: 0,
  };
}

// Written out, since most cells are such, and a page has tens of thousands.
const unrecordedCell = (searched, topics) => ({
  rank: 0,
  rung: RUNGS[0],
  gap: 'open',
  agreed: false,
  marks: NO_MARKS,
  searched,
  studied: 0,
  grade: '',
  topics,
  covered: 0,
});

// The first gap that fits.
function gapOf(rank, passed, lapsed) {
  if (rank <= 1) return 'open';
  if (rank === 2) return 'paper-only';
  if (rank === 3) return passed ? 'stalled' : 'pending';
  if (lapsed) return 'lapsed';
  return rank < 6 ? 'unproven' : '';
}

// In the order of kg.coverage.MARKS, in which they are explained.
function marksOf(flags, lapsed, sources) {
  const marks = [
    lapsed && 'lapsed',
    flags.unrealised && 'unrealised',
    flags.program && !flags.agreed && 'unagreed',
    flags.disputed && 'disputed',
    flags.undated && 'undated',
    sources === 1 && 'single-source',
    flags.unframed && 'unframed',
  ];
  return marks.filter(Boolean);
}

// ---- Searches

// The last search that found nothing, by field; under ALL_FIELDS that of the relation as a whole.
function lastSearches(rows, day) {
  const last = new Map();
  for (const [, field, thing, role, since] of rows) {
    if (role !== 'search' || since > day) continue;
    if (isLater({ since, thing }, last.get(field))) last.set(field, { since, thing });
  }
  return last;
}

// A search covers the fields that it names, neither above nor below them, or the whole relation.
function searchOfField(index, searches, field) {
  const own = searches.get(field);
  const whole = searches.get(ALL_FIELDS);
  const last = whole && !(own && own.since >= whole.since) ? whole : own;
  return last ? (recordOf(index.facts, last.thing).on ?? '') : '';
}
