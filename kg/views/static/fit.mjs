// Fit: what a fragment asks for, held to what the data hold. Pure.

import { ASIDES, LOOKS } from './filter.mjs';
import { NAMED } from './state.mjs';
import { yearStep, yearText, yearsOf } from './years.mjs';

// Drop from a state the places, choices and rows that the data lack, and turn its year to one of the slider's.
export function fitState(base, state) {
  const known = knownOf(base);
  const fitted = { ...state };
  for (const [name, values] of Object.entries(known.lists)) fitted[name] = onlyKnown(state[name], values);
  if (Array.isArray(state.open)) fitted.open = onlyKnown(state.open, base.fields);
  if (!base.places.has(state.city)) fitted.city = '';
  if (!known.places.has(state.country)) fitted.country = '';
  return { ...fitted, year: fitYear(base, fitted) };
}

const onlyKnown = (values, known) => [...new Set(values)].filter((value) => known.has(value));

const remembered = new WeakMap(); // by data, which never change

function knownOf(base) {
  if (!remembered.has(base)) remembered.set(base, gatherKnown(base));
  return remembered.get(base);
}

function gatherKnown({ fields, fieldList, places, facts, codes }) {
  const countries = new Set([...places.keys()].map((id) => facts.cities[id]?.country).filter(Boolean));
  const lists = {
    looks: new Set(LOOKS),
    gaps: new Set([...Object.keys(codes.gap ?? {}), ...ASIDES]),
    named: new Set(NAMED),
    groups: new Set(fieldList.filter((field) => !field.parent).map(({ id }) => id)),
    countries,
    types: new Set(Object.values(facts.parties).map((party) => party.relation_type)),
    shut: fields,
  };
  return { places: countries, lists };
}

// Years are of the view: what one city has on record may begin before, or after, what another has.
function fitYear(base, { city, country, year }) {
  if (!year) return '';
  const years = yearsOf({ ...base, focal: city || base.focal, country });
  return years ? yearText(years, yearStep(years, year)) : '';
}
