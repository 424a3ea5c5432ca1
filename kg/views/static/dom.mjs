// DOM: elements made from text, never from markup.

// Make an element; `text` is its text, `onclick` and the like listen, other properties are attributes.
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'text') node.textContent = value;
    else if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

export const byId = (id) => document.getElementById(id);

// A rung drawn as a sign; the shape alone tells the rung, the colour repeats it.
export const sign = (look, tone) =>
  el('i', { class: `sign ${look}${tone ? ` tone-${tone}` : ''}`, 'aria-hidden': 'true' });

// Only web addresses become links: anything else could run as script.
export function safeUrl(url) {
  return /^https?:\/\//i.test(url ?? '') ? url : null;
}

// Copy a text; true if the browser let us.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // no clipboard for a file opened from disk in this browser
  }
}

function copyBySelection(text) {
  const held = document.activeElement;
  const area = el('textarea', { class: 'hidden', 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  held?.focus();
  return done;
}

export function saveText(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 5000);
}
