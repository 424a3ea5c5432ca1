// Later: a relation that came on record only after the day of the page, and the way to the year when it did.

import { fromDay, toDay } from './coverage.mjs';
import { el } from './dom.mjs';
import { heading } from './parts.mjs';
import { yearText } from './years.mjs';

export function laterPanel(reader, later) {
  const { say } = reader;
  const year = yearOfLater(reader.model, later);
  return [
    heading('', laterName(reader, later)),
    el('p', { class: 'lead', text: laterText(reader, later) }),
    year &&
      el(
        'p',
        { class: 'opener' },
        el('button', {
          type: 'button',
          class: 'small',
          'data-year': year.text,
          text: say('elsewhen.open', { year: year.name }),
        }),
      ),
  ];
}

// The name as of a column: the other city, or in a country's view both.
function laterName({ model, city }, { cities }) {
  const others = model.focal ? cities.filter((id) => id !== model.focal) : cities;
  return others.map(city).join('–');
}

export const laterText = (reader, later) =>
  reader.say('elsewhen.until', { name: laterName(reader, later), date: reader.date(later.date) });

// {name, text} of the year in which it is on record, `text` as in the state; null where the data end before.
export function yearOfLater(model, { since }) {
  if (since > toDay(model.latest)) return null;
  const name = fromDay(since).slice(0, 4);
  return { name, text: yearText({ last: Number(model.latest.slice(0, 4)) }, name) };
}
