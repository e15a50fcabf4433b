import { follow, keepSecret, request, SecretNeeded } from "./connection.js";
import { counted, el } from "./dom.js";
import { views } from "./views.js";

const byId = (id) => document.getElementById(id);
const names = Object.keys(views);

let state = null;
let sandboxName = null;
let filter = "";
let draft = '{"match":{"path":"/collection/*","nth":3},"do":{"status":503}}';
let problem = "";
let seen = null;

const current = () => (names.includes(location.hash.slice(1)) ? location.hash.slice(1) : names[0]);

const send = async (method, path, body) => {
  try {
    const response = await request(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    problem = response.ok ? "" : ((await response.json()).error ?? `HTTP ${response.status}`);
    await load();
  } catch (error) {
    if (!(error instanceof SecretNeeded)) throw error;
    showSecretForm();
  }
};

const act = {
  get draft() {
    return draft;
  },
  get problem() {
    return problem;
  },
  keepDraft: (text) => {
    draft = text;
  },
  addFault: (rule) => send("POST", "faults", rule),
  removeFault: (id) => send("DELETE", `faults/${id}`),
  assume: (name, value) => send("PATCH", "assumptions", { [name]: value }),
  addOwn: (text) => {
    try {
      return send("POST", "faults", JSON.parse(text));
    } catch (error) {
      problem = error.message;
      return render();
    }
  },
};

/** Remembers focus and unfolded records; the function it returns puts them back into a view drawn again. */
const remember = () => {
  const view = byId("view");
  const focused = document.activeElement?.closest?.("#view [data-key]")?.dataset.key;
  const open = new Map(
    [...view.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]),
  );
  return () => {
    for (const details of view.querySelectorAll("details[data-key]")) {
      details.open = open.get(details.dataset.key) ?? details.open;
    }
    if (focused === undefined) return;
    const place = view.querySelector(`[data-key="${CSS.escape(focused)}"]`);
    // The focused element may be gone (a removed rule); then the view gets the focus.
    (place?.querySelector("summary") ?? place ?? view).focus();
  };
};

const model = () => ({
  ...state,
  sandbox: state.sandboxes.find(({ name }) => name === sandboxName) ?? state.sandboxes[0],
  filter,
  act,
});

const renderTabs = () => {
  const tabs = byId("tabs");
  const hadFocus = tabs.contains(document.activeElement);
  tabs.replaceChildren(
    ...names.map((name) => {
      const { title, count, bad } = views[name];
      const number = count(model());
      const selected = name === current();
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
        el(bad === true && number > 0 ? "span.count.bad" : "span.count", {}, number),
      );
    }),
  );
  const chosen = byId(`tab-${current()}`);
  if (hadFocus) chosen.focus();
  // In a narrow window the tabs scroll: keep the selected one visible.
  const hidden = chosen.offsetLeft + chosen.offsetWidth - tabs.offsetLeft - tabs.clientWidth;
  tabs.scrollLeft = Math.max(hidden, 0);
};

/** Lists every sandbox with the number of its datasets. */
const renderSandboxes = () => {
  const select = byId("sandbox");
  const labels = state.sandboxes.map(
    ({ name, datasets }) => `${name} (${counted(datasets.length, "dataset")})`,
  );
  if ([...select.options].map(({ text }) => text).join() === labels.join()) return;
  sandboxName ??= state.busiest;
  select.replaceChildren(
    ...state.sandboxes.map(({ name }, index) =>
      el("option", { value: name, selected: name === sandboxName }, labels[index]),
    ),
  );
};

const markFresh = (view) => {
  const rows = [...view.querySelectorAll("[data-row]")];
  if (seen !== null) {
    for (const row of rows) if (!seen.has(row.dataset.row)) row.classList.add("fresh");
  }
  seen = new Set([...(seen ?? []), ...rows.map((row) => row.dataset.row)].slice(-2000));
};

const render = () => {
  if (state === null) return;
  renderSandboxes();
  renderTabs();
  const view = byId("view");
  const restore = remember();
  view.setAttribute("aria-labelledby", `tab-${current()}`);
  view.setAttribute("role", "tabpanel");
  view.replaceChildren(...views[current()].show(model()));
  restore();
  markFresh(view);
};

const load = async () => {
  state = await (await request("state")).json();
  render();
};

/** Shows a form for the secret: after a restart of the emulator, or when the address has none. */
const showSecretForm = () => {
  state = null;
  const input = el("input", { type: "password", id: "secret", autocomplete: "off" });
  const form = el(
    "form.panel",
    {
      onsubmit: (event) => {
        event.preventDefault();
        keepSecret(input.value.trim());
        start();
      },
    },
    el("label", {}, "Admin secret of this run ", input),
    el("button", { type: "submit" }, "Show"),
    el(
      "p",
      {},
      "It is after #secret= in the address that the emulator printed, or the value of AEP_EMULATOR_SECRET.",
    ),
  );
  byId("view").replaceChildren(form);
  input.focus();
};

/** Loads the state at most every 300 ms, however many events arrive. */
let due = null;
const loadSoon = () => {
  due ??= setTimeout(() => {
    due = null;
    load().catch(() => {});
  }, 300);
};

const listen = () => {
  const live = byId("live");
  void follow({
    onOpen: () => {
      live.textContent = "live";
      live.className = "on";
      loadSoon();
    },
    onEvent: loadSoon,
    onClose: (error) => {
      live.textContent = "not connected";
      live.className = "";
      if (error instanceof SecretNeeded) showSecretForm();
    },
  });
};

byId("origin").textContent = location.origin;
byId("sandbox").addEventListener("change", (event) => {
  sandboxName = event.target.value;
  seen = null;
  render();
});
byId("filter").addEventListener("input", (event) => {
  filter = event.target.value;
  render();
});
addEventListener("hashchange", () => {
  seen = null;
  render();
  scrollTo(0, 0);
});
addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/u.test(event.target.tagName ?? "");
  if (event.key === "Escape" && event.target === byId("filter")) {
    filter = "";
    byId("filter").value = "";
    byId("filter").blur();
    render();
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    byId("filter").focus();
  }
  if (names[Number(event.key) - 1] !== undefined) location.hash = names[Number(event.key) - 1];
  if (byId("tabs").contains(event.target) && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    const step = event.key === "ArrowRight" ? 1 : names.length - 1;
    location.hash = names[(names.indexOf(current()) + step) % names.length];
  }
});

const start = () => load().then(listen, listen);

void start();
