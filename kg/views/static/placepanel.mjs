// Place panel: a city or country that is not what the matrix looks from, and its relations on record.

import { el } from './dom.mjs';
import { heading, linkTo, section } from './parts.mjs';
import { turnTo } from './pick.mjs';
import { countryOf, placesAt } from './relationmap.mjs';
import { formatState } from './state.mjs';

const MOST_LISTED = 60;

export function elsewherePanel(reader, id) {
  const { say, model } = reader;
  const rows = placesAt(model, id).map((place) => {
    const other = model.relations[place].cities.find((city) => city !== id);
    return { name: reader.city(other), place, from: id, to: other };
  });
  const country = model.facts.cities[id]?.country;
  const isOnView = model.partnerList.some(({ home, city }) => id === home || id === city);
  return [
    heading(country ? reader.country(country) : '', reader.city(id)),
    el('p', {
      class: 'lead',
      text: say(isOnView ? 'place.within' : 'place.beside', { name: reader.city(id) }),
    }),
    opener({ city: id }, say('place.open-city')),
    relationList(reader, rows),
  ];
}

export function countryPanel(reader, code) {
  const { say, model } = reader;
  const inside = (city) => countryOf(model, city) === code;
  const rows = [];
  for (const place of model.stages.keys()) {
    const { cities } = model.relations[place];
    if (!cities.some(inside)) continue;
    const [one, other] = inside(cities[0]) ? cities : [...cities].reverse();
    rows.push({ name: `${reader.city(one)}–${reader.city(other)}`, place, from: one, to: other });
  }
  return [
    heading('', reader.country(code)),
    model.country === code ? null : opener({ country: code }, say('place.open-country')),
    relationList(reader, rows),
  ];
}

const opener = ({ city = '', country = '' }, text) =>
  el(
    'p',
    { class: 'opener' },
    el('button', { type: 'button', class: 'small', 'data-city': city, 'data-country': country, text }),
  );

function relationList(reader, rows) {
  const { say } = reader;
  rows.sort((one, other) => one.name.localeCompare(other.name, reader.state.lang));
  return section(
    say('place.relations', { n: rows.length }),
    rows.length ? null : el('p', { class: 'muted', text: say('place.none') }),
    el(
      'ul',
      { class: 'lines' },
      rows
        .slice(0, MOST_LISTED)
        .map((row) =>
          el('li', {}, relationLink(reader, row), el('small', { text: ` ${stageName(reader, row)}` })),
        ),
    ),
    rows.length > MOST_LISTED
      ? el('p', { class: 'muted', text: say('network.left-out', { n: rows.length - MOST_LISTED }) })
      : null,
  );
}

const stageName = ({ model, code }, { place }) => code('relation-stage', model.stages.get(place).stage);

// A relation that is a column opens at once; to any other the matrix turns, as by an address.
function relationLink({ model, state }, { name, place, from, to }) {
  const column = model.partnerList.find((partner) => partner.place === place);
  if (column) return linkTo(`city:${column.id}`, name);
  const there = { ...state, ...turnTo(model, '', { city: from }), sel: `city:${to}` };
  return el('a', { href: formatState(there, ''), text: name }); // it names its language, whatever the reader's
}
