import { createConnection, SecretNeeded } from "../ui/connection.js";
import { counted, el } from "../ui/dom.js";
import { createPage } from "../ui/page.js";
import { views } from "./views.js";

function byId(id) {
  return document.getElementById(id);
}
const connection = createConnection({
  key: "emulator-secret",
  header: "x-emulator-secret",
  base: "/_emulator/",
});

let sandboxName = null;
let draft = '{"match":{"path":"/collection/*","nth":3},"do":{"status":503}}';
let problem = "";

async function send(method, path, body) {
  try {
    problem = (await connection.send(method, path, body)).error ?? "";
    await load();
  } catch (error) {
    if (!(error instanceof SecretNeeded)) throw error;
    page.showSecretForm();
  }
}

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
      return page.render();
    }
  },
};

/** Lists every sandbox with the number of its datasets. */
function renderSandboxes({ sandboxes, busiest }) {
  const select = byId("sandbox");
  const labels = sandboxes.map(
    ({ name, datasets }) => `${name} (${counted(datasets.length, "dataset")})`,
  );
  if ([...select.options].map(({ text }) => text).join() === labels.join()) return;
  sandboxName ??= busiest;
  select.replaceChildren(
    ...sandboxes.map(({ name }, index) =>
      el("option", { value: name, selected: name === sandboxName }, labels[index]),
    ),
  );
}

const page = createPage({
  views,
  model: (state, filter) => ({
    ...state,
    sandbox: state.sandboxes.find(({ name }) => name === sandboxName) ?? state.sandboxes[0],
    filter,
    act,
  }),
  onRender: renderSandboxes,
  secret: {
    label: "Admin secret of this run",
    hint: "It is after #secret= in the address that the emulator printed, or the value of AEP_EMULATOR_SECRET.",
  },
  useSecret: (secret) => {
    connection.keepSecret(secret);
    start();
  },
});

async function load() {
  return page.setState(await (await connection.request("state")).json());
}

/** Loads the state at most every 300 ms, however many events arrive. */
let due = null;
function loadSoon() {
  due ??= setTimeout(() => {
    due = null;
    load().catch(() => {});
  }, 300);
}

function listen() {
  void connection.follow({
    onOpen: () => {
      page.setLive("live", true);
      loadSoon();
    },
    onEvent: loadSoon,
    onClose: (error) => {
      page.setLive("not connected", false);
      if (error instanceof SecretNeeded) page.showSecretForm();
    },
  });
}

byId("origin").textContent = location.origin;
byId("sandbox").addEventListener("change", (event) => {
  sandboxName = event.target.value;
  page.forget();
  page.render();
});

function start() {
  return load().then(listen, listen);
}

void start();
