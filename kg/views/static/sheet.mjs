// Sheet: a drawing list as it leaves the page: with its title, a legend of what is drawn, and the scope. Pure.

import { NAMES_OF } from './filterbox.mjs';
import { textShape, wrap } from './label.mjs';
import { resolve } from './model.mjs';
import { lineShapes, listShapes, nodeShapes } from './shapes.mjs';
import { FILTERS } from './state.mjs';
import { placeName } from './title.mjs';

const MARGIN = 20;
const SAMPLE = 38; // the width of a sample in the legend
const ROW = 22;

// {width, height, shapes, title, about}; `list` is a drawing list and `heading` says what it shows.
export function sheetOf(reader, list, { heading, measure }) {
  const width = list.width + 2 * MARGIN;
  const subject = subjectOf(reader);
  const title = heading.includes(subject) ? heading : `${subject}: ${heading}`;
  const about = scopeOf(reader).join(' · ');
  const head = paragraph(title, MARGIN, { size: 15, weight: 600, step: 19, width, measure });
  const drawing = listShapes(shift(list, MARGIN, head.bottom + 6), { measure, ring: reader.state.sel });
  const legend = legendShapes(legendOf(reader, list), head.bottom + list.height + 10, { width, measure });
  const foot = paragraph(about, legend.bottom + 8, { size: 10, fill: 'muted', step: 14, width, measure });
  const height = Math.ceil(foot.bottom + MARGIN / 2);
  const ground = { kind: 'rect', x: 0, y: 0, width, height, fill: 'surface' };
  const shapes = [ground, ...head.shapes, ...drawing, ...legend.shapes, ...foot.shapes];
  return { width, height, title, about, shapes };
}

// Lines of text as wide as the sheet; `bottom` is where they end.
function paragraph(text, top, { size, weight, fill, step, width, measure }) {
  const lines = wrap(text, width - 2 * MARGIN, 4, (part) => measure(part, size, weight ?? 400));
  return {
    shapes: lines.map((line, index) =>
      textShape(line, MARGIN, top + size + index * step, { size, weight, fill }),
    ),
    bottom: top + lines.length * step,
  };
}

const shift = (list, right, down) => ({
  ...list,
  nodes: list.nodes.map((node) => ({ ...node, x: node.x + right, y: node.y + down })),
});

function subjectOf(reader) {
  const { model, state } = reader;
  const found = resolve(model, state.sel);
  if (!found || found.kind === 'focal') return placeName(reader);
  if (found.kind === 'field') return reader.field(found.field);
  if (found.kind === 'country') return reader.country(found.id);
  if (found.kind === 'elsewhere') return reader.city(found.id);
  if (found.record) return reader.thing(TABLE_OF_KIND[found.kind], found.id);
  const city = reader.partner(found.partner);
  return found.field ? reader.say('cell.title', { field: reader.field(found.field), city }) : city;
}

const TABLE_OF_KIND = { agreement: 'agreements', program: 'programs', agency: 'agencies' };

// What a file is called: from where one looks, what is selected, and the view.
export function fileNameOf({ model, state }, kind) {
  const selected = resolve(model, state.sel) ? state.sel.slice(state.sel.indexOf(':') + 1) : '';
  const place = model.country ? (model.codes.country?.[model.country]?.en ?? model.country) : model.focal;
  const parts = [place, selected === model.focal ? '' : selected, state.net].filter(Boolean);
  return `${parts
    .join('-')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .toLowerCase()}.${kind}`;
}

// What a drawing can be traced by: the data's title, from where one looks, day, evidence, filters, version,
// fingerprint and licence.
export function scopeOf(reader) {
  const { model, state, say, text, date } = reader;
  const { dataset, fingerprint, partnerList, asOf } = model;
  const title = model.home === model.focal ? text(dataset.title) : '';
  const place = placeName(reader);
  const chosen = FILTERS.flatMap((name) => state[name].map((value) => NAMES_OF[name](reader, value)));
  return [
    title,
    !title.includes(place) && place,
    partnerList.length > 0 && say('scope.as-of', { date: date(asOf) }),
    model.strict && `${say('evidence.label')}: ${say('evidence.strict')}`,
    chosen.length > 0 && `${say('filter.title')}: ${chosen.join(', ')}`,
    dataset.version && say('scope.data', { version: dataset.version }),
    fingerprint && `${say('scope.fingerprint')}: ${fingerprint}`,
    dataset.licence && `${say('scope.licence')}: ${dataset.licence}`,
  ].filter(Boolean);
}

// One item for each kind of node and of line that is drawn: its text, and `node`, `line`, or both where the
// two say the same, as a programme and the lines to its fields.
export function legendOf(reader, list) {
  const items = new Map();
  const add = (kind, things, nameOfThing) => {
    for (const { layer, look, arrow } of things) {
      const text = nameOfThing({ layer, look });
      items.set(text, { [kind]: { layer, look, arrow }, ...items.get(text), text });
    }
  };
  add('node', list.nodes, (node) => nodeName(reader, list, node));
  add('line', list.edges, ({ look }) => lineName(reader, list, look));
  return [...items.values()];
}

// What a node and what a line is called in the legend.
export function nodeName(reader, { names = {} }, { layer, look }) {
  const special = `${layer}-${look}`;
  if (OWN_NAMES.includes(special)) return names[special] ?? reader.say(`layer.${special}`);
  if (layer === 'program' && look) return `${reader.say('layer.program')}: ${reader.code('rung', look)}`;
  return (
    names[layer] ?? reader.say(layer === 'focal' && reader.model.country ? 'layer.place' : `layer.${layer}`)
  );
}

const OWN_NAMES = [
  'agreement-ended',
  'program-dropped',
  'program-missing',
  'program-weak',
  'outcome-weak',
  'outcome-gap',
  'field-gap',
];

export function lineName(reader, { names = {} }, look) {
  if (names[look]) return names[look];
  const [, stage] = /^stage-(.*)$/.exec(look ?? '') ?? [];
  if (stage) return `${reader.say('line.relation')}: ${reader.code('relation-stage', stage)}`;
  if (LINE_WORDS.includes(look)) return reader.say(`line.${look}`);
  return look ? `${reader.say('layer.program')}: ${reader.code('rung', look)}` : reader.say('line.plain');
}

const LINE_WORDS = ['gap', 'open-gap', 'agreed', 'share', 'follows', 'weak', 'dropped'];

function legendShapes(items, top, { width, measure }) {
  let [x, y] = [MARGIN, top + ROW / 2];
  const shapes = items.flatMap(({ text, node, line }) => {
    const room = SAMPLE + measure(text, 11, 400) + 16;
    if (x > MARGIN && x + room > width - MARGIN) [x, y] = [MARGIN, y + ROW];
    const ends = [x, x + SAMPLE - 6].map((end) => ({ layer: 'dot', x: end, y }));
    const sample = [
      ...(line ? lineShapes(line, ...ends) : []),
      ...(node ? nodeShapes({ ...node, x: x + SAMPLE / 2 - 3, y }) : []),
    ];
    const words = textShape(text, x + SAMPLE, y + 4);
    x += room;
    return [...sample, words];
  });
  return { shapes, bottom: y + ROW / 2 };
}
