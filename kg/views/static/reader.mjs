// Reader: the model seen in one language: names, dates and codes as text. Pure.

import { formatDate } from './dates.mjs';
import { verdictKey } from './verdict.mjs';
import { labelOf, makeSay, partnerName } from './words.mjs';

export function makeReader(model, state) {
  const { lang } = state;
  const plain = makeSay(model.words, lang);
  // From a country a column is a relation, for which some texts have a form of their own.
  const say = (key, values) => plain(model.country && model.words[`${key}~`] ? `${key}~` : key, values);
  const text = (texts, lastResort = '') => labelOf(texts, lang, lastResort);
  // Strict evidence does not call absent from the record what only a weaker source supports.
  const strictKey = (key) =>
    model.strict && Object.hasOwn(model.words, `strict.${key}`) ? `strict.${key}` : key;
  const tell = (key, values) => say(strictKey(key), values);
  const reader = {
    model,
    state,
    say,
    tell,
    text,
    date: (value) => formatDate(value, say),
    code: (scheme, notation) => text(model.codes[scheme]?.[notation], notation ?? ''),
    thing: (table, id) => text(model.facts[table][id]?.name, id),
    city: (id) => text(model.facts.cities[id]?.name, id),
    partner: (partner) => partnerName(model, partner, lang),
    country: (code) => text(model.codes.country?.[code], code),
    column: (name) => text(model.columns[name], name),
    field: (field) => text(field.name, field.id),
    sentence: (cell) => tell(verdictKey(cell), { date: formatDate(cell.searched, say) }),
  };
  return { ...reader, cell: (cell) => nameCell(reader, cell) };
}

// A cell in words, for those who do not see its colour.
function nameCell(reader, cell) {
  const { say } = reader;
  const parts = [`${reader.partner(cell.partner)}, ${reader.field(cell.field)}: ${reader.sentence(cell)}`];
  if (cell.topics) parts.push(say('topics.share', { k: cell.covered, n: cell.topics }));
  if (cell.marks.includes('disputed')) parts.push(reader.code('mark', 'disputed'));
  return parts.join(' ');
}
