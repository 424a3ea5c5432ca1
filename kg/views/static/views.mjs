// Views: the four questions that the network answers, and which of them what is selected can be asked. Pure.

import { hasAgencies } from './agencies.mjs';
import { agencyList, agencyTitle } from './agencyview.mjs';
import { chainList, chainTitle, fitsChain } from './chainview.mjs';
import { mapList, mapTitle } from './mapview.mjs';
import { whyList, whyTitle } from './why.mjs';

const always = () => true;

// By the name in the state: {list(reader, size), title(reader), fits(reader), none(reader)}; `none` says why it does
// not fit.
export const VIEWS = {
  why: { list: whyList, title: whyTitle, fits: always },
  map: { list: mapList, title: mapTitle, fits: always },
  chain: { list: chainList, title: chainTitle, fits: fitsChain, none: chainTitle },
  agencies: {
    list: agencyList,
    title: agencyTitle,
    fits: ({ model, state }) => hasAgencies(model, state.sel),
    none: ({ say }) => say('network.agencies-none'),
  },
};

export const viewOf = ({ state }) => VIEWS[state.net] ?? VIEWS.why;
