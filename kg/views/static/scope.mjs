// Scope: what the data are, on what day and by what rules they were counted, and how to cite them.

import { byId, el, safeUrl } from './dom.mjs';

const addressOf = (url) =>
  safeUrl(url)
    ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', text: url })
    : el('span', { text: url });

export function drawScope(reader) {
  const { say, model } = reader;
  const { dataset } = model;
  const dated = model.partnerList.length > 0; // with nothing on record there is no day to speak of
  const short = [
    dated && say('scope.as-of', { date: reader.date(model.asOf) }),
    dataset.version && say('scope.data', { version: dataset.version }),
  ];
  byId('scope').replaceChildren(
    el(
      'details',
      { open: byId('scope').querySelector('details')?.open },
      el(
        'summary',
        {},
        el('strong', { text: say('scope.title') }),
        el('span', { text: short.filter(Boolean).join(' · ') }),
      ),
      el(
        'dl',
        {},
        scopeRows(reader, dated).map(([name, value]) =>
          el('div', {}, el('dt', { text: name }), el('dd', {}, value)),
        ),
      ),
    ),
  );
}

function scopeRows(reader, dated) {
  const { say, model, state } = reader;
  const { dataset } = model;
  const columns =
    model.leftOut && say('matrix.left-out', { n: model.partnerList.length, rest: model.leftOut });
  const rows = [
    [say('context.as-of'), dated && reader.date(model.asOf)],
    [say('of.label'), meaning(say, 'of', state.of || 'usual')],
    [say('evidence.label'), meaning(say, 'evidence', state.evidence)],
    [say('scope.version'), dataset.version],
    [say('scope.fingerprint'), model.fingerprint],
    [say('scope.searches'), searchesText(reader)],
    [say('scope.partial'), !model.whole && say('scope.partial-text', { city: reader.city(model.home) })],
    [say('scope.columns'), columns],
    [say('scope.rule'), reader.text(dataset.scope)],
    [say('scope.counting'), say('scope.counting-text')],
    [say('scope.absence'), say('scope.absence-text')],
    [say('scope.licence'), dataset.licence && addressOf(dataset.licence)],
    [say('scope.citation'), dataset.citation],
    [say('scope.homepage'), dataset.homepage && addressOf(dataset.homepage)],
    [say('scope.ground'), say('scope.ground-text')],
  ];
  return rows.filter(([, value]) => value);
}

// What is chosen, and what that means.
const meaning = (say, name, value) => `${say(`${name}.${value}`)}: ${say(`means.${value}`)}`;

function searchesText({ say, model, date }) {
  const days = Object.values(model.facts.searches).map((row) => row.on);
  if (!days.length) return say('context.never');
  return say('scope.searched', { n: days.length, date: date(days.sort().at(-1)) });
}
