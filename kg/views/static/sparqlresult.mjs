// Result: what the engine answers, as a table of terms that people read. Pure.

import { safeUrl } from './dom.mjs';

// SPARQL 1.1 results in JSON as {columns, rows}; a cell is a term or undefined. Blank nodes are called
// b0, b1 … as they appear, since an engine gives them other names in each run.
export function toAnswerTable({ head, results }) {
  const known = new Map();
  const named = (term) => {
    if (term?.type !== 'bnode') return term;
    if (!known.has(term.value)) known.set(term.value, `b${known.size}`);
    return { type: 'bnode', value: known.get(term.value) };
  };
  return {
    columns: head.vars,
    rows: results.bindings.map((binding) => head.vars.map((name) => named(binding[name]))),
  };
}

// Shorten an IRI to `table:id`, `scheme:code` or `prefix:name`, as kg/store/terms.py does.
export function makeShortener(prefixes, bases) {
  const names = new Map(Object.entries(prefixes).map(([name, namespace]) => [namespace, name]));
  return (iri) => {
    const at = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
    const name = names.get(iri.slice(0, at));
    if (name !== undefined && iri.slice(at)) return `${name}:${iri.slice(at)}`;
    const base = bases.find((one) => iri.startsWith(one));
    const parts = base ? /^([^/]*)\/(.+)$/s.exec(iri.slice(base.length)) : null;
    return parts ? `${parts[1]}:${parts[2]}` : iri;
  };
}

// A term as plain text, '' where there is none.
export function termText(term, shorten) {
  if (!term) return '';
  if (term.type === 'uri') return shorten(term.value);
  if (term.type === 'bnode') return `_:${term.value}`;
  if (term.type !== 'triple') return term.value;
  const { subject, predicate, object } = term.value;
  return `<< ${[subject, predicate, object].map((one) => termText(one, shorten)).join(' ')} >>`;
}

// A web address that a term is or tells; none for what only names a thing of the graph.
export function termLink(term, shorten) {
  if (!term || !['uri', 'literal'].includes(term.type)) return null;
  if (term.type === 'uri' && shorten(term.value) !== term.value) return null;
  return /\s/.test(term.value) ? null : safeUrl(term.value);
}

// Head and rows as text, for CSV.
export function textRows({ columns, rows }, shorten) {
  return [columns, ...rows.map((row) => row.map((term) => termText(term, shorten)))];
}
