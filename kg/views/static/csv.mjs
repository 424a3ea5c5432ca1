// CSV: rows as text that spreadsheet programs open without harm. Pure.

// With a byte order mark, so that Korean is read as UTF-8, and a quote before what would be a formula.
export function toCsv(rows) {
  return `\ufeff${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`;
}

function cellText(value) {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
