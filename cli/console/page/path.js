import { counted, el, empty, panel, table } from "../../../emulator/ui/dom.js";
import { arrow, chart } from "./charts.js";
import { eventTable } from "./events.js";
import { ago, lasting, perMinute, roughly } from "./times.js";

const marks = { ok: ["✓", "good"], wrong: ["✕", "bad"], unknown: ["?", "wait"] };

function checkItem({ name, now, expected, verdict }) {
  const [mark, tone] = marks[verdict];
  return el(
    "li",
    {},
    el(`span.mark.${tone}`, { "aria-hidden": "true" }, mark),
    el("strong", {}, name),
    el("span", {}, now),
    el("span.quiet", {}, verdict === "ok" ? "" : `expected: ${expected}`),
  );
}

const headlines = {
  ok: ["All is well", "good"],
  wrong: ["Something needs you", "bad"],
  unknown: ["Not all of it can be read", "wait"],
  reading: ["Reading the stack…", "wait"],
};

/** The first thing to see: whether all is well, and what is not. */
function banner({ verdict, checks, problems, waitingFor }) {
  const [headline, tone] = headlines[verdict];
  const shown = verdict === "reading" ? checks.filter((one) => one.verdict !== "unknown") : checks;
  return el(
    `section.banner.${tone}`,
    { "aria-label": "Verdict" },
    el("h2", {}, headline),
    waitingFor.length > 0 ? el("p.quiet", {}, `Being read: ${waitingFor.join(", ")}`) : null,
    el("ul.checks", {}, ...shown.map(checkItem)),
    ...problems.map((problem) => el("p.bad", {}, problem)),
  );
}

/** A stage of the path. `tone` colors its edge; `facts` are lines below the number. */
function stage({ name, place, tone = "quiet", number, unit, picture, facts = [] }) {
  return el(
    `div.stage.${tone}`,
    { role: "group", "aria-label": name },
    el("h3", {}, name),
    el("p.place", {}, place),
    el("p.big", {}, el("span", {}, number ?? "–"), el("small", {}, ` ${unit}`)),
    picture ?? el("div.chart"),
    ...facts.map(([text, of = "quiet"]) => el(`p.fact.${of}`, {}, text)),
  );
}

function webhookStage({ webhooks = [], traffic, at, webhookNames }) {
  const slugs = [...new Set(webhooks.map(({ event }) => event))];
  const lastOf = (slug) =>
    webhooks
      .filter(({ event, lastAt }) => event === slug && lastAt !== undefined)
      .map(({ lastAt }) => lastAt)
      .sort()
      .at(-1);
  return el(
    "div.stage.webhooks",
    { role: "group", "aria-label": "Webhooks" },
    el("h3", {}, "Webhooks"),
    el("p.place", {}, "Chatlio · events in the last hour"),
    el(
      "ul",
      {},
      ...slugs.map((slug) =>
        el(
          "li",
          { title: webhookNames[slug] },
          el("span", {}, slug),
          el("strong", {}, traffic?.byEvent[slug] ?? 0),
          el("small", {}, lastOf(slug) === undefined ? "none yet" : ago(lastOf(slug), at)),
        ),
      ),
    ),
  );
}

function receiverStage({ traffic }) {
  if (traffic === undefined)
    return stage({ name: "Receiver", place: "AWS Lambda", unit: "a minute" });
  const { minutes, rate, total } = traffic;
  return stage({
    name: "Receiver",
    place: "AWS Lambda",
    tone: total.quarantined > 0 ? "wait" : "good",
    number: perMinute(rate.accepted),
    unit: "accepted a minute",
    picture: chart(
      [
        { name: "accepted", tone: "good", values: minutes.accepted },
        { name: "not readable", tone: "wait", values: minutes.quarantined },
        { name: "rejected", tone: "bad", values: minutes.rejected },
      ],
      "Requests at the receiver",
    ),
    facts: [
      [`${total.accepted} in the last hour`],
      ...(total.quarantined > 0
        ? [[`${total.quarantined} not readable: moved to the DLQ`, "wait"]]
        : []),
      ...(total.rejected > 0 ? [[`${total.rejected} rejected`, "bad"]] : []),
    ],
  });
}

