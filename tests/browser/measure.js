// What the tests of the looks measure in the page; each gives what is wrong, by name.
({
  // Elements with text of their own that is wider than their box, or beyond the page; the matrix and
  // the rows to fill in may scroll, and what ends in an ellipsis may tell the rest in a title.
  cut: () =>
    [...document.querySelectorAll('body *')]
      .filter((node) => {
        const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
        if (!own || !node.checkVisibility() || node.closest('.scroll, noscript, script, .hidden, .skip'))
          return false;
        const box = node.getBoundingClientRect();
        if (!box.width || !box.height) return false;
        const beyond = !node.closest('#matrix') && (box.right > innerWidth + 1 || box.left < -1);
        const { display, textOverflow } = getComputedStyle(node);
        const isNamed = textOverflow === 'ellipsis' && node.closest('[title]');
        return beyond || (node.scrollWidth > node.clientWidth + 1 && display !== 'inline' && !isNamed);
      })
      .map((node) => `${node.tagName}.${node.className}: ${node.textContent.slice(0, 40)}`),

  // Pairs of texts that lie on each other, leaving out the matrix, whose headers lie over its rows.
  overlaps: () => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (
        !node.textContent.trim() ||
        !parent.checkVisibility() ||
        parent.closest('#matrix, script, noscript, .hidden, .skip, sup')
      )
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        const place = parent.closest('#panel, #bar, #legend, #network, .tab, header, footer')?.id;
        texts.push({ node, box, place, text: node.textContent.slice(0, 30) });
      }
    }
    const found = [];
    texts.forEach((one, index) =>
      texts.slice(index + 1).forEach((other) => {
        if (one.place !== other.place || one.node === other.node) return;
        const x = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const y = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (x > 2 && y > 4) found.push(`${one.text} / ${other.text}`);
      }),
    );
    return found;
  },

  // Texts below a contrast of 4.5 and signs below 3, against the nearest plain background.
  faint: () => {
    const part = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const colour = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    const behind = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        const hatch = at.matches('.sign, .pips b, .stage')
          ? null
          : style.backgroundImage.match(/rgba?\([^)]+\)/g);
        if (hatch) return colour(hatch.at(-1));
        const plain = colour(style.backgroundColor);
        if ((plain[3] ?? 1) > 0.5 && !at.matches('.sign')) return plain;
      }
      return [255, 255, 255];
    };
    const found = [];
    for (const node of document.querySelectorAll('body *')) {
      const text = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
      const sign = node.matches('.cell .sign, .swatch .sign');
      if ((!text && !sign) || node.closest('script, noscript, .hidden, .skip') || !node.checkVisibility())
        continue;
      const [a, b] = [
        light(colour(getComputedStyle(node).color)),
        light(behind(sign ? node.parentElement : node)),
      ];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < (text ? 4.5 : 3))
        found.push(`${node.className} ${node.textContent.slice(0, 20)} ${contrast.toFixed(2)}`);
    }
    return [...new Set(found)];
  },
});
