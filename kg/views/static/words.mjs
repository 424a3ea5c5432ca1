// Words: the page's texts and the labels of things, in the reader's language. Pure.

export const LANGUAGES = ['en', 'id', 'ko'];

// Say a text of the page: {name} stands for a value, {name|one|many} for a choice by number.
export function makeSay(words, language) {
  return (key, values = {}) => {
    const texts = words[key];
    if (!texts) throw new Error(`no words for ${key}`);
    return fillIn(texts[language], values);
  };
}

export function fillIn(text, values) {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    const value = values[name] ?? '';
    if (one === undefined) return value;
    return Number(value) === 1 ? one : many;
  });
}

// What a column of the matrix is called: its partner city, or in a country's view both cities.
export function partnerName(model, { id, home, city }, language) {
  const name = (key) => labelOf(model.facts.cities[key]?.name, language, key);
  return id === city ? name(city) : `${name(home)}–${name(city)}`;
}

// Choose the label in the language asked, else in another, else the last resort: an id is never hidden.
export function labelOf(texts, language, lastResort) {
  for (const choice of [language, ...LANGUAGES]) {
    if (texts?.[choice]) return texts[choice];
  }
  return lastResort;
}
