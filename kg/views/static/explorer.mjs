// Explorer: the page as it is built by default.

import { briefTab } from './brieftab.mjs';
import { start } from './main.mjs';

start([briefTab]);
