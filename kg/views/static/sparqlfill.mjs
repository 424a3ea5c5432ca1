// Fill: what stands between the braces of `VALUES ?name { … }`, read and replaced as Question.text of
// kg/store/questions.py does, so that the text shown is the text that runs. Pure.

import { isWord, tokensOf } from './sparqltokens.mjs';
import { labelOf, LANGUAGES } from './words.mjs';

// Map name -> {start, end} of what lies between the braces of each block that stands just once.
export function valuesBlocks(query) {
  const found = tokensOf(query);
  const blocks = new Map();
  found.forEach((token, at) => {
    const [variable, brace] = found.slice(at + 1, at + 3);
    if (!isWord(token, 'VALUES') || variable?.text[0] !== '?' || brace?.text !== '{') return;
    const close = found.slice(at + 3).find((other) => other.text === '}');
    const name = variable.text.slice(1);
    const block = { start: brace.end, end: close ? close.start : query.length };
    blocks.set(name, [...(blocks.get(name) ?? []), block]);
  });
  return new Map([...blocks].filter(([, places]) => places.length === 1).map(([name, [one]]) => [name, one]));
}

// The query with a term as the value of a name; unchanged where it has no such block.
export function fillValue(query, name, term) {
  const block = valuesBlocks(query).get(name);
  return block ? `${query.slice(0, block.start)} ${term} ${query.slice(block.end)}` : query;
}

// The term for a value; '*' stands for any. Codes and rows are known by id: nothing typed gets through.
export function termOf(kinds, kind, value) {
  if (value === '*') return 'UNDEF';
  if (kind === 'integer') return /^[+-]?[0-9]{1,9}$/.test(value) ? String(Number(value)) : null;
  if (kind === 'language') return LANGUAGES.includes(value) ? `"${value}"` : null;
  const { base, rows } = kinds[kind];
  return Object.hasOwn(rows, value) ? `<${base}${value}>` : null;
}

// A question's text with these values in the place of its own.
export function fillQuestion(question, kinds, values) {
  return question.parameters.reduce((text, { name, kind }) => {
    const term = name in values ? termOf(kinds, kind, String(values[name])) : null;
    return term === null ? text : fillValue(text, name, term);
  }, question.query);
}

// The value that a query now has for a parameter: null where no input could show it.
export function valueIn(query, { name, kind }, kinds) {
  const block = valuesBlocks(query).get(name);
  if (!block) return null;
  const found = tokensOf(query.slice(block.start, block.end));
  const text = found.map((token) => token.text).join('');
  if (text === 'UNDEF') return '*';
  if (kind === 'integer') return termOf(kinds, kind, text);
  if (found.length !== 1) return null;
  if (kind === 'language') return LANGUAGES.find((language) => text === `"${language}"`) ?? null;
  const { base, prefix, rows } = kinds[kind];
  const lead = [`<${base}`, `${prefix}:`].find((one) => text.startsWith(one));
  const id = lead && text.slice(lead.length).replace(/>$/, '');
  return lead && Object.hasOwn(rows, id) ? id : null;
}

// What a list offers for a kind, as [value, name] in the order of the reader's language.
export function offersOf(kinds, kind, language) {
  const { rows } = kinds[kind];
  const named = Object.entries(rows).map(([id, names]) => [id, labelOf(names, language, id)]);
  return named.sort(([, one], [, other]) => one.localeCompare(other, language));
}
