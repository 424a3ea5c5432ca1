// Engine: the worker in which queries run. Its script is made from the page's own data; to stop a query
// is to end the worker, and a new one loads the graph again.

// `tell` gets what the worker says: {ready, triples, seconds}, {id, result, seconds} or {id, fault}.
export function makeEngine(data, tell) {
  let worker = null;
  let asked = 0;
  const start = () => {
    const script = new Blob([data.engine.script, '\n', data.worker], { type: 'text/javascript' });
    const url = URL.createObjectURL(script);
    worker = new Worker(url);
    worker.onmessage = ({ data: said }) => {
      URL.revokeObjectURL(url);
      tell(said);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      tell({ fault: { key: 'sparql.fault.engine', token: event.message ?? '' } });
    };
    worker.postMessage({ load: data.store });
  };
  const stop = () => {
    worker.onmessage = worker.onerror = null;
    worker.terminate();
    start();
  };
  const ask = (text, kind) => {
    asked += 1;
    worker.postMessage({ id: asked, text, kind });
  };
  start();
  return { ask, stop };
}
