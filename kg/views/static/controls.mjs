// Controls: the kinds of choice that header, bar and legend offer.

import { el } from './dom.mjs';

// A row of buttons of which one is chosen; an option is {value, text, lang, hint}.
export function segments({ name, label, options, chosen, choose }) {
  return el(
    'div',
    { class: 'segments', role: 'group', 'aria-label': label },
    options.map(({ value, text, lang, hint }) =>
      el('button', {
        type: 'button',
        id: `${name}-${value}`,
        lang,
        title: hint,
        'aria-pressed': String(value === chosen),
        text,
        onclick: () => choose(value),
      }),
    ),
  );
}

// A list of which one is chosen, with its label; the meaning of the choice stands in its title.
export function chooser({ name, label, options, chosen, choose }) {
  const hint = options.find(({ value }) => value === chosen)?.hint;
  return el(
    'label',
    { class: 'choice', title: hint },
    el('span', { text: label }),
    el(
      'select',
      {
        id: name,
        'aria-label': label,
        'aria-description': hint,
        onchange: (event) => choose(event.target.value),
      },
      options.map(({ value, text, hint: title }) =>
        el('option', { value, title, selected: value === chosen, text }),
      ),
    ),
  );
}

// A button that is in or out, with the number of things that it stands for.
export function toggle({ id, pressed, count, title, onclick }, ...content) {
  return el(
    'button',
    { type: 'button', class: 'key', id, title, 'aria-pressed': String(pressed), onclick },
    content,
    el('b', { text: count }),
  );
}
