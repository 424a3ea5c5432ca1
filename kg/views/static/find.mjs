// Find: the things of the page by their names in any language. Pure.

export const MOST_HITS = 12; // that are shown
const KINDS = ['city', 'field', 'agreement', 'program', 'agency'];
const TABLES_OF = { agreement: 'agreements', program: 'programs', agency: 'agencies' };
const PLAIN = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

// Fold a text for comparison: small letters without marks, words parted by one space. Hangul, which the
// folding takes apart, is put together again.
export function foldText(text) {
  const bare = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC');
  return bare
    .replace(/[øłđðþßæœı]/g, (letter) => PLAIN[letter])
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

// Everything that can be found: {kind, id, names, folded, weight}; of cities those with a relation.
export function indexNames(model) {
  const cities = [...model.places].map(([id, places]) =>
    entryOf('city', id, model.facts.cities[id]?.name, places.length),
  );
  const fields = model.fieldList.map((field) => entryOf('field', field.id, field.name));
  const others = Object.entries(TABLES_OF).flatMap(([kind, table]) =>
    Object.entries(model.facts[table]).map(([id, record]) => entryOf(kind, id, record.name)),
  );
  return [...cities, ...fields, ...others];
}

function entryOf(kind, id, names = {}, weight = 0) {
  const texts = [...new Set(Object.values(names).filter(Boolean))];
  const known = texts.length ? texts : [id];
  return { kind, id, names, weight, texts: known, folded: known.map((text) => ` ${foldText(text)}`) };
}

// The best hits: whole names, then their beginnings, then beginnings of words, then anything inside.
export function findNames(index, query, most = MOST_HITS) {
  const asked = foldText(query);
  if (!asked) return [];
  const hits = [];
  for (const entry of index) {
    const [distance, text] = nearest(entry, asked);
    if (distance < Infinity) hits.push({ ...entry, text, distance });
  }
  return hits.sort(compareHits).slice(0, most);
}

function nearest({ texts, folded }, asked) {
  let best = [Infinity, ''];
  folded.forEach((name, place) => {
    const distance = distanceTo(name, asked);
    if (distance < best[0]) best = [distance, texts[place]];
  });
  return best;
}

function distanceTo(name, asked) {
  const begun = ` ${asked}`;
  if (name === begun) return 0;
  if (name.startsWith(begun)) return 1;
  if (name.includes(begun)) return 2;
  if (asked.split(' ').every((word) => name.includes(` ${word}`))) return 3;
  return asked.length > 1 && name.includes(asked) ? 4 : Infinity;
}

const compareHits = (one, other) =>
  one.distance - other.distance ||
  KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
  other.weight - one.weight ||
  one.text.length - other.text.length ||
  (one.id < other.id ? -1 : 1);
