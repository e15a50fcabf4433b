import { createFreshness, remember } from "./keep.js";
import { createPresses } from "./presses.js";
import { secretForm } from "./secretForm.js";
import { renderTabs } from "./tabs.js";

function byId(id) {
  return document.getElementById(id);
}

/** The keys of every page: digits choose a view, arrows move between them, `/` filters, Escape clears. */
function listenToKeys(names, current, setFilter) {
  const choose = (name) => {
    location.hash = name;
  };
  addEventListener("keydown", (event) => {
    const field = byId("filter");
    const typing = /^(INPUT|TEXTAREA|SELECT)$/u.test(event.target.tagName ?? "");
    if (event.key === "Escape" && event.target === field) {
      field.value = "";
      field.blur();
      setFilter("");
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") !== null) return;
    if (event.key === "/") {
      event.preventDefault();
      field.focus();
    }
    if (names[Number(event.key) - 1] !== undefined) choose(names[Number(event.key) - 1]);
    if (byId("tabs").contains(event.target) && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      const step = event.key === "ArrowRight" ? 1 : names.length - 1;
      choose(names[(names.indexOf(current()) + step) % names.length]);
    }
  });
}

/**
 * A page of views: tabs, filter, keys, and the form for the secret. It is drawn from a state that is loaded as a whole.
 * @param {object} options
 * @param {object} options.views the views by key, each with `title`, `count(model)` and `show(model)`
 * @param {(state: object, filter: string) => object} options.model what the views get
 * @param {(state: object) => void} [options.onRender] draws what is outside of the views
 * @param {{ label: string, hint: string }} options.secret texts of the form for the secret
 * @param {(secret: string) => void} options.useSecret
 */
export function createPage({ views, model, onRender = () => {}, secret, useSecret }) {
  const names = Object.keys(views);
  const freshness = createFreshness();
  const presses = createPresses();
  let state = null;
  let filter = "";
  const current = () =>
    names.includes(location.hash.slice(1)) ? location.hash.slice(1) : names[0];

  const render = () => {
    if (state === null) return;
    onRender(state);
    const given = model(state, filter);
    renderTabs(byId("tabs"), views, { chosen: current(), model: given });
    const view = byId("view");
    const restore = remember(view);
    view.setAttribute("aria-labelledby", `tab-${current()}`);
    view.setAttribute("role", "tabpanel");
    view.replaceChildren(...views[current()].show(given));
    restore();
    freshness.mark(view);
  };
  const setFilter = (text) => {
    filter = text;
    render();
  };

  byId("filter").addEventListener("input", ({ target }) => setFilter(target.value));
  addEventListener("hashchange", () => {
    freshness.forget();
    render();
    scrollTo(0, 0);
  });
  listenToKeys(names, current, setFilter);

  return {
    render,
    forget: freshness.forget,
    setState: (loaded) => {
      presses.afterwards(() => {
        state = loaded;
        render();
      });
    },
    showSecretForm: () => {
      state = null;
      const { form, input } = secretForm(secret, useSecret);
      byId("view").replaceChildren(form);
      input.focus();
    },
    setLive: (text, isOn) => {
      const live = byId("live");
      if (live.textContent !== text) live.textContent = text;
      live.className = isOn ? "on" : "";
    },
  };
}
