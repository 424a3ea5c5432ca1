// CSV: rows as text that spreadsheet programs open without harm. Pure.

// With a byte order mark, so that Korean is read as UTF-8, and a quote before what would be a formula.
export function toCsv(rows) {
  return `\ufeff${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`;
}

// Rows as a spreadsheet program takes them from the clipboard: no heads, a tab between cells.
export function toClipboard(rows) {
  return rows.map((row) => row.map((value) => guard(value).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}

// A plain number stays one, though it may begin with a sign; wide signs are those of East Asian keyboards.
function guard(value) {
  const text = String(value ?? '');
  const isNumber = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
  return /^[=+\-@＝＋－＠\t\r\n]/.test(text) && !isNumber ? `'${text}` : text;
}

function cellText(value) {
  const safe = guard(value);
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
