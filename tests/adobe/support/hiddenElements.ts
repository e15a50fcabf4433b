import { isObject } from "../../../adobe/client/json";

/** Keys below which Adobe's services have the elements of a list. */
const lists = new Set(["results", "data", "items"]);

/**
 * A list without the elements that contain a text. Catalog's list is an object, with an id for each key. Any other
 * body stays as it is.
 */
export function withoutElements(body: unknown, text: string): unknown {
  if (!isObject(body)) return body;
  const entries = Object.entries(body).filter(([key]) => text === "" || key !== text);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      lists.has(key) && Array.isArray(value)
        ? value.filter((element) => !JSON.stringify(element).includes(text))
        : value,
    ]),
  );
}
