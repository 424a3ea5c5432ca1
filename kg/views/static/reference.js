// The page holds its words in all languages; this shows one of them: that of the link, else the browser's.
'use strict';
(() => {
  const buttons = [...document.querySelectorAll('[data-language]')];
  const languages = buttons.map((button) => button.dataset.language);

  const show = (language) => {
    document.documentElement.lang = language;
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.language === language));
    }
    const title = document.querySelector(`h1 [lang="${language}"]`);
    if (title) document.title = title.textContent;
  };

  for (const button of buttons) {
    button.addEventListener('click', () => {
      show(button.dataset.language);
      const address = new URL(location.href);
      address.searchParams.set('lang', button.dataset.language);
      try {
        history.replaceState(null, '', address);
      } catch {
        // a file that may not change its address; the language is shown all the same
      }
    });
  }

  const asked = new URLSearchParams(location.search).get('lang');
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).replace('in', 'id'));
  show([asked, ...spoken].find((language) => languages.includes(language)) ?? languages[0]);
})();
