import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toDay } from '../../kg/views/static/coverage.mjs';
import { focusOn, makeModel } from '../../kg/views/static/model.mjs';
import { makeReader } from '../../kg/views/static/reader.mjs';
import { fileNameOf, legendOf, scopeOf, sheetOf } from '../../kg/views/static/sheet.mjs';
import { escapeXml, toSvg } from '../../kg/views/static/svg.mjs';
import { whyList } from '../../kg/views/static/why.mjs';
import { payload, reader, state } from './fixture.mjs';

const readerOf = (data, part) => {
  const base = makeModel(data);
  return makeReader(focusOn(base, { city: 'home', day: toDay(data.asOf) }), state(part));
};

const SIZE = { width: 960, height: 380, grow: true };
const measure = (text, size) => text.length * size * 0.6;
const colour = (name) => `(${name})`;

function svgOf(one, heading = 'What stands behind it') {
  const sheet = sheetOf(one, whyList(one, SIZE), { heading, measure });
  return { sheet, svg: toSvg(sheet, { colour, lang: one.state.lang }) };
}

// Enough of XML to find a fault: every tag is closed in its turn, and no sign stands that must be escaped.
function tagsOf(svg) {
  const open = [];
  const names = [];
  for (const [, closing, name, values, empty] of svg.matchAll(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<>]*")*)(\/?)>/g,
  )) {
    if (closing) assert.equal(open.pop(), name);
    else if (!empty) open.push(name);
    if (!closing) names.push(name);
    assert.ok(!/&(?!(?:amp|lt|gt|quot|#39);)/.test(values));
  }
  assert.deepEqual(open, []);
  assert.equal(svg.replaceAll(/<[^<>]*>/g, '').match(/[<>]/), null);
  return names;
}

test('a sheet holds every node, its lines, a title, a legend and the scope', () => {
  const { sheet, svg } = svgOf(reader({ sel: 'cell:alpha/festivals' }));
  const names = tagsOf(svg);
  for (const label of ['Home', 'Alpha', 'loi', 'Field festivals', 'Field g'])
    assert.ok(svg.includes(`>${label}<`));
  assert.ok(svg.includes('<title>Field festivals with Alpha: What stands behind it</title>'));
  assert.ok(svg.includes('>Field or topic not covered<') && svg.includes('>Gap<'));
  assert.ok(svg.includes('stroke-dasharray="6 4"'));
  assert.ok(
    sheet.about.includes('Example · Home · as of 31 January 2026') &&
      svg.includes(`<desc>${sheet.about}</desc>`),
  );
  assert.ok(names.includes('circle') && names.includes('polygon') && names.includes('path'));
  assert.ok(!/script|style=|href/.test(svg));
});

test('nothing stands outside the sheet, which has a ground', () => {
  for (const sel of ['', 'city:alpha', 'field:culture', 'program:fair', 'agreement:loi']) {
    const { shapes, width, height } = svgOf(reader({ sel })).sheet;
    assert.deepEqual(shapes[0], { kind: 'rect', x: 0, y: 0, width, height, fill: 'surface' });
    for (const { x, y } of shapes.filter((shape) => shape.kind === 'text')) {
      assert.ok(x > 0 && x < width && y > 0 && y < height, sel);
    }
  }
});

test('the legend names what is drawn, once, and nothing else', () => {
  const one = reader({ sel: 'city:alpha' });
  const texts = legendOf(one, whyList(one, SIZE)).map(({ text }) => text);
  assert.equal(new Set(texts).size, texts.length);
  assert.ok(texts.includes('From an earlier agreement to a later one') && texts.includes('Agreement'));
  assert.ok(texts.includes('Relation: agreed') && texts.includes('Programme: planned'));
  assert.ok(!texts.some((text) => /Outcome|Agency|Country/.test(text)));
});

test('a view may name its kinds otherwise', () => {
  const list = {
    nodes: [{ layer: 'dot' }],
    edges: [{ look: 'share' }],
    names: { dot: 'Place', share: 'Twins' },
  };
  assert.deepEqual(
    legendOf(reader(), list).map(({ text }) => text),
    ['Place', 'Twins'],
  );
});

test('the scope names day, version, fingerprint and licence where there are any', () => {
  const data = payload();
  data.dataset = { title: { en: 'Cities' }, version: '1.2', licence: 'https://example.org/by' };
  data.fingerprint = 'abc';
  const one = readerOf(data);
  assert.deepEqual(scopeOf(one), [
    'Cities',
    'Home',
    'as of 31 January 2026',
    'data 1.2',
    'Fingerprint of the data: abc',
    'Licence: https://example.org/by',
  ]);
  assert.ok(svgOf(one).svg.includes('Licence: https://example.org/by'));
});

test('the scope names strict evidence and the filters, the title the country looked at', () => {
  const data = payload();
  const base = makeModel(data);
  const day = toDay(data.asOf);
  const strict = makeReader(focusOn(base, { city: 'home', day, strict: true }), state({ groups: ['g'] }));
  assert.ok(scopeOf(strict).some((text) => text === `Evidence: ${strict.say('evidence.strict')}`));
  assert.ok(scopeOf(strict).includes('Filter: Field g'));
  const country = makeReader(focusOn(base, { country: 'KR', day }), state({ country: 'KR' }));
  assert.equal(svgOf(country).sheet.title, 'KR: What stands behind it');
  assert.equal(scopeOf(country)[0], 'KR');
  assert.ok(legendOf(country, whyList(country, SIZE)).some(({ text }) => text === 'City'));
});

test('a file is called by what it shows', () => {
  const name = (part) => fileNameOf(reader(part), 'svg');
  assert.equal(name({ net: 'map' }), 'home-map.svg');
  assert.equal(name({ sel: 'city:home' }), 'home-why.svg');
  assert.equal(name({ sel: 'cell:alpha/festivals' }), 'home-alpha-festivals-why.svg');
  assert.equal(name({ sel: '../../no such thing' }), 'home-why.svg');
});

test('hostile labels stay text, in every language', () => {
  const hostile = `<script>alert("1")</script> & 'x' ]]> <!--\u0000\u000b\ud800`;
  const data = payload();
  data.facts.cities.alpha.name = { en: hostile };
  data.dataset.title = { en: hostile };
  data.fields[2].name = { en: hostile };
  for (const lang of ['en', 'id', 'ko']) {
    const { svg } = svgOf(readerOf(data, { lang, sel: 'cell:alpha/festivals' }), hostile);
    assert.ok(!tagsOf(svg).includes('script'));
    assert.ok(svg.includes('&lt;script&gt;') && !/[\u0000\u000b]|\ud800/.test(svg));
  }
});

test('escaping keeps letters and pairs of surrogates', () => {
  assert.equal(escapeXml('협정 😀 \u0001\udc00a'), '협정 😀 a');
  assert.equal(escapeXml(`"&'<>`), '&quot;&amp;&#39;&lt;&gt;');
  assert.equal(escapeXml(3), '3');
});

test('the sheet takes its colours from the sheet of styles, all of which it has', () => {
  const css = readFileSync(new URL('../../kg/views/static/theme.css', import.meta.url), 'utf8');
  const named = new Set([...css.matchAll(/--([\w-]+):/g)].map(([, name]) => name));
  const { shapes } = svgOf(reader()).sheet;
  const used = new Set(shapes.flatMap(({ fill, stroke }) => [fill, stroke]).filter(Boolean));
  for (const name of used) assert.ok(named.has(name), name);
});
