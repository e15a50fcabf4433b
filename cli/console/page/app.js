import { createConnection, SecretNeeded } from "../../../emulator/ui/connection.js";
import { counted, el } from "../../../emulator/ui/dom.js";
import { createPage } from "../../../emulator/ui/page.js";
import { deadLetters } from "./deadLetters.js";
import { closeDialog, showDialog, showProblem } from "./dialog.js";
import { events } from "./events.js";
import { operate } from "./operate.js";
import { path } from "./path.js";

/** Time between two looks, in milliseconds. */
const everyMs = 2_000;

const connection = createConnection({
  key: "console-secret",
  header: "x-console-secret",
  base: "/api/",
});

const find = { draft: "", text: "", event: undefined };

async function send(what, body) {
  try {
    return await connection.send("POST", what, body ?? {});
  } catch (error) {
    if (error instanceof SecretNeeded) page.showSecretForm();
    return {
      error:
        error instanceof SecretNeeded
          ? "The console was started again."
          : "The console does not respond. Is the command still running?",
    };
  }
}

function resultLines({ sent, kept, missing, copiesLeft = 0 }, verb) {
  const reasons = new Map();
  for (const { reason } of kept) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [
    el("p", {}, `${counted(sent.length, "message")} ${verb}.`),
    ...[...reasons].map(([reason, count]) =>
      el("p.wait", {}, `${count} kept, because it would fail again: ${reason}`),
    ),
    ...(missing.length === 0 ? [] : [el("p.wait", {}, `${missing.length} not found`)]),
    ...(copiesLeft === 0
      ? []
      : [
          el(
            "p.wait",
            {},
            `Copies that could not be deleted from the archive (s3:DeleteObject): ${copiesLeft}`,
          ),
        ]),
  ];
}

async function redrive(plan) {
  showDialog("Sending again…", [
    el("p.quiet", {}, "Each message goes to the queue, then leaves the DLQ."),
  ]);
  const done = await send("redrive", { plan });
  if (done.error) showProblem("Not sent", done.error);
  else showDialog("Sent again", resultLines(done, "sent again"));
  await load();
}

const act = {
  keepFindDraft: (text) => {
    find.draft = text;
  },
  find: async (id) => {
    Object.assign(find, { draft: id, text: "Looking…", event: undefined });
    page.render();
    const { error, found, problem } = await send("find", { id });
    find.event = found ?? undefined;
    const none = found === null ? "The logs of the last 14 days have nothing about it. " : "";
    const incomplete = problem === undefined ? "" : `Steps may be missing. ${problem}`;
    find.text = error ?? `${none}${incomplete}`;
    page.render();
  },
  showContent: async (id) => {
    showDialog("Message", [el("p.quiet", {}, "Reading it from the dead-letter queue…")]);
    const { content, error } = await send("dlq/show", { id });
    if (error) return showProblem("Not shown", error);
    const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
    return showDialog(`Message ${id}`, [
      el("p.quiet", {}, "This is personal data."),
      el("pre", { tabindex: "0" }, text),
    ]);
  },
  planRedrive: async (selection) => {
    showDialog("Send again", [el("p.quiet", {}, "Dry run: looking what would happen…")]);
    const plan = await send("redrive/plan", selection);
    if (plan.error) return showProblem("Not possible", plan.error);
    const button = el(
      "button.primary",
      { type: "button", onclick: () => redrive(plan.id) },
      `Send ${plan.sent.length} again`,
    );
    showDialog(
      "Send again",
      [
        el("p.quiet", {}, "Dry run: nothing was changed yet."),
        ...resultLines(plan, "would be sent again"),
      ],
      plan.sent.length === 0 ? [] : [button],
    );
    return button.focus();
  },
  readDlqAgain: async () => {
    await send("dlq/again");
    await load();
  },
  lookForDrift: async () => {
    await send("drift");
    await load();
  },
};

function fits(filter, value) {
  return filter === "" || JSON.stringify(value).toLowerCase().includes(filter.toLowerCase());
}

const views = {
  path: { title: "Path", show: path, count: () => undefined },
  events: { title: "Events", show: events, count: ({ eventTotal }) => eventTotal },
  dlq: { title: "DLQ messages", show: deadLetters, bad: true, count: ({ dlq }) => dlq?.messages },
  operate: {
    title: "Alarms & drift",
    show: operate,
    bad: true,
    count: ({ alarms = [], drift }) =>
      alarms.filter(({ state }) => state === "ALARM").length + (drift.differences?.length ?? 0),
  },
};

const verdicts = {
  ok: ["All is well", "good"],
  wrong: ["Something needs you", "bad"],
  unknown: ["Not all of it can be read", "wait"],
  reading: ["Reading…", "wait"],
};

const page = createPage({
  views,
  model: (state, filter) => ({
    ...state,
    found: (state.events ?? []).filter((one) => fits(filter, one)),
    foundDead: (state.dlq?.list ?? []).filter((one) => fits(filter, one)),
    find,
    act,
  }),
  onRender: ({ stack, mode, verdict }) => {
    document.getElementById("stack").textContent = `${stack} · ${mode}`;
    document.title = `${verdicts[verdict][0]} · ${stack}`;
    const shown = document.getElementById("verdict");
    if (shown.textContent !== verdicts[verdict][0]) shown.textContent = verdicts[verdict][0];
    shown.className = `badge ${verdicts[verdict][1]}`;
  },
  secret: {
    label: "Secret of this run",
    hint: "It is after #secret= in the address that the command printed.",
  },
  useSecret: (secret) => {
    connection.keepSecret(secret);
    void look();
  },
});

async function load() {
  const response = await connection.request("state");
  const state = await response.json();
  if (!response.ok) throw new Error(state.error);
  page.setState(state);
  page.setLive(`live, ${state.at.slice(11, 19)}`, true);
}

let timer;

/** Looks again and again. While nobody sees the page, nothing is read. */
async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    await load();
    timer = setTimeout(look, everyMs);
  } catch (error) {
    if (error instanceof SecretNeeded) {
      page.setLive("not connected", false);
      page.showSecretForm();
      return;
    }
    page.setLive(`not connected: ${error.message}`, false);
    timer = setTimeout(look, everyMs);
  }
}

document.addEventListener("visibilitychange", () => void look());
addEventListener("hashchange", closeDialog);

void look();
