// Watches a page from before its first script: notes when what is waited for was on screen. Times are
// milliseconds since navigation began (performance.timeOrigin).
(() => {
  const QUIET = 400; // milliseconds without a change after which a drawing is taken as done
  const marks = { matrix: null, ready: null, stable: null };
  const noted = new Set();
  let changed = 0;

  // The first task after the next frame: a frame callback runs before the painting of its frame.
  const afterFrame = (done) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    });

  const set = (name, now) => {
    marks[name] = now;
    console.debug(`bench: ${name}`);
  };

  const note = (name) => {
    if (noted.has(name)) return;
    noted.add(name);
    const painted = performance.getEntriesByName(PAINT).length > 0;
    if (name === 'matrix' && !painted) whenPainted((now) => set(name, now));
    else afterFrame((now) => set(name, now));
  };

  // Where nothing was painted before, the browser itself tells when the frame was on screen.
  const PAINT = 'first-contentful-paint';
  const whenPainted = (done) =>
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) if (name === PAINT) done(startTime);
    }).observe({ type: 'paint', buffered: true });

  const look = () => {
    changed = performance.now();
    if (document.querySelector('#matrix [data-id^="cell:"]')) note('matrix');
    if (document.documentElement?.dataset.ready) note('ready');
  };
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ['data-ready'] };
  new MutationObserver(look).observe(document, changes);

  // A canvas that is drawn anew is cleared first.
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    changed = performance.now();
    return clearRect.apply(this, box);
  };

  // pyvis's page keeps its network in a global variable, and draws it when it has settled.
  addEventListener('DOMContentLoaded', () =>
    globalThis.network?.once?.('stabilizationIterationsDone', () => note('stable')),
  );

  // Go to another fragment: milliseconds to the first frame after the page has dealt with it, and to the
  // last frame before nothing changes any more.
  const go = (fragment) =>
    new Promise((resolve) => {
      const start = performance.now();
      const settle = (first, last) =>
        afterFrame((now) => {
          if (now - changed > QUIET) resolve({ first: first - start, settled: last - start });
          else settle(first, changed > last ? now : last);
        });
      addEventListener('hashchange', () => afterFrame((now) => settle(now, now)), { once: true });
      location.hash = fragment;
    });

  globalThis.benchFrames = { marks, go };
})();
