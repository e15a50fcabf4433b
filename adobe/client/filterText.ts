/** Signs that the filters of Adobe's lists read as operators, wildcards, quotes, or the border of two values. */
const readAsFilter = /[,!<>=~"*?]|^\s|\s$|\p{Cc}/u;

/**
 * Whether a list can be filtered by this text. No document says how one would write the others, and a filter that means
 * something else finds too little: then an object that is there is made a second time. So those are looked for in the
 * whole list.
 */
export function isFilterable(text: string): boolean {
  return text !== "" && !readAsFilter.test(text);
}
