// Ladder: the rungs of a cell from talks to outcomes, each with what is on record, and the one that is missing.

import { el, sign } from './dom.mjs';
import { commitmentEntry, eventEntry, outcomeEntry, programEntry } from './entries.mjs';
import { RUNGS } from './coverage.mjs';
import { rankOfProgram } from './facts.mjs';
import { nextStep } from './verdict.mjs';

const STEPS = [
  {
    rank: 1,
    pick: (facts, signed) => [
      ...facts.events.map((row) => [eventEntry, row]),
      ...byAgreement(facts.commitments.filter((row) => !signed(row))),
    ],
  },
  { rank: 2, pick: (facts, signed) => byAgreement(facts.commitments.filter(signed)) },
  { rank: 3, pick: (facts, signed, model) => atRung(model, facts, [3, 0]) },
  { rank: 4, pick: (facts, signed, model) => atRung(model, facts, [4]) },
  { rank: 5, pick: (facts, signed, model) => atRung(model, facts, [5]) },
  { rank: 6, pick: (facts) => facts.outcomes.map((row) => [outcomeEntry, row]) },
];

// An agreement that names a field and its topics stands once.
const byAgreement = (commitments) =>
  [...new Set(commitments.map((row) => row.agreement))].map((id) => [
    commitmentEntry,
    commitments.filter((row) => row.agreement === id),
  ]);

const atRung = (model, facts, rungs) =>
  facts.programs
    .filter((row) => rungs.includes(rankOfProgram(model, row.id)))
    .map((row) => [programEntry, row]);

export function ladder(reader, cell, facts, cite) {
  const { agreements } = reader.model.facts;
  const signed = (row) => row.stage !== 'approval' && agreements[row.agreement]?.status === 'signed';
  const missing = nextStep(cell);
  return el(
    'ol',
    { class: 'ladder' },
    STEPS.map(({ rank, pick }) => {
      const entries = pick(facts, signed, reader.model).map(([make, row]) =>
        make(reader, row, { cite, within: cell.field }),
      );
      const state = rank === missing ? 'missing' : rank <= cell.rank || entries.length ? 'held' : 'ahead';
      const rung = RUNGS[rank];
      return el(
        'li',
        { class: `${state}${entries.length ? '' : ' bare'}` },
        el('span', { class: `swatch ${state === 'held' ? `tone-covered ${rung}` : state}` }, sign(rung)),
        el(
          'div',
          {},
          el('p', { class: 'rung', text: reader.code('rung', rung) }),
          entries,
          state === 'missing' ? el('p', { class: 'need', text: reader.tell(`none.${rung}`) }) : null,
        ),
      );
    }),
  );
}
