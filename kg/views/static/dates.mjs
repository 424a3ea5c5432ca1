// Dates: a year, month or day of the record, written out in the reader's language. Pure.

// `2015-05-20`, `2015-05`, `2015`; `~` behind means about, `?` uncertain. Other text stays as it is.
export function formatDate(text, say) {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?]?)$/.exec(text ?? '');
  if (!match) return text ?? '';
  const [, year, month, day, doubt] = match;
  const values = { year, month: month && say('date.months').split(' ')[Number(month) - 1], day: Number(day) };
  const plain = say(day ? 'date.day' : month ? 'date.month' : 'date.year', values);
  if (!doubt) return plain;
  return say(doubt === '~' ? 'date.about' : 'date.uncertain', { date: plain });
}

// Order dates of different precision: an earlier one, or a coarser one of the same time, first.
export function compareDates(one, other) {
  const [a, b] = [one, other].map((text) => (text ?? '').replace(/[~?]$/, ''));
  return a < b ? -1 : a > b ? 1 : 0;
}

// The first and the last day that a date can mean; without a date, before all and after all.
export const firstDay = (text) => pad(text, '-01-01') || '0000-00-00';
export const lastDay = (text) => pad(text, '-12-31') || '9999-99-99';

function pad(text, rest) {
  const plain = (text ?? '').replace(/[~?]$/, '');
  return (
    plain && (plain.length === 7 ? `${plain}${rest.slice(3)}` : plain.length === 4 ? plain + rest : plain)
  );
}
