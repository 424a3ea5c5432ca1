// Pick: the cities and countries from which the matrix can look, and what stays selected on the way. Pure.

const MOST_CITIES = 150; // that a list shows; the search finds the others

const tallied = new WeakMap();

// The cities with the most relations first, those on view always among them, and all countries:
// {cities: [{id, n}], countries: [{id, n}]}, where n counts relations whatever their date. A page that holds
// only some relations would show others as nearly empty, and offers its own city alone.
export function placesToPick(model) {
  if (!model.whole) return { cities: [{ id: model.home, n: model.relations.length }], countries: [] };
  if (!tallied.has(model.places)) tallied.set(model.places, countPlaces(model));
  const { cities, countries } = tallied.get(model.places);
  const always = new Set([model.focal, model.home]);
  const shown = cities.filter(({ id }, rank) => rank < MOST_CITIES || always.has(id));
  return { cities: shown, countries };
}

function countPlaces(model) {
  const cities = [...model.places].map(([id, places]) => ({ id, n: places.length }));
  const relations = new Map();
  for (const [city, places] of model.places) {
    const country = model.facts.cities[city]?.country;
    if (!country) continue;
    if (!relations.has(country)) relations.set(country, new Set());
    places.forEach((place) => relations.get(country).add(place));
  }
  const countries = [...relations].map(([id, places]) => ({ id, n: places.size }));
  const most = (one, other) => other.n - one.n || (one.id < other.id ? -1 : 1);
  return { cities: cities.sort(most), countries: countries.sort(most) };
}

// The part of the state that turns the matrix to a city or country. Countries and types of the old
// columns would hide the new ones.
export function turnTo(model, selection, { city = '', country = '' }) {
  const view = { city: city === model.home ? '' : city, country };
  return { ...view, sel: carryOver(model, selection, { city, country }), countries: [], types: [] };
}

// A selected relation is called otherwise from elsewhere; what cannot be seen from there is let go.
export function carryOver(model, selection, { city, country }) {
  const [, kind, column, field] = /^(cell|city):([^/]*)(?:\/(.*))?$/s.exec(selection) ?? [];
  if (!kind) return selection;
  const partner = model.partners.get(column);
  const name = partner && nameFrom(model, partner, { city, country });
  return name ? `${kind}:${kind === 'cell' ? `${name}/${field}` : name}` : '';
}

function nameFrom(model, { home, city: other, relation }, { city, country }) {
  if (!country) return city === home ? other : city === other ? home : '';
  const there = [home, other].some((one) => model.facts.cities[one]?.country === country);
  return there ? relation : '';
}
