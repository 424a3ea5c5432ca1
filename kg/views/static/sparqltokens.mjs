// Tokens: SPARQL text cut up as kg/store/tokens.py does, for what must be known before the engine. Pure.

// Python's \w knows the letters of all writing systems, JavaScript's only those of English.
const LETTERS = String.raw`\p{L}\p{N}_`;
const FIRST_LETTERS = String.raw`\p{L}\p{Nl}\p{No}`;
const ESCAPED = String.raw`%[0-9A-Fa-f]{2}|\\[^${LETTERS}\s]`;
const TOKEN_PARTS = {
  skip: String.raw`(?:(?!\uFEFF)\s)+|#[^\r\n]*`,
  iri: String.raw`<(?:[^<>"{}|^\x60\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>`,
  string:
    String.raw`"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}` +
    String.raw`|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'`,
  open: String.raw`"(?:[^"\\\r\n]|\\.)*|'(?:[^'\\\r\n]|\\.)*`,
  variable: String.raw`[?$][${LETTERS}]+`,
  language: String.raw`@[A-Za-z]+(?:-[A-Za-z0-9]+)*`,
  blank: String.raw`_:[${LETTERS}](?:[${LETTERS}.\-]*[${LETTERS}\-])?`,
  name:
    String.raw`(?:[${FIRST_LETTERS}](?:[${LETTERS}.\-]*[${LETTERS}\-])?)?:` +
    String.raw`(?:(?:[${LETTERS}:]|${ESCAPED})(?:\.*(?:[${LETTERS}:\-]|${ESCAPED}))*)?`,
  number: String.raw`\p{Nd}+(?:\.\p{Nd}+)?(?:[eE][+\-]?\p{Nd}+)?`,
  word: String.raw`[${FIRST_LETTERS}_][${LETTERS}.\-]*`,
  sign: String.raw`&&|\|\||[!<>]=|\^\^|.`,
};
const TOKEN_PATTERN = Object.entries(TOKEN_PARTS)
  .map(([kind, part]) => `(?<${kind}>${part})`)
  .join('|');

const UPDATE_WORDS = 'INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH'.split(' ');
const NOT_KEYWORDS = ['iri', 'string', 'variable', 'language'];

// The tokens as {kind, text, start, end}; white space and comments give none.
export function tokensOf(text) {
  const found = [];
  for (const { 0: piece, index, groups } of text.matchAll(new RegExp(TOKEN_PATTERN, 'gsu'))) {
    const kind = Object.keys(TOKEN_PARTS).find((name) => groups[name] !== undefined);
    if (kind !== 'skip') found.push({ kind, text: piece, start: index, end: index + piece.length });
  }
  return found;
}

export const isWord = (token, ...words) => token?.kind === 'word' && words.includes(token.text.toUpperCase());

// Line and column, both counted from 1, of a place in a text.
export function placeOf(text, offset) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: [...lines.at(-1)].length + 1 };
}

// Tell what a query asks for ({kind}), or why it is not answered ({fault: {key, …}}): it would change
// data or ask another server. SERVICE is looked for wherever an engine could read it as a keyword.
export function inspectQuery(text) {
  const found = tokensOf(text);
  if (!found.length) return { fault: { key: 'sparql.fault.empty' } };
  const first = afterPrologue(found);
  if (isWord(first, ...UPDATE_WORDS)) return { fault: refusal('update', text, first) };
  const service = found.find((token) => readAsKeyword(token).includes('service'));
  if (service) return { fault: refusal('service', text, service) };
  return { kind: first?.text.toUpperCase() ?? '' };
}

const refusal = (why, text, token) => ({
  key: `sparql.fault.${why}`,
  token: token.text,
  ...placeOf(text, token.start),
});

// What an engine could read as a keyword; behind a colon it could not.
function readAsKeyword({ kind, text }) {
  if (NOT_KEYWORDS.includes(kind)) return '';
  return (kind === 'name' ? text.split(':')[0] : text).toLowerCase();
}

function afterPrologue(found) {
  let at = 0;
  while (isWord(found[at], 'PREFIX', 'BASE')) at += isWord(found[at], 'PREFIX') ? 3 : 2;
  return found[at];
}

// The prefixes that a query uses and does not declare, each with its first token.
export function undeclaredPrefixes(found) {
  const declared = new Set();
  const free = new Map();
  found.forEach((token, at) => {
    if (token.kind !== 'name') return;
    const prefix = token.text.split(':')[0];
    if (isWord(found[at - 1], 'PREFIX')) declared.add(prefix);
    else if (!declared.has(prefix) && !free.has(prefix)) free.set(prefix, token);
  });
  return free;
}
