// Paint: shapes on a canvas, in the colours of the style sheet.

import { FONT } from './label.mjs';

const FULL = 2 * Math.PI;

// Colours as the style sheet has them now, light or dark.
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const known = new Map(); // asking the style anew for each of a thousand shapes takes a while
  return (name) => {
    if (!known.has(name)) known.set(name, style.getPropertyValue(`--${name}`).trim());
    return known.get(name);
  };
}

// The light colours, whatever the theme: for what leaves the page. They are the sheet's first rule of :root.
export function lightColours() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const { style } = rules.find((rule) => rule.selectorText === ':root');
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

const fontOf = (size, weight) => `${weight} ${size}px ${FONT}`;

// How wide the browser sets a text.
export function makeMeasure() {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size, weight) => {
    context.font = fontOf(size, weight);
    return context.measureText(text).width;
  };
}

export function paintShapes(context, shapes, colour) {
  for (const shape of shapes) {
    context.save();
    if (shape.kind === 'text') paintText(context, shape, colour);
    else paintPath(context, shape, colour);
    context.restore();
  }
}

function paintText(context, { x, y, text, size, weight, anchor, fill }, colour) {
  context.font = fontOf(size, weight);
  context.textAlign = anchor === 'middle' ? 'center' : 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = colour(fill);
  context.fillText(text, x, y);
}

function paintPath(context, shape, colour) {
  context.beginPath();
  PATHS[shape.kind](context, shape);
  if (shape.fill) {
    context.fillStyle = colour(shape.fill);
    context.fill();
  }
  if (!shape.stroke) return;
  context.strokeStyle = colour(shape.stroke);
  context.lineWidth = shape.thick;
  context.setLineDash(shape.dash ?? []);
  context.stroke();
}

const PATHS = {
  disc: (context, { x, y, radius }) => context.arc(x, y, radius, 0, FULL),
  rect: (context, { x, y, width, height }) => context.rect(x, y, width, height),
  polygon: (context, { points }) => {
    points.forEach(([x, y]) => context.lineTo(x, y));
    context.closePath();
  },
  wedge: (context, { x, y, radius, share }) => {
    context.moveTo(x, y);
    context.arc(x, y, radius, -FULL / 4, FULL * (share - 0.25));
    context.closePath();
  },
  line: (context, { from, to, bend }) => {
    context.moveTo(...from);
    if (bend) context.quadraticCurveTo(...bend, ...to);
    else context.lineTo(...to);
  },
};

// A sheet as a picture, at twice its size so that it stays sharp on paper.
export function toPng({ width, height, shapes }, colour) {
  const canvas = document.createElement('canvas');
  const sharp = Math.min(2, LARGEST / Math.max(width, height));
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(height * sharp);
  const context = canvas.getContext('2d');
  context.scale(sharp, sharp);
  paintShapes(context, shapes, colour);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

const LARGEST = 12000; // pixels; browsers refuse a larger canvas
