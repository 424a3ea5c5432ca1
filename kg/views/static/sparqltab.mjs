// SPARQL tab: named questions and queries of one's own, answered inside the page.

import { toCsv } from './csv.mjs';
import { byId, saveText } from './dom.mjs';
import { makeEngine } from './sparqlengine.mjs';
import { fillQuestion, fillValue, termOf, valueIn } from './sparqlfill.mjs';
import { makeForm } from './sparqlform.mjs';
import { makeShortener, textRows, toAnswerTable } from './sparqlresult.mjs';
import { resultTable, SHOWN_ROWS } from './sparqltable.mjs';
import { inspectQuery } from './sparqltokens.mjs';
import { drawQuestions, makeSparqlView, markQuestion } from './sparqlview.mjs';

const FIRST_QUESTION = 'agreed-no-programme';
const OWN = {
  name: '',
  parameters: [],
  query: `SELECT ?type (COUNT(?thing) AS ?things)
WHERE { ?thing a ?type }
GROUP BY ?type
ORDER BY DESC(?things)
`,
};

let tab = null;

export const sparqlTab = { id: 'sparql', label: (say) => say('sparql.tab'), draw: drawSparql };

// Drawn at each change of state or language; what was typed, the answer and the worker stay.
function drawSparql(root, reader) {
  tab ??= makeTab(reader);
  followReader(reader);
  if (tab.view.root.parentNode !== root) root.replaceChildren(tab.view.root);
  drawTexts();
  drawChosen();
  drawState();
}

function makeTab(reader) {
  const data = JSON.parse(byId('sparql-data').textContent);
  const made = {
    data,
    reader,
    questions: [OWN, ...data.questions],
    chosen: data.questions.find(({ name }) => name === FIRST_QUESTION) ?? OWN,
    drafts: new Map(),
    view: makeSparqlView({
      typed: takeText,
      run: runQuery,
      stop: stopQuery,
      reset: restoreText,
      save: saveAnswer,
    }),
    form: null,
    engine: makeEngine(data, hearEngine),
    state: { at: 'loading' },
    table: null,
    shorten: makeShortener(data.store.prefixes, data.bases),
  };
  setInterval(() => made.state.at === 'running' && drawStatus(), 1000);
  return made;
}

// ---- the query

const draftOf = (question) => tab.drafts.get(question) ?? freshText(question, tab.reader);

// A question's text for the page's city and language.
function freshText(question, reader) {
  const { model, state } = reader;
  return fillQuestion(question, tab.data.kinds, { city: model.focal || model.home, lang: state.lang });
}

// When the page turns to another language or city, so do queries that asked for the one before.
function followReader(reader) {
  const [before, now] = [tab.reader, reader].map(({ model, state }) => ({
    lang: state.lang,
    city: model.focal || model.home,
  }));
  const { kinds } = tab.data;
  for (const [question, text] of tab.drafts) {
    const follows = question.parameters.filter(
      ({ name, kind }) => name in now && valueIn(text, { name, kind }, kinds) === before[name],
    );
    const turn = (query, { name, kind }) => fillValue(query, name, termOf(kinds, kind, now[name]));
    tab.drafts.set(question, follows.reduce(turn, text));
  }
  tab.reader = reader;
}

function chooseQuestion(question) {
  tab.chosen = question;
  tab.table = null;
  const { at, fault } = tab.state;
  if (at === 'running') tab.engine.stop();
  tab.state = { at: at === 'running' ? 'loading' : at, fault: at === 'broken' ? fault : undefined };
  drawChosen();
  drawState();
}

function writeText(text) {
  tab.drafts.set(tab.chosen, text);
  tab.view.text.value = text;
}

function takeText() {
  tab.drafts.set(tab.chosen, tab.view.text.value);
  tab.form.sync();
}

function restoreText() {
  writeText(freshText(tab.chosen, tab.reader));
  tab.form.sync();
}

// ---- the engine

function runQuery() {
  if (tab.state.at === 'running') return;
  tab.table = null;
  const text = tab.view.text.value;
  const { fault, kind } = inspectQuery(text);
  if (fault) tab.state = { ...tab.state, fault };
  else {
    tab.engine.ask(text, kind);
    tab.state = { at: 'running', since: performance.now() };
  }
  drawState();
}

function stopQuery() {
  const seconds = (performance.now() - tab.state.since) / 1000;
  tab.engine.stop();
  tab.state = { at: 'loading', stopped: seconds };
  drawState();
}

function hearEngine(said) {
  const { at } = tab.state;
  if (said.ready) tab.loaded = said;
  if (said.ready && at === 'running') return;
  if (said.ready) tab.state = { ...tab.state, at: 'ready' };
  else if (said.fault) tab.state = afterFault(said.fault, at);
  else {
    tab.state = { at: 'ready', seconds: said.seconds, truth: said.result.boolean };
    tab.table = said.result.results ? toAnswerTable(said.result) : null;
  }
  drawState();
}

