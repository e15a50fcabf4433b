import { el, empty, panel, table } from "../ui/dom.js";

/** Rules that one click adds. */
const presets = [
  [
    "AEP is overloaded: streaming endpoints return 503, retry after 2 s",
    { match: { path: "/collection/*" }, do: { status: 503, headers: { "retry-after": "2" } } },
  ],
  [
    "Too many requests: half of all requests get 429",
    {
      match: { path: "/data/*", probability: 0.5 },
      do: { status: 429, body: { error_code: "429050", message: "Too many requests" } },
    },
  ],
  [
    "Ambiguous: the endpoint does the work, then resets the connection",
    { match: { path: "/collection/*" }, do: { reset: true, afterWork: true } },
  ],
  ["Streaming endpoints never respond", { match: { path: "/collection/*" }, do: { hang: true } }],
  ["Everything is slow: 2 s more", { match: {}, do: { delayMs: 2000 } }],
  ["Responses of the platform are truncated", { match: { path: "/data/*" }, do: { cut: true } }],
  [
    "Batches fail in part: every other message",
    { match: { path: "/collection/batch/*" }, do: { failMessages: { fraction: 0.5 } } },
  ],
  [
    "Tokens expire with the next request",
    { match: { path: "/data/*", nth: 1 }, do: { expireTokens: true } },
  ],
  [
    "Every etag is stale: changes with If-Match get 412",
    { match: { method: "PATCH" }, do: { staleEtag: true } },
  ],
];

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

function firedOf({ fired, matched }) {
  return `${fired} of ${matched}`;
}

function presetRow([text, rule], active, act) {
  const on = active.find(
    ({ rule: given }) => same(given.do, rule.do) && given.match.path === rule.match.path,
  );
  const toggle = el("button", {
    type: "button",
    role: "switch",
    "data-key": `preset/${text}`,
    "aria-checked": String(on !== undefined),
    "aria-label": text,
    onclick: () => (on === undefined ? act.addFault(rule) : act.removeFault(on.id)),
  });
  return el(
    "tr",
    {},
    el("td", {}, toggle),
    el("td", {}, text),
    el("td.mono.quiet.detail", {}, JSON.stringify(rule)),
    el("td.number", {}, on === undefined ? "" : firedOf(on)),
  );
}

function activeRow(fault, act) {
  return el(
    "tr",
    {},
    el("td.mono", {}, fault.id),
    el("td.mono", {}, JSON.stringify(fault.rule)),
    el("td.number", {}, firedOf(fault)),
    el(
      "td",
      {},
      el(
        "button.plain",
        {
          type: "button",
          "data-key": `remove/${fault.id}`,
          onclick: () => act.removeFault(fault.id),
        },
        "Remove",
      ),
    ),
  );
}

function ownRule(act) {
  const own = el("textarea", {
    rows: "3",
    "aria-label": "A rule of your own",
    "data-key": "own-rule",
  });
  own.value = act.draft;
  own.addEventListener("input", () => act.keepDraft(own.value));
  return el(
    "div.body",
    {},
    own,
    el(
      "button.plain",
      { type: "button", "data-key": "add-own", onclick: () => act.addOwn(own.value) },
      "Add",
    ),
    " ",
    el("span.bad", { role: "alert" }, act.problem),
  );
}

function assumptionRow({ name, value, values, question }, act) {
  return el(
    "tr",
    {},
    el("td.mono", {}, name),
    el(
      "td",
      {},
      el(
        "select",
        {
          "aria-label": name,
          "data-key": name,
          onchange: (event) => act.assume(name, event.target.value),
        },
        ...values.map((one) => el("option", { value: one, selected: one === value }, one)),
      ),
    ),
    el("td", {}, question),
  );
}

/** Faults to inject, and the assumptions. */
export function faults({ faults: active, assumptions, act }) {
  return [
    panel(
      "Faults",
      "each is injected while its switch is on",
      table(
        ["", "What happens", "~Rule", "#Injected"],
        presets.map((preset) => presetRow(preset, active, act)),
      ),
    ),
    panel("A rule of your own", "as POST /_emulator/faults takes it", ownRule(act)),
    panel(
      "Active",
      `${active.length}`,
      active.length === 0
        ? empty("No faults.")
        : table(
            ["Id", "Rule", "#Injected", ""],
            active.map((fault) => activeRow(fault, act)),
          ),
    ),
    panel(
      "Assumptions",
      "where Adobe's documents contradict each other or say nothing",
      table(
        ["Assumption", "Value", "Question"],
        assumptions.map((one) => assumptionRow(one, act)),
      ),
    ),
  ];
}
