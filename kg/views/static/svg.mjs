// SVG: a sheet as the text of a drawing that stands alone. Pure; everything from the data is escaped.

import { FONT } from './label.mjs';

// Write a sheet; `colour` gives the value of a colour's name, `lang` is the language of its words.
export function toSvg({ width, height, shapes, title, about }, { colour, lang }) {
  const [wide, high] = [roundOff(width), roundOff(height)];
  const root = attributes({
    xmlns: 'http://www.w3.org/2000/svg',
    'xml:lang': lang,
    role: 'img',
    width: wide,
    height: high,
    viewBox: `0 0 ${wide} ${high}`,
    'font-family': FONT,
  });
  return [
    `<svg${root}>`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(about)}</desc>`,
    ...shapes.map((shape) => WRITERS[shape.kind](shape, strokeAndFill(shape, colour))),
    '</svg>\n',
  ].join('\n');
}

const WRITERS = {
  disc: ({ x, y, radius }, paint) =>
    writeTag('circle', { cx: roundOff(x), cy: roundOff(y), r: roundOff(radius), ...paint }),
  rect: ({ x, y, width, height }, paint) => {
    const [left, top, wide, high] = [x, y, width, height].map(roundOff);
    return writeTag('rect', { x: left, y: top, width: wide, height: high, ...paint });
  },
  polygon: ({ points }, paint) => writeTag('polygon', { points: points.map(pairOf).join(' '), ...paint }),
  wedge: (shape, paint) => writeTag('path', { d: wedgePath(shape), ...paint }),
  line: ({ from, to, bend }, paint) =>
    writeTag('path', { d: `M${pairOf(from)}${bend ? `Q${pairOf(bend)} ` : 'L'}${pairOf(to)}`, ...paint }),
  text: ({ x, y, text, size, weight, anchor }, paint) => {
    const set = {
      x: roundOff(x),
      y: roundOff(y),
      'font-size': size,
      'font-weight': weight,
      'text-anchor': anchor,
    };
    return `<text${attributes({ ...set, ...paint })}>${escapeXml(text)}</text>`;
  },
};

function wedgePath({ x, y, radius, share }) {
  const angle = (share - 0.25) * 2 * Math.PI;
  const end = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  const arc = `A${roundOff(radius)} ${roundOff(radius)} 0 ${share > 0.5 ? 1 : 0} 1 ${pairOf(end)}`;
  return `M${pairOf([x, y])}L${pairOf([x, y - radius])}${arc}Z`;
}

function strokeAndFill({ kind, fill, stroke, thick, dash }, colour) {
  return {
    fill: fill ? colour(fill) : 'none',
    ...(stroke && kind !== 'text' && { stroke: colour(stroke), 'stroke-width': thick }),
    ...(dash && { 'stroke-dasharray': dash.join(' ') }),
  };
}

const writeTag = (name, values) => `<${name}${attributes(values)}/>`;

const attributes = (values) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');

const roundOff = (number) => Math.round(number * 100) / 100;
const pairOf = ([x, y]) => `${roundOff(x)},${roundOff(y)}`;

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// Make a text safe in XML, which moreover forbids most control characters and half a pair of surrogates.
export function escapeXml(text) {
  return String(text)
    .replace(FORBIDDEN, '')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
