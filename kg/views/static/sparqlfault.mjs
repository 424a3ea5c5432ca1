// Fault: plain words for what the engine cannot read, found as kg/store/syntax.py finds them. Pure.
//
// Engines name a place that can lie behind the fault, and all that might have stood there. The first
// token that does not fit is found by asking the engine for ever longer beginnings of the query.

import { placeOf, tokensOf, undeclaredPrefixes } from './sparqltokens.mjs';

const ENGINE_PLACE = /error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)/s;
const SENTENCE = /^[A-Z]\w*(?: [\w*:]+){2,}/;
const ROOM_BEHIND = ' '.repeat(60); // longer than any keyword that the engine may try to read there

// The prefixes that a query uses without a declaration, to be put before it.
export function declareKnown(text, prefixes) {
  const free = [...undeclaredPrefixes(tokensOf(text)).keys()].filter((name) => Object.hasOwn(prefixes, name));
  return free.map((name) => `PREFIX ${name}: <${prefixes[name]}> `).join('');
}

// Tell in words of ours why a text cannot be read; `parse` throws the engine's error, or returns.
export function explainFault(text, message, prefixes, parse) {
  const found = tokensOf(text);
  const early = unknownPrefix(text, found, prefixes) ?? openQuotation(text, found) ?? spoken(text, message);
  if (early) return early;
  const fitting = firstMisfit(found, (token) => fits(text.slice(0, token.end), parse));
  if (fitting === found.length) return { key: 'sparql.fault.early', ...placeOf(text, text.trimEnd().length) };
  const token = found[fitting];
  const shown = token.text.length <= 40 ? token.text : `${token.text.slice(0, 39)}…`;
  return { key: 'sparql.fault.token', token: shown, ...placeOf(text, token.start) };
}

function firstMisfit(found, isFitting) {
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isFitting(found[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

function unknownPrefix(text, found, prefixes) {
  for (const [prefix, token] of undeclaredPrefixes(found)) {
    if (Object.hasOwn(prefixes, prefix)) continue;
    return { key: 'sparql.fault.prefix', token: `${prefix}:`, ...placeOf(text, token.start) };
  }
  return null;
}

function openQuotation(text, found) {
  const token = found.find(({ kind }) => kind === 'open');
  return token ? { key: 'sparql.fault.open', ...placeOf(text, token.start) } : null;
}

// What the engine says in a sentence of its own, rather than as a list of words.
function spoken(text, message) {
  const [, line, column, expected] = ENGINE_PLACE.exec(message) ?? [];
  const said = expected?.split(/, (?=[["A-Z])/).find((part) => SENTENCE.test(part));
  if (!said) return null;
  const at = offsetOf(text, Number(line), Number(column));
  if (!said.startsWith('IRI parsing failed'))
    return { key: 'sparql.fault.said', token: lowered(said.trim()), ...placeOf(text, at) };
  return { key: 'sparql.fault.iri', ...placeOf(text, Math.max(text.lastIndexOf('<', at), 0)) };
}

// Behind a place the sentence goes on; a name in capitals stays one.
const lowered = (said) => said.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

// Tell whether a query can begin so: the engine then misses something only at the end.
function fits(beginning, parse) {
  const padded = beginning + ROOM_BEHIND;
  try {
    parse(padded);
    return true;
  } catch ({ message }) {
    const [, line, column] = ENGINE_PLACE.exec(message) ?? [];
    return line === undefined || offsetOf(padded, Number(line), Number(column)) >= padded.length;
  }
}

const offsetOf = (text, line, column) =>
  text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, part) => sum + part.length + 1, 0) +
  column -
  1;
