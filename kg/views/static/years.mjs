// Years: the days to which the matrix can be turned back. Pure.

import { fromDay } from './coverage.mjs';

// The first year of which anything counts in the view, and the year of the data; null where there is none.
export function yearsOf(model) {
  if (!model.latest) return null;
  const days = placesInView(model).flatMap((place) => [
    ...model.links[place].map((row) => row[2]),
    ...model.index.rows[place].map((row) => row[4]),
  ]);
  const first = days.filter((day) => fromDay(day)).reduce((one, other) => Math.min(one, other), Infinity);
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