function queueStage({ queue, traffic, checks }) {
  const isWrong = checks.some(({ name, verdict }) => name === "queue" && verdict === "wrong");
  const waiting = queue && queue.waiting + queue.inFlight + queue.delayed;
  return stage({
    name: "Queue",
    place: "AWS SQS",
    tone: isWrong ? "bad" : queue === undefined ? "quiet" : waiting > 0 ? "wait" : "good",
    number: waiting,
    unit: "waiting",
    picture:
      traffic &&
      chart(
        [{ name: "minutes × events", tone: "wait", values: traffic.backlog }],
        "Events waiting for delivery",
      ),
    facts: [
      ...(queue?.oldestSeconds === undefined || waiting === 0
        ? []
        : [[`oldest ${roughly(queue.oldestSeconds)}`, isWrong ? "bad" : "wait"]]),
      ...(queue?.inFlight > 0 ? [[`${queue.inFlight} in flight or to retry`]] : []),
      ...(queue?.delayed > 0 ? [[`${queue.delayed} delayed`]] : []),
    ],
  });
}

function forwarderStage({ traffic }) {
  if (traffic === undefined)
    return stage({ name: "Forwarder", place: "AWS Lambda", unit: "a minute" });
  const { lag, minutes, rate, total } = traffic;
  return stage({
    name: "Forwarder",
    place: "AWS Lambda",
    tone: total.dead > 0 ? "bad" : total.retried > 0 ? "wait" : "good",
    number: perMinute(rate.delivered),
    unit: "delivered a minute",
    picture: chart(
      [
        { name: "delivered", tone: "good", values: minutes.delivered },
        { name: "failed attempts", tone: "wait", values: minutes.retried },
        { name: "given up", tone: "bad", values: minutes.dead },
      ],
      "Events at the forwarder",
    ),
    facts: [
      [`${total.delivered} in the last hour`],
      ...(lag === undefined
        ? []
        : [[`half within ${lasting(lag.p50)}, 95 % within ${lasting(lag.p95)}`]]),
      ...(total.retried > 0 ? [[`${counted(total.retried, "failed attempt")}`, "wait"]] : []),
      ...(total.dead > 0 ? [[`${total.dead} given up: moved to the DLQ`, "bad"]] : []),
    ],
  });
}

function flowStage({ dataflows = [], at, traffic }) {
  const relay = dataflows.find(({ webhook }) => webhook === undefined);
  const isOn = relay?.state === "enabled";
  return stage({
    name: "Dataflow",
    place: "Adobe Experience Platform",
    tone: relay === undefined ? "quiet" : isOn ? "good" : "bad",
    number: relay === undefined ? undefined : (relay.state ?? "gone"),
    unit: "",
    picture:
      traffic &&
      chart(
        [{ name: "delivered", tone: "good", values: traffic.minutes.delivered }],
        "Events at the endpoint",
      ),
    facts: relay?.lastRunAt === undefined ? [] : [[`last run ${ago(relay.lastRunAt, at)}`]],
  });
}

function datasetStage({ ingested, at }) {
  return stage({
    name: "Dataset",
    place: "Adobe Experience Platform",
    tone: ingested === undefined ? "quiet" : ingested.rejected > 0 ? "bad" : "good",
    number: ingested?.rows,
    unit: `${ingested?.rows === 1 ? "row" : "rows"} in the last hour`,
    picture:
      ingested &&
      chart(
        [{ name: "rows", tone: "good", values: ingested.minutes }],
        "Rows in the batches of the dataset",
      ),
    facts: [
      ...(ingested?.lastAt === undefined ? [] : [[`last batch ${ago(ingested.lastAt, at)}`]]),
      ...(ingested?.open > 0 ? [[`${counted(ingested.open, "batch")} not complete yet`]] : []),
      ...(ingested?.rejected > 0
        ? [[`${counted(ingested.rejected, "row")} rejected by AEP`, "bad"]]
        : []),
    ],
  });
}

