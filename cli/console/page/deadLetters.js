import { counted, el, empty, panel, table } from "../../../emulator/ui/dom.js";
import { moment } from "./times.js";

function reasonRow([reason, count], act) {
  return el(
    "tr",
    {},
    el("td.mono", {}, reason),
    el("td.number", {}, count),
    el(
      "td",
      {},
      el(
        "button.plain",
        {
          type: "button",
          "data-key": `redrive/${reason}`,
          onclick: () => act.planRedrive({ reason }),
        },
        "Send again…",
      ),
    ),
  );
}

function messageRow(message, act) {
  return el(
    "tr",
    { "data-row": `dlq/${message.id}` },
    el("td.mono", {}, message.receivedAt === "" ? "" : moment(message.receivedAt)),
    el("td", {}, message.event),
    el("td.detail", {}, message.widget),
    el("td.mono", {}, message.reason),
    el("td.mono.quiet.detail.id", {}, message.id),
    el(
      "td.buttons",
      {},
      el(
        "button.plain",
        {
          type: "button",
          "data-key": `show/${message.id}`,
          "aria-label": `Show content of ${message.id}`,
          onclick: () => act.showContent(message.id),
        },
        "Show",
      ),
      " ",
      el(
        "button.plain",
        {
          type: "button",
          "data-key": `again/${message.id}`,
          "aria-label": `Send ${message.id} again`,
          onclick: () => act.planRedrive({ ids: [message.id] }),
        },
        "Send again…",
      ),
    ),
  );
}

/** The view of what could not be delivered. */
export function deadLetters({ dlq, foundDead, act, mode }) {
  if (mode === "direct") return [empty("In direct mode there is no dead-letter queue.")];
  if (dlq === undefined) return [empty("Reading the dead-letter queue…")];
  const reasons = Object.entries(dlq.byReason).sort(([, one], [, other]) => other - one);
  const readAgain = el(
    "button.plain",
    { type: "button", "data-key": "dlq-again", onclick: () => act.readDlqAgain() },
    "Read again",
  );
  if (dlq.messages === 0)
    return [
      panel("Dead-letter queue", "", el("p.empty", {}, "Empty: nothing failed. ", readAgain)),
    ];
  return [
    panel(
      "By reason",
      "docs/delivery.md says what each reason means",
      table(
        ["Reason", "#Messages", ""],
        reasons.map((one) => reasonRow(one, act)),
      ),
    ),
    panel(
      "Messages",
      `${counted(foundDead.length, "message")} of about ${dlq.messages}; SQS deletes each after 14 days`,
      table(
        ["Received", "Event", "~Widget", "Reason", "~Request id", ""],
        foundDead.map((one) => messageRow(one, act)),
      ),
      el("div.body", {}, readAgain),
    ),
  ];
}
