// Answers with the page's own coverage of a payload: node page_coverage.mjs < question > answer.
//
// question: {data, moments: [{day, strict}], views: [{city | country, day, strict}]}
// answer: {cells, moments: [{relations, grid}], views: [counts]}; grid has a row for each relation and a
// column for each field, and names the cell by its place in `cells`, since most cells are alike.

import { readFileSync } from 'node:fs';
import { inDenominator, summarise } from '../kg/views/static/counts.mjs';
import {
  cellsOfRelation,
  indexEvidence,
  ranksOfRelation,
  relationsAt,
} from '../kg/views/static/coverage.mjs';
import { focusOn, makeModel } from '../kg/views/static/model.mjs';

const { data, moments, views } = JSON.parse(readFileSync(0, 'utf8'));
const index = indexEvidence(data);
const base = makeModel(data);
const places = new Map();

function placeOf(cell) {
  const key = JSON.stringify(cell);
  if (!places.has(key)) places.set(key, places.size);
  return places.get(key);
}

function answerMoment({ day, strict }) {
  const grid = data.relations.map((_, place) => {
    const cells = cellsOfRelation(index, place, day, { strict });
    for (const [field, rank] of ranksOfRelation(index, place, day, { strict })) {
      if (cells.get(field).rank !== rank) throw new Error(`two rungs of ${place}/${field} at ${day}`);
    }
    return data.fields.map((_field, field) => placeOf(cells.get(field)));
  });
  const relations = [...relationsAt(index, day)].map(([place, { stage, last }]) => [place, stage, last]);
  return { relations, grid };
}

function answerView({ city, country, day, strict }) {
  const model = focusOn(base, { city, country, day, strict });
  const counts = ['field', 'topic'].flatMap((level) =>
    ['scheme', 'agreed', 'peers'].map((of) => {
      const { all } = summarise(model, level, of);
      return [`${level} ${of}`, [all.of, all.covered]];
    }),
  );
  const peers = [...model.cells.values()].filter(
    (cell) => cell.field.level !== 'group' && inDenominator(model, cell, 'peers'),
  );
  return {
    counts: Object.fromEntries(counts),
    peers: peers.map(({ partner, field }) => [partner.relation, field.id]),
  };
}

const answer = { moments: moments.map(answerMoment), views: views.map(answerView) };
answer.cells = [...places.keys()].map((key) => JSON.parse(key));
process.stdout.write(JSON.stringify(answer));
