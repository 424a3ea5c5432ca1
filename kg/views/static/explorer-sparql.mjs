// Explorer with SPARQL: the entry of the second page.

import { briefTab } from './brieftab.mjs';
import { start } from './main.mjs';
import { sparqlTab } from './sparqltab.mjs';

start([briefTab, sparqlTab]);