function dlqStage({ dlq }) {
  const reasons = Object.entries(dlq?.byReason ?? {}).sort(([, one], [, other]) => other - one);
  return el(
    `div.stage.dlq.${dlq === undefined ? "quiet" : dlq.messages > 0 ? "bad" : "good"}`,
    { role: "group", "aria-label": "Dead-letter queue" },
    el("h3", {}, "Dead-letter queue"),
    el("p.big", {}, el("span", {}, dlq?.messages ?? "–"), el("small", {}, " for you to look at")),
    el(
      "p.fact.bad",
      {},
      reasons
        .slice(0, 3)
        .map(([reason, count]) => `${count} ${reason}`)
        .join(", "),
    ),
    dlq?.messages > 0 ? el("p.fact", {}, el("a", { href: "#dlq" }, "Show and send again")) : null,
  );
}

function picture(model) {
  const stages = [webhookStage, receiverStage, queueStage, forwarderStage, flowStage, datasetStage];
  return el(
    "section.picture",
    { "aria-label": "The path of the events" },
    el(
      "div.flow",
      {},
      ...stages.flatMap((make, index) => [...(index === 0 ? [] : [arrow()]), make(model)]),
    ),
    el("div.below", {}, arrow(true), dlqStage(model)),
    el(
      "p.legend",
      {},
      "A bar is a minute of the last hour. ",
      el("span.good", {}, "Green: arrived."),
      " ",
      el("span.wait", {}, "Amber: waits, or an attempt failed."),
      " ",
      el("span.bad", {}, "Red: rejected, or given up."),
    ),
  );
}

function directPanel({ dataflows = [], at, mode, ingested }) {
  const direct = dataflows.filter(({ webhook }) => webhook !== undefined);
  if (mode === "relay") return null;
  return panel(
    "Direct webhooks",
    mode === "direct" && ingested
      ? `${ingested.rows} rows in the dataset in the last hour, ${ingested.rejected} rejected`
      : "",
    table(
      ["Webhook", "Dataflow", "Last run"],
      direct.map(({ webhook, state, lastRunAt }) =>
        el(
          "tr",
          {},
          el("td", {}, webhook),
          el(`td.${state === "enabled" ? "good" : "bad"}`, {}, state ?? "does not exist"),
          el("td", {}, lastRunAt === undefined ? "none" : ago(lastRunAt, at)),
        ),
      ),
    ),
  );
}

/** What no reader of this page should expect of it. */
function limits() {
  return el(
    "details.limits",
    { "data-key": "limits" },
    el("summary", {}, "What this page cannot see"),
    el(
      "ul",
      {},
      ...[
        "Rates and charts are counted from the functions' logs. CloudWatch shows a line some seconds after it was written, so the last bar is never complete.",
        "SQS counts its messages approximately, and the age of the oldest one is up to a few minutes old.",
        "“At AEP's endpoint” is not yet a row. AEP maps and writes later, which can take up to an hour, and its batches do not say which rows they have. A row that it rejects shows up as a number at the dataset; with `chatlio-aep:reconcile`, the event says so too when you look for it by its id (of the first 20 rows of a run).",
        "A webhook that Chatlio never sent leaves no trace on this path. The verdict says when one is silent that usually is not.",
        "Requests without a valid token are counted and not listed: nothing in them is looked at.",
        "The stack's outputs were read when the console started. Start it again after `pulumi up`.",
      ].map((text) => el("li", {}, text)),
    ),
  );
}

/** The view of the path. */
export function path(model) {
  return [
    banner(model),
    model.mode === "direct" ? null : picture(model),
    directPanel(model),
    model.mode === "direct"
      ? null
      : panel(
          "Newest events",
          "▸ shows an event's whole way",
          model.events === undefined
            ? empty("Reading the logs…")
            : model.found.length === 0
              ? empty("No events in the last hour.")
              : eventTable(model.found.slice(0, 12)),
        ),
    limits(),
  ].filter((one) => one !== null);
}
