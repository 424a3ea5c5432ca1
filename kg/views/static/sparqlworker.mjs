// Worker: Oxigraph and the graph, away from the page, so that a long query never holds it up.
//
// This is put behind the text of Oxigraph's web build, whose `initSync` and `Store` it uses, and it
// is sent {load}, then {id, text, kind} for each query.

import { declareKnown, explainFault } from './sparqlfault.mjs';

let store = null;
let namespaces = {};
let loading = null;

self.onmessage = async ({ data }) => {
  try {
    if (data.load) loading = load(data.load);
    const loaded = await loading; // a query that comes early waits
    self.postMessage(data.load ? loaded : answer(data));
  } catch (error) {
    self.postMessage({ id: data.id, fault: { key: 'sparql.fault.engine', token: messageOf(error) } });
  }
};

const messageOf = (error) => String(error?.message ?? error);

async function load({ wasm, graph, ontology, prefixes }) {
  const start = performance.now();
  const [module, triples, terms] = await Promise.all([wasm, graph, ontology].map(inflate));
  initSync({ module });
  store = new Store();
  namespaces = prefixes;
  store.load(triples, { format: 'application/n-triples', lenient: true, no_transaction: true });
  for (const text of JSON.parse(new TextDecoder().decode(terms))) store.load(text, { format: 'text/turtle' });
  return { ready: true, triples: store.size, seconds: (performance.now() - start) / 1000 };
}

// Base64 of a zlib stream as bytes.
async function inflate(text) {
  const packed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function answer({ id, text, kind }) {
  const start = performance.now();
  const read = kind === 'SELECT' || kind === 'ASK' ? bindings : triplesOf;
  try {
    return { id, result: read(text), seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    const message = messageOf(error);
    if (!message.startsWith('error at ')) throw error;
    const empty = new Store();
    return { id, fault: explainFault(text, message, namespaces, (part) => ask(empty, part)) };
  }
}

// Ask with the known prefixes, which need no declaration. They are put on the query's first line: there
// a fault lies further to the left than the engine says.
function ask(engine, text, options) {
  const before = declareKnown(text, namespaces);
  try {
    return engine.query(before + text, options);
  } catch (error) {
    const back = (_, column) => `error at 1:${column - before.length}:`;
    throw new Error(messageOf(error).replace(/^error at 1:(\d+):/, back));
  }
}

const bindings = (text) => JSON.parse(ask(store, text, { results_format: 'json' }));

// Triples of CONSTRUCT and DESCRIBE in the form of a SELECT.
function triplesOf(text) {
  const vars = ['subject', 'predicate', 'object'];
  const row = (quad) => Object.fromEntries(vars.map((part) => [part, termJson(quad[part])]));
  return { head: { vars }, results: { bindings: ask(store, text).map(row) } };
}

const TYPES = { NamedNode: 'uri', BlankNode: 'bnode' };

function termJson(term) {
  const text = term.termType === 'Quad' ? term.toString() : term.value;
  return { type: TYPES[term.termType] ?? 'literal', value: text };
}
