import { el, empty, panel, table, unfolding } from "../../../emulator/ui/dom.js";
import { clock, lasting, moment } from "./times.js";

/** What each place is called, and how it looks. */
const places = {
  queue: ["in the queue", "wait"],
  retry: ["waits for the next attempt", "wait"],
  visitor: ["waits for its visitor", "wait"],
  delivered: ["at AEP's endpoint", "good"],
  notIngested: ["rejected by AEP", "bad"],
  dead: ["in the DLQ", "bad"],
  moved: ["moved to the DLQ", "bad"],
  left: ["was in the DLQ", "quiet"],
  ignored: ["ignored: switched off", "quiet"],
  rejected: ["rejected", "bad"],
};

function placeBadge(place) {
  const [text, tone] = places[place] ?? [place, "quiet"];
  return el(`span.badge.${tone}`, {}, text);
}

/** What cannot be seen from the place alone. */
const notes = {
  delivered:
    "AEP maps and writes it later, which can take up to an hour; no API says which rows a batch has. Query Service finds it by its _id.",
  moved:
    "Whether it is in the DLQ now is not known: it may wait for the keeper, it is newer than the list of DLQ messages, or the list does not have all of them. “Read again” at DLQ messages reads the list.",
  left: "The DLQ does not have it any more. Somebody has dropped it, purged the queue, or sent it again, which shows up here when the forwarder has tried it; or SQS has deleted it after 14 days.",
};

const stages = {
  receiver: "Receiver",
  forwarder: "Forwarder",
  keeper: "Keeper",
  reconciler: "Reconciler",
  operator: "You",
};

const texts = {
  accepted: "accepted, and put into the queue",
  quarantined: "could not be read: moved to the dead-letter queue",
  "ignored: event is switched off": "ignored: this event is switched off",
  "queue unavailable": "no queue could be reached: responded 503, not stored",
  retry: "attempt failed",
  "dead-letter queue unavailable": "could not be moved to the dead-letter queue",
  linked: "got the visitor of its chat",
  kept: "put into the dead-letter queue",
  "not kept": "could not be put into the dead-letter queue",
  delivered: "delivered to Adobe's streaming endpoint",
  "not archived": "not in the archive: replay will not have it",
  "row rejected by AEP": "AEP has rejected its row",
  "sent again": "sent again from this page",
};

function stepText({ what, reason, receive, retryIn }) {
  return [
    texts[what] ?? what,
    reason === undefined ? "" : ` (${reason})`,
    receive === undefined || receive < 2 ? "" : `, received ${receive} times`,
    retryIn === undefined ? "" : `, next attempt in ${retryIn} s`,
  ].join("");
}

/** One event's whole way, with times. */
export function wayOf({ requestId, id, widget, steps, place }) {
  const start = Date.parse(steps[0].at);
  return el(
    "div.way",
    {},
    el(
      "ol",
      {},
      ...steps.map((step) =>
        el(
          "li",
          {},
          el("span.mono", {}, clock(step.at)),
          el("span.mono.quiet", {}, `+${lasting(Math.max(Date.parse(step.at) - start, 0))}`),
          el("strong", {}, stages[step.stage]),
          el("span", {}, stepText(step)),
        ),
      ),
    ),
    el(
      "dl",
      {},
      ...[
        ["Widget", widget],
        ["Request id", requestId],
        ["_id of the row", id],
      ].flatMap(([name, value]) =>
        value === undefined ? [] : [el("dt", {}, name), el("dd.mono", {}, value)],
      ),
    ),
    notes[place] === undefined ? null : el("p.quiet", {}, notes[place]),
  );
}

function rowOf(event) {
  return unfolding(
    `event/${event.requestId}`,
    `The way of ${event.event} ${event.requestId}`,
    [
      el("td.mono", { title: event.steps[0].at }, clock(event.steps[0].at).slice(0, 8)),
      el("td", {}, event.event, event.synthetic ? el("small.quiet", {}, " sample") : null),
      el("td.detail", {}, event.widget ?? ""),
      el("td", {}, placeBadge(event.place)),
      el("td.number", {}, event.lagMs === undefined ? "" : lasting(event.lagMs)),
      el("td.mono.quiet.detail.id", {}, event.requestId),
    ],
    () => wayOf(event),
  );
}

/** Events as a table whose rows unfold to their way. */
export function eventTable(events) {
  return table(
    ["", "Received", "Event", "~Widget", "Now", "#To endpoint", "~Request id"],
    events.flatMap(rowOf),
  );
}

function finder({ find, act }) {
  const input = el("input", {
    type: "search",
    id: "find-id",
    "data-key": "find-id",
    autocomplete: "off",
    placeholder: "request id or _id",
  });
  input.value = find.draft;
  input.addEventListener("input", () => act.keepFindDraft(input.value));
  return el(
    "form.body.finder",
    {
      onsubmit: (event) => {
        event.preventDefault();
        act.find(input.value.trim());
      },
    },
    el("label", { for: "find-id" }, "Find an event of the last 14 days"),
    input,
    el("button.plain", { type: "submit", "data-key": "find" }, "Find"),
    el("span.quiet", { role: "status" }, find.text),
  );
}

/** The view of all events of the last hour. */
export function events({ eventTotal, events: all, find, found, act, incompleteBefore, mode }) {
  if (mode === "direct")
    return [
      empty("In direct mode Adobe gets the events from Chatlio: no log has them one by one."),
    ];
  if (all === undefined) return [empty("Reading the logs…")];
  const note = `${found.length} of ${eventTotal}, the latest first`;
  return [
    panel(
      "One event",
      "the logs say where it was; they have no content",
      finder({ find, act }),
      find.event ? el("div.body", {}, el("h3", {}, find.event.event), wayOf(find.event)) : null,
    ),
    panel(
      "Events of the last hour",
      incompleteBefore === undefined
        ? note
        : `${note}; too many to show those before ${moment(incompleteBefore)}`,
      found.length === 0
        ? empty("No events. They show up here some seconds after they arrive.")
        : eventTable(found),
    ),
  ];
}
