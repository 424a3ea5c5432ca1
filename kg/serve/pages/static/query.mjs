// The query page: YASGUI takes the place of the plain form. It asks this server and no other.

const form = document.getElementById('plain');
const place = document.getElementById('yasgui');
const text = document.getElementById('text');
const pick = document.getElementById('pick');
const { lang, tab } = place.dataset;
const asked = new URLSearchParams(location.search);

const { Yasgui } = window;
const free = new WeakSet(); // editors that Tab leads out of
const pack = await (await fetch(`/questions.json?lang=${lang}`)).json();

// Prefixes and classes would be looked up elsewhere: what is completed is what stands in the graph.
Yasgui.Yasqe.defaults.autocompleters = ['variables', 'graph-prefixes'];
Yasgui.Yasqe.registerAutocompleter({
  name: 'graph-prefixes',
  bulk: true,
  persistenceId: null,
  autoShow: true,
  isValidCompletionPosition: (yasqe) => /^\s*PREFIX\s+[\w-]*$/i.test(lineBefore(yasqe)),
  get: () => Object.entries(pack.prefixes).map(([name, iri]) => `${name}: <${iri}>`),
  preProcessToken: (_, token) => token,
  postprocessHints: (_, hints) => hints,
  postProcessSuggestion: (_yasqe, _token, said) => said,
}, false);

const endpoint = new URL('/sparql', location.href).href;
const yasgui = new Yasgui(place, {
  requestConfig: {
    endpoint,
    method: 'POST',
    acceptHeaderSelect: 'application/sparql-results+json',
    acceptHeaderGraph: 'text/turtle',
  },
  endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} },
  copyEndpointOnNewTab: false,
  populateFromUrl: false,
  persistenceId: null,
  yasqe: { value: text.value, createShareableLink: (yasqe) => `${location.origin}/query?${new URLSearchParams({ query: yasqe.getValue() })}` },
  yasr: { prefixes: pack.prefixes },
});

form.hidden = true;
place.hidden = false;
document.getElementById('answered').hidden = true;
const first = find(asked.get('question'));
show(first ? first.query : text.value, first ? titleOf(first) : tab);

// The list of questions opens a tab at once.
pick.form.querySelector('button').hidden = true;
pick.addEventListener('change', () => open(pick.value));
nameControls();
new MutationObserver(nameControls).observe(place, { childList: true, subtree: true });

// What is in the graph has a page here; its IRI stays what it is until it is followed.
const base = pack.prefixes.sisc.replace(/def#$/, '');
for (const kind of ['click', 'auxclick']) place.addEventListener(kind, follow, true);

function follow(event) {
  const link = event.target.closest('a[href]');
  if (link?.href.startsWith(base)) link.href = `/resource?${new URLSearchParams({ iri: link.href, lang })}`;
}

function open(name) {
  const question = find(name);
  if (!question) return;
  yasgui.addTab(true, { name: titleOf(question), yasqe: { value: question.query } });
  nameControls();
}

function find(name) {
  return pack.questions.find((one) => one.name === name);
}

function titleOf(question) {
  return question.title[lang] ?? question.title.en;
}

function show(query, name) {
  const current = yasgui.getTab();
  current.setName?.(name);
  current.setQuery?.(query);
}

function lineBefore(yasqe) {
  const { line, ch } = yasqe.getDoc().getCursor();
  return yasqe.getDoc().getLine(line).slice(0, ch);
}

// What YASGUI leaves without a name for readers of the screen, and the Tab key, which must lead out of the text.
function nameControls() {
  for (const area of place.querySelectorAll('.CodeMirror textarea')) area.setAttribute('aria-label', 'SPARQL');
  for (const size of place.querySelectorAll('.tableSizer')) size.setAttribute('aria-label', place.dataset.size);
  for (const more of place.querySelectorAll('.tabsList button:not([role])')) more.setAttribute('role', 'tab');
  for (const text of place.querySelectorAll('.CodeMirror-scroll')) text.tabIndex = 0;
  for (const head of place.querySelectorAll('thead th')) if (!head.textContent.trim()) head.textContent = '#';
  const editor = yasgui.getTab()?.getYasqe?.();
  if (!editor || free.has(editor)) return;
  free.add(editor);
  editor.addKeyMap({ Tab: false, 'Shift-Tab': false });
}
