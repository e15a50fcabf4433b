import { counted, el, empty, panel, table } from "../../../emulator/ui/dom.js";
import { ago, moment } from "./times.js";

const alarmStates = {
  ALARM: ["fires", "bad"],
  OK: ["ok", "good"],
  INSUFFICIENT_DATA: ["no data yet", "quiet"],
};

/** The last line of an alarm's text, when `chatlio-aep:runbookUrl` says where the runbooks are. */
const runbookLink = /^(Runbook: )(https:\/\/\S+)$/;

function textLine(line) {
  const [, label, href] = runbookLink.exec(line) ?? [];
  if (href === undefined) return el("div", {}, line);
  const link = el("a", { href, target: "_blank", rel: "noopener noreferrer" }, href);
  return el("div", {}, label, link);
}

function alarmRow({ id, state, since, text }, at) {
  const [word, tone] = alarmStates[state] ?? [state, "quiet"];
  return el(
    "tr",
    {},
    el("td", {}, el(`span.badge.${tone}`, {}, word)),
    el("td.mono", {}, id),
    el("td", {}, since === undefined ? "" : ago(since, at)),
    el("td", {}, ...text.split("\n").map(textLine)),
  );
}

function alarmTable(alarms, at) {
  return table(
    ["State", "Alarm", "Since", "What it means, and what to do"],
    alarms.map((one) => alarmRow(one, at)),
  );
}

/** Alarms without data need no action. They are folded, so that they do not hide the others. */
function withoutData(alarms, at) {
  return alarms.length === 0
    ? null
    : el(
        "details.body",
        { "data-key": "alarms-without-data" },
        el("summary", {}, `${counted(alarms.length, "alarm")} without data yet`),
        el(
          "p.quiet",
          {},
          "CloudWatch looks at an alarm once something has been counted for it. The AWS of a local stack counts nothing, so there they stay like this.",
        ),
        alarmTable(alarms, at),
      );
}

function alarmPanel({ alarms, at }) {
  if (alarms === undefined) return panel("Alarms", "", empty("Not read yet, or not readable."));
  if (alarms.length === 0) {
    return panel(
      "Alarms",
      "nobody is told",
      el(
        "div.body",
        {},
        el("p", {}, "The stack has no alarms. To have them mailed:"),
        el("pre", {}, "pulumi config set chatlio-aep:alarmEmail you@example.com\npulumi up"),
      ),
    );
  }
  const quiet = alarms.filter(({ state }) => state === "INSUFFICIENT_DATA");
  const others = alarms.filter((one) => !quiet.includes(one));
  const firing = alarms.filter(({ state }) => state === "ALARM").length;
  return panel(
    "Alarms",
    firing === 0 ? `none of ${alarms.length} fires` : `${firing} of ${alarms.length}`,
    others.length === 0 ? null : alarmTable(others, at),
    withoutData(quiet, at),
  );
}

function differences(found) {
  return found.length === 0
    ? el("p.body.good", {}, "No drift: AWS and Adobe have what the program declares.")
    : table(
        ["The next update would", "Resource", "~Type", "Properties that differ"],
        found.map(({ op, name, type, properties }) =>
          el(
            "tr",
            {},
            el("td.wait", {}, op),
            el("td.mono", {}, name),
            el("td.mono.quiet.detail", {}, type),
            el("td.mono", {}, properties.join(", ")),
          ),
        ),
      );
}

function driftPanel({ drift, at, act }) {
  const { running, differences: found, problem } = drift;
  const note = running
    ? "looking…"
    : drift.at === undefined
      ? "nobody has looked yet"
      : `looked ${ago(drift.at, at)}`;
  return panel(
    "Drift",
    note,
    el(
      "div.body",
      {},
      el(
        "p",
        {},
        "Runs ",
        el("code", {}, "pulumi preview --refresh"),
        ": it compares AWS and Adobe with the program, and changes nothing. It needs the permissions of a deployment, and takes as long as a preview.",
      ),
      el(
        "button.plain",
        {
          type: "button",
          "data-key": "drift",
          disabled: running,
          onclick: () => act.lookForDrift(),
        },
        running ? "Looking for drift…" : "Look for drift",
      ),
    ),
    problem === undefined ? null : el("p.body.bad", { role: "alert" }, problem),
    found === undefined ? null : differences(found),
  );
}

function tokenPanel({ tokens, at }) {
  return tokens === undefined
    ? null
    : panel(
        "Tokens",
        `${counted(tokens.filter(({ place }) => place !== undefined).length, "valid token")}`,
        table(
          ["Token", "Place", "Last used"],
          tokens.map(({ id, place, lastAt }) =>
            el(
              "tr",
              {},
              el("td.mono", {}, id),
              el(
                "td",
                {},
                place === undefined ? "not valid any more" : place === 1 ? "1, in the URLs" : place,
              ),
              el(
                "td",
                {},
                lastAt === undefined ? "not seen" : `${moment(lastAt)}, ${ago(lastAt, at)}`,
              ),
            ),
          ),
        ),
      );
}

/** The view of alarms, drift and tokens. */
export function operate(model) {
  return [
    model.mode === "direct" ? null : alarmPanel(model),
    driftPanel(model),
    tokenPanel(model),
  ].filter((one) => one !== null);
}
