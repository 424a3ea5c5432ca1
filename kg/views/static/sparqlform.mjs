// Form: the inputs for a question's parameters. They showValue what stands in the query, and write into it.

import { el } from './dom.mjs';
import { fillValue, offersOf, termOf, valueIn, valuesBlocks } from './sparqlfill.mjs';
import { LANGUAGES } from './words.mjs';

const LANGUAGE_TITLES = { en: 'English', id: 'Bahasa Indonesia', ko: '한국어' };
const NEVER_ANY = ['city']; // a question of any city at all would hardly be one

// Make the inputs; `read` gives the query's text and `write` takes it. Returns {nodes, sync}.
export function makeForm(question, kinds, reader, read, write) {
  const inputs = question.parameters.map((parameter) => {
    const id = `sparql-${parameter.name}`;
    const node = parameter.kind === 'integer' ? numberInput(id) : choiceInput(id, parameter, kinds, reader);
    const change = () => {
      const term = termOf(kinds, parameter.kind, node.value);
      if (term !== null) write(fillValue(read(), parameter.name, term));
    };
    node.addEventListener(parameter.kind === 'integer' ? 'input' : 'change', change);
    return { parameter, node };
  });
  const sync = () => {
    const blocks = valuesBlocks(read());
    for (const { parameter, node } of inputs) {
      node.disabled = !blocks.has(parameter.name); // the query no longer asks for it
      showValue(node, valueIn(read(), parameter, kinds));
    }
  };
  sync();
  const named = ({ parameter, node }) =>
    el('label', { for: node.id }, el('span', { text: parameterName(parameter.name, reader) }), node);
  return { nodes: inputs.map(named), sync };
}

const numberInput = (id) => el('input', { id, type: 'number', step: 1, min: 0, inputmode: 'numeric' });

function choiceInput(id, { name, kind }, kinds, reader) {
  const offers =
    kind === 'language'
      ? LANGUAGES.map((language) => [language, LANGUAGE_TITLES[language]])
      : offersOf(kinds, kind, reader.state.lang);
  const any = kind === 'language' || NEVER_ANY.includes(name) ? [] : [['*', reader.say('sparql.any')]];
  const other = el('option', { value: '', text: reader.say('sparql.other'), hidden: true, disabled: true });
  return el(
    'select',
    { id },
    other,
    [...any, ...offers].map(([value, text]) => el('option', { value, text })),
  );
}

// A number that is being typed is left alone.
function showValue(node, value) {
  if (node.tagName === 'INPUT' && document.activeElement === node) return;
  node.value = value ?? '';
}

function parameterName(name, reader) {
  const key = `sparql.parameter.${name}`;
  return Object.hasOwn(reader.model.words, key) ? reader.say(key) : name;
}
