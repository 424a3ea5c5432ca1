// Brief fit: the largest letters with which a brief fills one sheet of A4 and, if need be, shorter lists.

const SIZES = [13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9];
const SMALLEST = SIZES.at(-1);
const LONGEST = [Infinity, 20, 12, 8, 5, 3, 2, 1];
// What is left of A4 within margins of 12 mm, less some room for letters drawn otherwise on paper.
const HEIGHT = (264 / 25.4) * 96;

// Put into `place`, which must be on screen, what `make` draws with lists of at most so many lines.
export function drawFitted(place, make) {
  for (const most of LONGEST) {
    const article = make(most);
    place.replaceChildren(article);
    if (fits(article)) return;
  }
}

function fits(article) {
  article.classList.add('measured');
  const size = SIZES.find((one) => heightAt(article, one) <= HEIGHT);
  article.classList.remove('measured');
  article.style.setProperty('--brief-size', `${size ?? SMALLEST}px`);
  return Boolean(size);
}

function heightAt(article, size) {
  article.style.setProperty('--brief-size', `${size}px`);
  return article.offsetHeight;
}
