// Brief page: the brief of the one relation that the page holds, and nothing else.

import { briefView } from './briefview.mjs';
import { byId } from './dom.mjs';
import { dayOfYear, focusOn, makeModel } from './model.mjs';
import { makeReader } from './reader.mjs';
import { START, parseState } from './state.mjs';

const base = makeModel(JSON.parse(byId('data').textContent));
const state = { ...START, ...parseState(location.hash, base.lang), evidence: base.mode };
const model = focusOn(base, { city: base.focal, day: dayOfYear(base), strict: base.mode === 'strict' });
const reader = makeReader(model, state);
document.documentElement.lang = state.lang;
byId('brief').replaceChildren(...model.partnerList.map((partner) => briefView(reader, partner)));
document.title = byId('brief-title')?.textContent ?? document.title;
document.documentElement.dataset.ready = 'yes';
