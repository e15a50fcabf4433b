/**
 * Creates an element. Text is always set as text, so nothing in a record can become markup.
 * @param {string} name tag, with classes after dots
 * @param {object} attributes `on…` functions become listeners
 * @param {...(Node | string | number | null | undefined)} children
 */
export const el = (name, attributes = {}, ...children) => {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length > 0) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

export const time = (ms) => new Date(ms).toISOString().slice(11, 23);

/** `1 row`, `2 rows`. */
export const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const heads = { "#": "th.number", "~": "th.detail" };

const head = (text) =>
  heads[text[0]] === undefined
    ? el("th", { scope: "col" }, text)
    : el(heads[text[0]], { scope: "col" }, text.slice(1));

/** A table. A title that begins with `#` is of a column of numbers, one with `~` of a column that a narrow window hides. */
export const table = (titles, rows) =>
  el(
    "div.scroll",
    {},
    el("table", {}, el("thead", {}, el("tr", {}, ...titles.map(head))), el("tbody", {}, ...rows)),
  );

export const panel = (title, note, ...children) =>
  el(
    "section",
    { "aria-label": title },
    el("header", {}, el("h2", {}, title), el("small", {}, note)),
    ...children,
  );

export const empty = (text) => el("p.empty", {}, text);

/** A record in one line, which unfolds to all of it. */
export const record = (row, key) =>
  el(
    "details",
    { "data-key": key },
    el("summary.mono", {}, JSON.stringify(row).slice(0, 160)),
    el("pre", {}, JSON.stringify(row, null, 2)),
  );
