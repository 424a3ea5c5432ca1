// Year slider: turns the page back to the end of a year. It stays the same element while it is dragged.

import { el } from './dom.mjs';
import { yearStep, yearText, yearsOf } from './years.mjs';

const SLOW = 80; // ms that a draw may take for the page to follow the hand
const PAUSE = 160; // ms without a move after which a slow page is drawn
const GESTURE = 1000; // ms within which the next step belongs to the same gesture

// Make the slider; `update` is called at each draw.
export function makeYearSlider() {
  const input = el('input', { type: 'range', id: 'year', step: 1 });
  const shown = el('output', { for: 'year' });
  const now = el('button', { type: 'button', id: 'year-now', class: 'plain' });
  const label = el('span', {});
  const node = el('div', { class: 'choice year' }, el('label', { for: 'year' }, label), input, shown, now);
  const seen = { reader: null, change: null, years: null };
  const describe = () => {
    const { reader, years } = seen;
    const text = dayText(reader, yearText(years, input.value));
    shown.textContent = text;
    input.setAttribute('aria-valuetext', text);
  };
  followHand(input, () => seen, describe);
  now.addEventListener('click', () => {
    seen.change({ year: '' });
    input.focus();
  });
  const update = (reader, change) => {
    const years = yearsOf(reader.model);
    Object.assign(seen, { reader, change, years });
    node.hidden = !years || years.first === years.last;
    if (node.hidden) return;
    const { say, state } = reader;
    Object.assign(input, { min: years.first, max: years.last, value: yearStep(years, state.year) });
    label.textContent = say('context.as-of');
    now.textContent = say('year.latest');
    now.hidden = !state.year;
    describe();
  };
  return { node, update };
}

function dayText(reader, year) {
  const { latest } = reader.model;
  return reader.date(year && `${year}-12-31` < latest ? `${year}-12-31` : latest);
}

// One step of the browser's history for a gesture; a page that is slow to draw waits for the hand to rest.
function followHand(input, seen, describe) {
  let [frame, timer, cost, last, since] = [0, 0, 0, 0, ''];
  const draw = () => {
    [frame, timer] = [0, 0];
    const { change, years, reader } = seen();
    const year = yearText(years, input.value);
    if (year === reader.state.year) return;
    const started = performance.now();
    change({ year }, started - last < GESTURE && since ? 'replaceState' : 'pushState');
    since = 'begun';
    last = performance.now();
    cost = last - started;
  };
  input.addEventListener('input', () => {
    describe();
    clearTimeout(timer);
    if (cost > SLOW) timer = setTimeout(draw, PAUSE);
    else frame ||= requestAnimationFrame(draw);
  });
  input.addEventListener('change', () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    draw();
  });
  input.addEventListener('pointerdown', () => (since = ''));
  input.addEventListener('pointermove', () => since && (last = performance.now()));
}
