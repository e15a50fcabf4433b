import { el } from "./dom.js";

/**
 * The row of tabs that choose a view.
 * @param {Record<string, { title: string, count: (model: object) => number, bad?: boolean }>} views
 */
export function renderTabs(tabs, views, { chosen, model }) {
  const hadFocus = tabs.contains(document.activeElement);
  tabs.replaceChildren(
    ...Object.entries(views).map(([name, { title, count, bad }]) => {
      const number = count(model);
      const selected = name === chosen;
      return el(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${name}`,
          "aria-selected": String(selected),
          "aria-controls": "view",
          tabindex: selected ? "0" : "-1",
          onclick: () => {
            location.hash = name;
          },
        },
        title,
        number === undefined
          ? null
          : el(bad === true && number > 0 ? "span.count.bad" : "span.count", {}, number),
      );
    }),
  );
  const selected = tabs.querySelector(`#tab-${chosen}`);
  if (hadFocus) selected.focus();
  // In a narrow window the tabs scroll: keep the selected one visible.
  const hidden = selected.offsetLeft + selected.offsetWidth - tabs.offsetLeft - tabs.clientWidth;
  tabs.scrollLeft = Math.max(hidden, 0);
}
