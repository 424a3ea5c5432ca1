// View: the parts of the SPARQL tab, made once and then written anew, so that what was typed stays.

import { el } from './dom.mjs';

// Make the parts; `acts` are called by buttons and keys: typed, run, stop, reset, save.
export function makeSparqlView(acts) {
  const button = (name) =>
    el('button', { type: 'button', id: `sparql-${name}`, class: 'small', onclick: acts[name] });
  const view = {
    heading: el('h2', {}),
    list: el('ul', { id: 'sparql-list' }),
    title: el('h2', { id: 'sparql-title' }),
    about: el('p', { class: 'sparql-about' }),
    form: el('div', { class: 'sparql-form' }),
    label: el('label', { for: 'sparql-text' }),
    text: textArea(acts),
    hint: el('p', { class: 'sparql-hint', id: 'sparql-hint' }),
    run: button('run'),
    stop: button('stop'),
    reset: button('reset'),
    status: el('p', { id: 'sparql-status', role: 'status' }),
    fault: el('p', { id: 'sparql-fault', role: 'alert' }),
    save: button('save'),
    answer: el('div', { id: 'sparql-answer', role: 'region', tabindex: '0', hidden: true }),
    foot: el('p', { class: 'sparql-foot' }),
  };
  return { ...view, root: sparqlFrame(view) };
}

function textArea({ typed, run }) {
  const node = el('textarea', {
    id: 'sparql-text',
    'aria-describedby': 'sparql-hint',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    translate: 'no',
    oninput: typed,
  });
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run();
    if (event.key === 'Escape') event.stopPropagation(); // would let go of the page's selection
  });
  return node;
}

const sparqlFrame = (view) =>
  el(
    'div',
    { class: 'sparql' },
    el('nav', { class: 'sparql-questions' }, view.heading, view.list),
    el(
      'div',
      { class: 'sparql-query' },
      view.title,
      view.about,
      view.form,
      view.label,
      view.text,
      view.hint,
      el('div', { class: 'sparql-actions' }, view.run, view.stop, view.reset, view.status, view.save),
      view.fault,
      view.answer,
      view.foot,
    ),
  );

// The list of questions, the one without a name first, the others in the order of their titles.
export function drawQuestions(view, questions, chosen, questionTitle, language, choose) {
  const [own, ...pack] = questions;
  const sorted = pack.sort((one, other) => questionTitle(one).localeCompare(questionTitle(other), language));
  const item = (question) =>
    el(
      'li',
      {},
      el('button', {
        type: 'button',
        'data-question': question.name,
        'aria-pressed': String(question === chosen),
        text: questionTitle(question),
        onclick: () => choose(question),
      }),
    );
  const top = view.list.scrollTop;
  view.list.replaceChildren(...[own, ...sorted].map(item));
  view.list.scrollTop = top;
}

// Mark the chosen question without making the list anew, so that the focus stays.
export function markQuestion(view, name) {
  for (const node of view.list.querySelectorAll('button'))
    node.setAttribute('aria-pressed', String(node.dataset.question === name));
}