// An engine that broke down, as when memory ran out, is replaced; one that cannot be loaded is not.
function afterFault(fault, at) {
  const broke = fault.key === 'sparql.fault.engine';
  if (broke && at !== 'running') return { at: 'broken', fault };
  if (broke) tab.engine.stop();
  return { at: broke ? 'loading' : 'ready', fault };
}

function saveAnswer() {
  const name = tab.chosen.name || 'query';
  saveText(`${name}.csv`, toCsv(textRows(tab.table, tab.shorten)), 'text/csv');
}

// ---- what is shown

function drawTexts() {
  const { view, reader, data } = tab;
  const { say } = reader;
  view.heading.textContent = say('sparql.questions');
  view.list.parentNode.setAttribute('aria-label', say('sparql.questions'));
  view.label.textContent = say('sparql.query');
  view.hint.textContent = say('sparql.hint');
  view.answer.setAttribute('aria-label', say('sparql.answer'));
  for (const name of ['run', 'stop', 'reset', 'save']) view[name].textContent = say(`sparql.${name}`);
  view.foot.textContent = say('sparql.foot', { version: data.engine.version });
  drawQuestions(view, tab.questions, tab.chosen, questionTitle, reader.state.lang, chooseQuestion);
}

const questionTitle = ({ name, title }) => (name ? tab.reader.text(title) : tab.reader.say('sparql.own'));

function drawChosen() {
  const { view, chosen, reader } = tab;
  markQuestion(view, chosen.name);
  view.title.textContent = questionTitle(chosen);
  view.about.textContent = chosen.name ? reader.text(chosen.about) : reader.say('sparql.own-about');
  const text = draftOf(chosen);
  tab.drafts.set(chosen, text);
  const isOther = view.text.dataset.question !== chosen.name;
  view.text.dataset.question = chosen.name;
  if (view.text.value !== text) view.text.value = text;
  tab.form = makeForm(chosen, tab.data.kinds, reader, () => view.text.value, writeText);
  view.form.replaceChildren(...tab.form.nodes);
  if (isOther) scrollToQuery(view.text);
}

// What stands above the query, its wording and prefixes, is a look upwards away.
function scrollToQuery(node) {
  const above = /^(?:\s*(?:#|PREFIX\b).*\n|\s*\n)*/i.exec(node.value)[0].split('\n').length - 1;
  node.scrollTop = (node.scrollHeight * above) / Math.max(node.value.split('\n').length, 1);
}

function drawState() {
  const { view, state, table, reader } = tab;
  const held = document.activeElement;
  view.run.disabled = state.at === 'running' || state.at === 'broken';
  view.stop.disabled = state.at !== 'running';
  // A button that is switched off hands the focus to its counterpart.
  if (held === view.run && view.run.disabled) view.stop.focus();
  if (held === view.stop && view.stop.disabled) view.run.focus();
  view.save.hidden = !table;
  view.fault.textContent = state.fault ? faultText(state.fault, reader) : '';
  view.answer.hidden = !table?.rows.length;
  view.answer.replaceChildren(...(table?.rows.length ? [resultTable(table, tab.shorten)] : []));
  view.answer.setAttribute('aria-busy', String(state.at === 'running'));
  drawStatus();
}

function faultText({ key, token, line, column }, { say }) {
  const said = say(key, { token });
  return line ? `${say('sparql.place', { line, column })} ${said}` : said;
}

function drawStatus() {
  const { view, state } = tab;
  view.status.textContent = statusText(tab);
  view.status.dataset.at = state.at;
}

function statusText({ state, table, reader, loaded }) {
  const { say } = reader;
  const number = (value, digits) =>
    value.toLocaleString(reader.state.lang, { maximumFractionDigits: digits });
  const seconds = (value) => number(Math.max(value, 0.001), value < 0.1 ? 3 : 2);
  if (state.at === 'running')
    return say('sparql.running', { s: number((performance.now() - state.since) / 1000, 0) });
  const stopped =
    state.stopped === undefined ? '' : `${say('sparql.stopped', { s: number(state.stopped, 1) })} `;
  if (state.at === 'loading') return stopped + say('sparql.loading');
  if (state.fault) return '';
  if (state.truth !== undefined)
    return say(state.truth ? 'sparql.true' : 'sparql.false', { s: seconds(state.seconds) });
  if (!table) return stopped + say('sparql.ready', { n: number(loaded.triples), s: seconds(loaded.seconds) });
  const { length } = table.rows;
  if (!length) return say('sparql.none', { s: seconds(state.seconds) });
  const key = length === 1 ? 'sparql.row' : 'sparql.rows';
  const rows = say(key, { n: number(length), s: seconds(state.seconds) });
  return length > SHOWN_ROWS ? `${rows} ${say('sparql.part', { n: number(SHOWN_ROWS) })}` : rows;
}
