// Title: what the page is called, from where its matrix looks. Pure.

export const placeName = (reader) =>
  reader.model.country ? reader.country(reader.model.country) : reader.city(reader.model.focal);

// What is said where the matrix has no column: the data are empty, or nothing is on record on that day.
export const nothingText = ({ say, model }) => say(model.relations.length ? 'place.none' : 'empty');

// The data set's own title where it is about the city on view.
export function titleOf(reader) {
  const { say, model } = reader;
  const own = model.home === model.focal ? reader.text(model.dataset.title) : '';
  return own || say('title.default', { city: placeName(reader) });
}
