/**
 * Creates an element. Text is always set as text, so nothing in a record can become markup.
 * @param {string} name tag, with classes after dots
 * @param {object} attributes `on…` functions become listeners
 * @param {...(Node | string | number | null | undefined)} children
 */
export function el(name, attributes = {}, ...children) {
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
}

export function time(ms) {
  return new Date(ms).toISOString().slice(11, 23);
}

/** `1 row`, `2 rows`. */
export function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const heads = { "#": "th.number", "~": "th.detail" };

/** A title may be an object with a longer text for the pointer: `{ text, title }`. */
function head(given) {
  const { text, title } = typeof given === "string" ? { text: given } : given;
  return heads[text[0]] === undefined
    ? el("th", { scope: "col", title }, text)
    : el(heads[text[0]], { scope: "col", title }, text.slice(1));
}

/** A table. A title that begins with `#` is of a column of numbers, one with `~` of a column that a narrow window hides. */
export function table(titles, rows) {
  return el(
    "div.scroll",
    {},
    el("table", {}, el("thead", {}, el("tr", {}, ...titles.map(head))), el("tbody", {}, ...rows)),
  );
}

export function panel(title, note, ...children) {
  return el(
    "section",
    { "aria-label": title },
    el("header", {}, el("h2", {}, title), el("small", {}, note)),
    ...children,
  );
}

export function empty(text) {
  return el("p.empty", {}, text);
}

/** Keys of the rows that are unfolded, kept while the page is drawn again. */
const unfolded = new Set();

/**
 * A row of a table that unfolds to more, below it.
 * @param {string} key names the row while the page is drawn again
 * @param {Node[]} cells
 * @param {() => Node} more what unfolds
 */
export function unfolding(key, label, cells, more) {
  const below = el("td.unfolded", { colspan: cells.length + 1 });
  const second = el("tr", {}, below);
  const button = el("button.unfold", { type: "button", "data-key": key, "aria-label": label });
  const draw = () => {
    const isOpen = unfolded.has(key);
    button.setAttribute("aria-expanded", String(isOpen));
    second.hidden = !isOpen;
    below.replaceChildren(...(isOpen ? [more()] : []));
  };
  button.addEventListener("click", () => {
    if (!unfolded.delete(key)) unfolded.add(key);
    draw();
  });
  draw();
  return [el("tr", { "data-row": key }, el("td", {}, button), ...cells), second];
}

/** A record in one line, which unfolds to all of it. */
export function record(row, key) {
  return el(
    "details",
    { "data-key": key },
    el("summary.mono", {}, JSON.stringify(row).slice(0, 160)),
    el("pre", {}, JSON.stringify(row, null, 2)),
  );
}
