// Years: the days to which the matrix can be turned back. Pure.

import { fromDay, toDay } from './coverage.mjs';

const EARLIEST = toDay('0001-01-01'); // before it lies what was always so

// The first year of which anything counts in the view, and the year of the data; null where there is none.
export function yearsOf(model) {
  if (!model.latest) return null;
  let first = Infinity;
  const take = (day) => {
    if (day > EARLIEST && day < first) first = day;
  };
  for (const place of placesInView(model)) {
    for (const [, , since] of model.links[place]) take(since);
    for (const [, , , , since] of model.index.rows[place]) take(since);
  }
  const last = Number(model.latest.slice(0, 4));
  if (first === Infinity) return null;
  return { first: Math.min(Number(fromDay(first).slice(0, 4)), last), last };
}

function placesInView(model) {
  if (!model.country) return model.places.get(model.focal) ?? [];
  const inCountry = (city) => model.facts.cities[city]?.country === model.country;
  return [...model.places].flatMap(([city, places]) => (inCountry(city) ? places : []));
}

// The last step is the day of the data, and is written as no year at all.
export const yearText = ({ last }, step) => (Number(step) >= last ? '' : String(step));
export const yearStep = ({ first, last }, year) =>
  year ? Math.max(first, Math.min(Number(year), last)) : last;
