// Agencies: which offices lead what was agreed and carry what was done, by field, and where no one leads. Pure.

import { resolve, subtree } from './model.mjs';
import { isKnownAt } from './netindex.mjs';

const MOST_AGENCIES = 30; // drawn at once: those with most to do

// {agencies: ids, fields: [{id, led, agreed}], work: [{agency, field, kind, n}], leftOut}; `kind` is lead or carry.
// A field was agreed where an agreement of the relations on view names it, and is led where one names an office too.
export function agenciesOf(model, found) {
  const { partners, fields, level, agency } = scopeOfFound(model, found);
  const work = new Map();
  const shown = new Map();
  const note = (field) => {
    if (!shown.has(field)) shown.set(field, { id: field, led: false, agreed: false });
    return shown.get(field);
  };
  const add = (id, field, kind) => {
    const key = `${kind} ${id} ${field}`;
    const known = work.get(key) ?? { agency: id, field, kind, n: 0 };
    work.set(key, { ...known, n: known.n + 1 });
  };
  for (const row of commitmentsOf(model, partners)) {
    const field = fieldAt(model, row.field, { fields, level });
    const leads = (row.lead ?? []).filter((id) => !agency || id === agency);
    if (!field || (agency && !leads.length)) continue;
    const entry = note(field);
    entry.agreed = true;
    entry.led ||= leads.length > 0;
    for (const id of leads) add(id, field, 'lead');
  }
  for (const { row } of programsOfPartners(model, partners)) {
    const places = new Set(
      (row.fields ?? []).map((id) => fieldAt(model, id, { fields, level })).filter(Boolean),
    );
    const carriers = (row.agencies ?? []).filter((id) => !agency || id === agency);
    for (const field of carriers.length ? places : []) {
      note(field);
      for (const id of carriers) add(id, field, 'carry');
    }
  }
  return cut(model, [...shown.values()], [...work.values()], agency);
}

// What is on view: the relations, the fields, and whether topics stand for themselves or for their field.
function scopeOfFound(model, found) {
  const all = { partners: model.partnerList, fields: null, level: 'field', agency: null };
  const within = (field) => new Set(subtree(field).map(({ id }) => id));
  const levelOf = (field) => (field.level === 'group' ? 'field' : 'topic');
  if (found?.kind === 'agency') return { ...all, partners: null, level: 'topic', agency: found.id };
  if (found?.kind === 'city') return { ...all, partners: [found.partner] };
  if (found?.kind === 'field') return { ...all, fields: within(found.field), level: levelOf(found.field) };
  if (found?.kind === 'cell') {
    return { ...all, partners: [found.partner], fields: within(found.field), level: levelOf(found.field) };
  }
  const table = { agreement: 'agreements', program: 'programs' }[found?.kind];
  const partners = table ? model.partnerList.filter((one) => one[table].includes(found.id)) : [];
  return partners.length ? { ...all, partners } : all;
}

function fieldAt(model, id, { fields, level }) {
  const field = model.fields.get(id);
  if (!field || (fields && !fields.has(id))) return null;
  return level === 'field' && field.level === 'topic' && field.parent ? field.parent.id : id;
}

const rows = (record, table, model) => Object.entries(record).filter(([id]) => isKnownAt(model, table, id));

const listed = new WeakMap();

function commitmentsByAgreement(model) {
  const { commitments } = model.facts;
  if (!listed.has(commitments)) {
    const by = new Map();
    for (const row of Object.values(commitments))
      by.set(row.agreement, [...(by.get(row.agreement) ?? []), row]);
    listed.set(commitments, by);
  }
  return listed.get(commitments);
}

// What a council approved and no agreement names was not agreed.
function commitmentsOf(model, partners) {
  const by = commitmentsByAgreement(model);
  const agreements = partners
    ? new Set(partners.flatMap((one) => one.agreements))
    : new Set([...by.keys()].filter((id) => isKnownAt(model, 'agreements', id)));
  return [...agreements].flatMap((id) => by.get(id) ?? []).filter(({ stage }) => stage !== 'approval');
}

function programsOfPartners(model, partners) {
  const { programs } = model.facts;
  const ids = partners
    ? [...new Set(partners.flatMap((one) => one.programs))]
    : rows(programs, 'programs', model).map(([id]) => id);
  return ids.map((id) => ({ id, row: programs[id] }));
}

function cut(model, fields, work, agency) {
  const weight = new Map(agency ? [[agency, 0]] : []);
  for (const { agency: id, n } of work) weight.set(id, (weight.get(id) ?? 0) + n);
  const known = [...weight].filter(([id]) => Object.hasOwn(model.facts.agencies, id));
  known.sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
  const agencies = new Set(known.slice(0, MOST_AGENCIES).map(([id]) => id));
  const order = new Map(model.fieldList.map(({ id }, place) => [id, place]));
  return {
    agencies: [...agencies],
    fields: fields.sort((one, other) => order.get(one.id) - order.get(other.id)),
    work: work.filter(({ agency: id }) => agencies.has(id)),
    leftOut: known.length - agencies.size,
  };
}

// An agency with all that it is part of, nearest first.
export function aboveAgency(model, id) {
  const above = [];
  let next = model.facts.agencies[id]?.part_of;
  while (next && Object.hasOwn(model.facts.agencies, next) && next !== id && !above.includes(next)) {
    above.push(next);
    next = model.facts.agencies[next].part_of;
  }
  return above;
}

// What an agency leads and carries, by field: [{field, leads: [commitments], carries: [programmes]}].
export function deedsOfAgency(model, id) {
  const found = new Map();
  const at = (field) => {
    if (!found.has(field)) found.set(field, { field, leads: [], carries: [] });
    return found.get(field);
  };
  for (const row of commitmentsOf(model, null))
    if ((row.lead ?? []).includes(id)) at(row.field).leads.push(row);
  for (const { id: program, row } of programsOfPartners(model, null)) {
    if (!(row.agencies ?? []).includes(id)) continue;
    for (const field of row.fields ?? []) at(field).carries.push({ id: program, ...row });
  }
  const order = new Map(model.fieldList.map((field, place) => [field.id, place]));
  return [...found.values()].sort((one, other) => order.get(one.field) - order.get(other.field));
}

// Whether there is anything to show for what is selected.
export const hasAgencies = (model, selection) =>
  agenciesOf(model, resolve(model, selection)).agencies.length > 0;
