/** What stands for a secret part of a URL. */
const MASK = "****";

/** Query parameters that are not secret: the id of a dataflow opens nothing. */
const shownParameters = new Set(["x-adobe-flow-id"]);

/**
 * A webhook URL without its secrets, to recognize it by: the host, widget and event, and the dataflow of direct mode
 * stay. Each other part is masked, so a new kind of URL shows too little and never too much.
 *
 * @param shown - parts of the path to show
 */
export function masked(url: string, shown: readonly string[]): string {
  const { origin, pathname, searchParams } = new URL(url);
  const path = pathname
    .split("/")
    .map((part) => (part === "" || shown.includes(part) ? part : MASK));
  const query = [...searchParams].map(([name, value]) =>
    shownParameters.has(name) ? `${name}=${value}` : `${name}=${MASK}`,
  );
  return `${origin}${path.join("/")}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}
