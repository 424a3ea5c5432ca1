// Brief page: the brief of the one relation that the page holds, and nothing else.

import { drawFitted } from './brieffit.mjs';
import { briefView } from './briefview.mjs';
import { byId, el } from './dom.mjs';
import { dayOfYear, focusOn, makeModel } from './model.mjs';
import { makeReader } from './reader.mjs';
import { START, parseState } from './state.mjs';

const base = makeModel(JSON.parse(byId('data').textContent));
const state = { ...START, ...parseState(location.hash, base.lang), evidence: base.mode };
const model = focusOn(base, { city: base.focal, day: dayOfYear(base), strict: base.mode === 'strict' });
const reader = makeReader(model, state);
document.documentElement.lang = state.lang;
const place = byId('brief');
place.replaceChildren();
for (const partner of model.partnerList) {
  const sheet = el('div', {});
  place.append(sheet);
  drawFitted(sheet, (most) => briefView(reader, partner, most));
}
document.title = byId('brief-title')?.textContent ?? document.title;
document.documentElement.dataset.ready = 'yes';
