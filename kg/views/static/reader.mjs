// Reader: the model seen in one language: names, dates and codes as text. Pure.

import { formatDate } from './dates.mjs';
import { verdictKey } from './verdict.mjs';
import { labelOf, makeSay, partnerName } from './words.mjs';

export function makeReader(model, state) {
  const { lang } = state;
  const say = makeSay(model.words, lang);
  const text = (texts, lastResort = '') => labelOf(texts, lang, lastResort);
  const reader = {
    model,
    state,
    say,
    text,
    date: (value) => formatDate(value, say),
    code: (scheme, notation) => text(model.codes[scheme]?.[notation], notation ?? ''),
    thing: (table, id) => text(model.facts[table][id]?.name, id),
    city: (id) => text(model.facts.cities[id]?.name, id),
    partner: (partner) => partnerName(model, partner, lang),
    country: (code) => text(model.codes.country?.[code], code),
    column: (name) => text(model.columns[name], name),
    field: (field) => text(field.name, field.id),
    sentence: (cell) => say(verdictKey(cell), { date: formatDate(cell.searched, say) }),
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
