// Elsewhere: relations that are not on the matrix and cover a field. Pure.

import { COVERED, ranksOfRelation } from './coverage.mjs';

// A list of {relation, rank}, the highest rung first; relations stand as in the payload.
export function coveredElsewhere(model, field) {
  const shown = new Set(model.partnerList.map((partner) => partner.place));
  const found = [];
  for (const place of model.stages.keys()) {
    if (shown.has(place)) continue;
    const rank = ranksOfRelation(model.index, place, model.day, model).get(field.index) ?? 0;
    if (rank >= COVERED) found.push({ relation: model.relations[place], rank });
  }
  return found.sort((one, other) => other.rank - one.rank || (one.relation.id < other.relation.id ? -1 : 1));
}
