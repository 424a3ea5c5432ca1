// Prints the files that the page would save for each gap of a city: node page_rows.mjs < {data, city, day}.

import { readFileSync } from 'node:fs';
import { toCsv } from '../kg/views/static/csv.mjs';
import { rowsToFill, searchRow } from '../kg/views/static/fill.mjs';
import { focusOn, makeModel } from '../kg/views/static/model.mjs';

const { data, city, day } = JSON.parse(readFileSync(0, 'utf8'));
const model = focusOn(makeModel(data), { city, day });
const files = [...model.cells.values()]
  .filter((cell) => cell.gap && cell.field.level !== 'group')
  .map((cell) => ({
    gap: cell.gap,
    tables: [...rowsToFill(model, cell), searchRow(model, cell)].map(({ table, known, columns, rows }) => ({
      name: `${known ? 'changed' : 'new'}-rows-${table}.csv`,
      text: toCsv([columns, ...rows]),
      rows: rows.length,
    })),
  }));
process.stdout.write(JSON.stringify(files));
