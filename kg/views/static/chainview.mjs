// Chain view: the drawing list of a chain of agreements, programmes and results. Pure.

import { chainOf, hasChain } from './chain.mjs';
import { placeColumns } from './columns.mjs';
import { lookOfProgram } from './graph.mjs';
import { resolve } from './model.mjs';
import { isWeak } from './netindex.mjs';

const OUT_OF_FORCE = 'lapsed';
const GIVEN_UP = ['cancelled', 'not-realised', 'suspended'];
const MAY_HAVE = ['program', 'city', 'cell', 'agreement'];

// Whether the selection has a chain to show.
export const fitsChain = ({ model, state }) => hasChain(model, resolve(model, state.sel));

export function chainTitle(reader) {
  if (fitsChain(reader)) return reader.say('network.chain');
  const kind = resolve(reader.model, reader.state.sel)?.kind;
  return reader.say(MAY_HAVE.includes(kind) ? 'network.chain-bare' : 'network.chain-none');
}

// The drawing list (see network.mjs); without a chain it is empty, and the title says what to select.
export function chainList(reader, size) {
  const { model, state } = reader;
  const { nodes, edges } = chainOf(model, resolve(model, state.sel));
  if (!nodes.length) return { width: size.width, height: size.height, nodes: [], edges: [] };
  const { width, height, places, elbow, natural } = placeColumns(nodes, edges, size);
  const drawn = nodes.map((node) => ({
    id: node.id,
    ...NODES[node.kind](reader, node),
    ...places.get(node.id),
  }));
  const weak = new Set(drawn.filter(({ look }) => look === 'weak').map(({ id }) => id));
  const lines = linesOf(edges, places, elbow);
  return {
    width,
    height,
    nodes: drawn,
    natural,
    edges: lines.map((line) => (weak.has(line.to) ? { ...line, look: 'weak' } : line)),
    names: namesOf(reader),
  };
}

const NODES = {
  agreement: (reader, { key, stage }) => {
    const ended = stage === OUT_OF_FORCE;
    const name = reader.thing('agreements', key);
    return {
      layer: 'agreement',
      look: ended ? 'ended' : '',
      label: paperLabel(reader, key),
      name: ended ? `${name} (${reader.say('brief.out-of-force')})` : name,
    };
  },
  program: (reader, { key }) => {
    const { status } = reader.model.facts.programs[key];
    const name = reader.thing('programs', key);
    return {
      layer: 'program',
      look: lookOfProgram(reader.model, key),
      label: GIVEN_UP.includes(status) ? `${name} (${reader.code('program-status', status)})` : name,
    };
  },
  outcome: (reader, { key, program }) => ({
    layer: 'outcome',
    look: isWeak(reader.model, `outcomes:${key}`) ? 'weak' : '',
    label: reader.text(reader.model.facts.outcomes[key].description, key),
    opens: `program:${program}`,
  }),
  named: (reader, { field, cell }) => ({
    layer: 'field',
    look: 'gap',
    label: reader.field(reader.model.fields.get(field)),
    opens: cell,
  }),
  undone: (reader, { field, cell }) => ({
    layer: 'program',
    look: 'missing',
    label: reader.say('chain.undone'),
    name: `${reader.field(reader.model.fields.get(field))}: ${reader.say('chain.undone')}`,
    opens: cell,
  }),
  unproven: (reader, { program }) => ({
    layer: 'outcome',
    look: 'gap',
    label: reader.say('chain.unproven'),
    name: `${reader.thing('programs', program)}: ${reader.say('chain.unproven')}`,
    opens: `program:${program}`,
  }),
};

// What it is and when: its whole name would not fit, and is read out.
function paperLabel(reader, id) {
  const { kind, status, signed } = reader.model.facts.agreements[id];
  const when =
    status === 'unsigned'
      ? reader.code('agreement-status', status)
      : signed && reader.date(signed.slice(0, 4));
  return [reader.code('agreement-kind', kind), when].filter(Boolean).join(', ');
}

const LOOKS_OF_KIND = {
  renews: 'renews',
  carries_out: 'follows',
  carries: '',
  beside: 'explored',
  result: 'evidenced',
  named: 'agreed',
  undone: 'gap',
  unproven: 'gap',
};
const BOW = 9; // pixels between two lines that say different things of the same two agreements

// A line within a column bows out; where one renews and carries out another, both lines are seen.
function linesOf(edges, places, elbow) {
  const pair = ({ from, to }) => `${from} ${to}`;
  const count = new Map();
  for (const edge of edges) count.set(pair(edge), (count.get(pair(edge)) ?? 0) + 1);
  return edges.map((edge) => {
    const { id, from, to, kind } = edge;
    const [start, end] = [places.get(from), places.get(to)];
    const apart = count.get(pair(edge)) > 1 ? (kind === 'renews' ? -BOW : BOW) : 0;
    const bow = start.x === end.x ? -Math.min(10 + Math.abs(start.y - end.y) / 8, 30) : 0;
    const arrow = kind === 'renews' || kind === 'carries_out';
    return { id, from, to, look: LOOKS_OF_KIND[kind], offset: elbow ? 0 : apart + bow, elbow, arrow };
  });
}

const namesOf = ({ say }) => ({
  renews: say('line.renews'),
  follows: say('line.carries-out'),
  agreed: say('line.named'),
  explored: say('line.beside'),
  evidenced: say('layer.outcome'),
  gap: say('line.gap'),
});
