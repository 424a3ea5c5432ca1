// Place panel: a city or country that is not what the matrix looks from, and its relations on record.

import { el } from './dom.mjs';
import { heading, linkTo, section } from './parts.mjs';
import { countryOf, placesAt } from './relationmap.mjs';

const MOST_LISTED = 60;

export function elsewherePanel(reader, id) {
  const { say, model } = reader;
  const rows = placesAt(model, id).map((place) => {
    const other = model.relations[place].cities.find((city) => city !== id);
    return { name: reader.city(other), go: `city:${other}`, stage: model.stages.get(place).stage };
  });
  const country = model.facts.cities[id]?.country;
  return [
    heading(country ? reader.country(country) : '', reader.city(id)),
    el('p', { class: 'lead', text: say('place.beside', { name: reader.city(id) }) }),
    opener({ city: id }, say('place.open-city')),
    relationList(reader, rows),
  ];
}

export function countryPanel(reader, code) {
  const { say, model } = reader;
  const inside = (city) => countryOf(model, city) === code;
  const rows = [];
  for (const [place, { stage }] of model.stages) {
    const { cities, id } = model.relations[place];
    if (!cities.some(inside)) continue;
    const [one, other] = inside(cities[0]) ? cities : [...cities].reverse();
    rows.push({
      name: `${reader.city(one)}–${reader.city(other)}`,
      go: `city:${model.partners.has(id) ? id : one}`,
      stage,
    });
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
        .map(({ name, go, stage }) =>
          el('li', {}, linkTo(go, name), el('small', { text: ` ${reader.code('relation-stage', stage)}` })),
        ),
    ),
    rows.length > MOST_LISTED
      ? el('p', { class: 'muted', text: say('network.left-out', { n: rows.length - MOST_LISTED }) })
      : null,
  );
}
