import { counted, el, empty, panel, record, table, time } from "./dom.js";

const fits = (filter, value) =>
  filter === "" || JSON.stringify(value).toLowerCase().includes(filter.toLowerCase());

const stateClass = (state) =>
  state === "enabled" ? "good" : state === "disabled" ? "bad" : "wait";

const datasets = ({ sandbox, filter }) => {
  const found = sandbox.datasets.filter((one) => fits(filter, one));
  if (found.length === 0) return [empty("No datasets here yet.")];
  return found.map((dataset) =>
    panel(
      dataset.name,
      `${counted(dataset.total, "row")}, ${dataset.refusedTotal} refused · ${dataset.id}`,
      dataset.latest.length === 0
        ? empty("No rows yet. They show up here as they arrive.")
        : table(
            ["Arrived", "Row"],
            dataset.latest.map(({ at, row, key }) =>
              el(
                "tr",
                { "data-row": key },
                el("td.mono", {}, time(at)),
                el("td.row", {}, record(row, key)),
              ),
            ),
          ),
    ),
  );
};

const refused = ({ sandbox, filter }) => {
  const rows = sandbox.datasets.flatMap((dataset) =>
    dataset.refused.map((one) => ({ ...one, dataset: dataset.name })),
  );
  const found = rows.filter((one) => fits(filter, one)).sort((a, b) => b.at - a.at);
  if (found.length === 0) return [empty("Nothing was refused.")];
  return [
    panel(
      "Refused rows",
      `${found.length} shown`,
      table(
        ["Arrived", "Dataset", "Reason", "Record"],
        found.map(({ at, dataset, reason, row, key }) =>
          el(
            "tr",
            { "data-row": key },
            el("td.mono", {}, time(at)),
            el("td", {}, dataset),
            el("td.reason.bad", {}, ...reason.split("; ").map((part) => el("div", {}, part))),
            el("td.row", {}, record(row, key)),
          ),
        ),
      ),
    ),
  ];
};

const flows = ({ sandbox, filter }) => {
  const found = sandbox.flows.filter((one) => fits(filter, one));
  const nameOf = (id) => sandbox.datasets.find((one) => one.id === id)?.name ?? id ?? "";
  if (found.length === 0) return [empty("No dataflows here yet.")];
  return [
    panel(
      "Dataflows",
      `${found.length}`,
      table(
        ["Name", "State", "#Received", "#Delivered", "#Refused", "Dataset", "Id"],
        found.map((flow) =>
          el(
            "tr",
            {},
            el("td", {}, flow.name),
            el(`td.${stateClass(flow.state)}`, {}, flow.state),
            el("td.number", {}, flow.received),
            el("td.number", {}, flow.delivered),
            el(flow.refused > 0 ? "td.number.bad" : "td.number", {}, flow.refused),
            el("td", {}, nameOf(flow.dataset)),
            el("td.mono", {}, flow.id),
          ),
        ),
      ),
    ),
  ];
};

const typeOf = (field) => {
  if (field.type === "array") return `list of ${typeOf(field.items ?? {})}`;
  if (field["meta:xdmType"] === "map") return `map of ${typeOf(field.additionalProperties ?? {})}`;
  return [field.type ?? "anything", field.format ? `(${field.format})` : ""].join(" ").trim();
};

/** What more there is to say of a field: required, closed list, identity. */
const notesOf = (field, isRequired, identity) =>
  [
    isRequired ? "required" : "",
    field.enum ? `one of ${field.enum.join(", ")}` : "",
    identity ? `${identity.primary ? "primary identity" : "identity"} ${identity.namespace}` : "",
  ]
    .filter((note) => note !== "")
    .map((note) => ` · ${note}`)
    .join("");

const branches = (properties, { required, identities, id }, path = "", depth = 0) =>
  el(
    "ul.tree",
    {},
    ...Object.entries(properties).map(([name, field]) => {
      const inner = field.properties ?? field.items?.properties;
      const label = [
        el("code", {}, name),
        " ",
        el(
          "span.type",
          {},
          typeOf(field),
          notesOf(
            field,
            required.includes(name),
            identities.find((one) => one.path === `${path}/${name}`),
          ),
        ),
      ];
      const here = `${path}/${name}`;
      const key = `${id}${here}`;
      const below = { required: field.required ?? [], identities, id };
      return el(
        "li",
        {},
        inner === undefined
          ? el("span", {}, ...label)
          : el(
              "details",
              { "data-key": key, open: depth < 3 },
              el("summary", {}, ...label),
              branches(inner, below, here, depth + 1),
            ),
      );
    }),
  );

const schemas = ({ sandbox, filter }) => {
  const found = sandbox.schemas.filter((one) => fits(filter, one));
  if (found.length === 0) return [empty("No schemas here yet.")];
  return found.map((schema) =>
    panel(
      schema.title,
      `version ${schema.version} · ${schema.id}`,
      el("div.body", {}, branches(schema.properties, schema)),
    ),
  );
};

const statusClass = (status) =>
  status === 0 || status >= 500 ? "bad" : status >= 400 ? "wait" : "good";

const requests = ({ requests: log, filter }) => {
  const found = log.filter((one) => fits(filter, one)).slice(0, 300);
  if (found.length === 0) return [empty("No requests yet.")];
  return [
    panel(
      "Requests",
      `${found.length} newest`,
      table(
        ["At", "Status", "Method", "Path", "#ms", "Sandbox", "Fault"],
        found.map((one) =>
          el(
            "tr",
            {},
            el("td.mono", {}, time(one.at)),
            el(`td.mono.${statusClass(one.status)}`, {}, one.status === 0 ? "none" : one.status),
            el("td.mono", {}, one.method),
            el("td.mono", {}, one.path, el("span.quiet", {}, one.query)),
            el("td.number", {}, one.ms),
            el("td", {}, one.sandbox ?? ""),
            el("td.bad", {}, one.fault ?? ""),
          ),
        ),
      ),
    ),
  ];
};

/** What a click puts in force. */
const presets = [
  [
    "AEP is overloaded: the inlet answers 503, retry after 2 s",
    { match: { path: "/collection/*" }, do: { status: 503, headers: { "retry-after": "2" } } },
  ],
  [
    "Too many requests: half of all calls answer 429",
    {
      match: { path: "/data/*", probability: 0.5 },
      do: { status: 429, body: { error_code: "429050", message: "Too many requests" } },
    },
  ],
  [
    "Ambiguous: the inlet does the work, then resets the connection",
    { match: { path: "/collection/*" }, do: { reset: true, afterWork: true } },
  ],
  ["The inlet never answers", { match: { path: "/collection/*" }, do: { hang: true } }],
  ["Everything is slow: 2 s more", { match: {}, do: { delayMs: 2000 } }],
  ["Answers of the platform are cut in half", { match: { path: "/data/*" }, do: { cut: true } }],
  [
    "Batches fail in part: every other message",
    { match: { path: "/collection/batch/*" }, do: { failMessages: { fraction: 0.5 } } },
  ],
  [
    "Tokens expire with the next call",
    { match: { path: "/data/*", nth: 1 }, do: { expireTokens: true } },
  ],
  [
    "Every etag is stale: changes with If-Match meet 412",
    { match: { method: "PATCH" }, do: { staleEtag: true } },
  ],
];

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const faults = ({ faults: active, assumptions, act }) => {
  const presetRow = ([text, rule]) => {
    const on = active.find(
      ({ rule: given }) => same(given.do, rule.do) && given.match.path === rule.match.path,
    );
    return el(
      "tr",
      {},
      el(
        "td",
        {},
        el("button", {
          type: "button",
          role: "switch",
          "data-key": `preset/${text}`,
          "aria-checked": String(on !== undefined),
          "aria-label": text,
          onclick: () => (on === undefined ? act.addFault(rule) : act.removeFault(on.id)),
        }),
      ),
      el("td", {}, text),
      el("td.mono.quiet.detail", {}, JSON.stringify(rule)),
      el("td.number", {}, on === undefined ? "" : `${on.fired} of ${on.matched}`),
    );
  };
  const others = active.map((fault) =>
    el(
      "tr",
      {},
      el("td.mono", {}, fault.id),
      el("td.mono", {}, JSON.stringify(fault.rule)),
      el("td.number", {}, `${fault.fired} of ${fault.matched}`),
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
    ),
  );
  const own = el("textarea", {
    rows: "3",
    "aria-label": "A rule of your own",
    "data-key": "own-rule",
  });
  own.value = act.draft;
  own.addEventListener("input", () => act.keepDraft(own.value));
  return [
    panel(
      "Faults",
      "on for as long as the switch is on",
      table(["", "What happens", "~Rule", "#Struck"], presets.map(presetRow)),
    ),
    panel(
      "A rule of your own",
      "as POST /_emulator/faults takes it",
      el(
        "div.body",
        {},
        own,
        el(
          "button.plain",
          { type: "button", "data-key": "add-own", onclick: () => act.addOwn(own.value) },
          "Put in force",
        ),
        " ",
        el("span.bad", { role: "alert" }, act.problem),
      ),
    ),
    panel(
      "In force",
      `${active.length}`,
      active.length === 0 ? empty("No faults.") : table(["Id", "Rule", "#Struck", ""], others),
    ),
    panel(
      "Open questions",
      "where Adobe's documents leave two answers",
      table(
        ["Switch", "Answer", "Question"],
        assumptions.map(({ name, value, values, question }) =>
          el(
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
          ),
        ),
      ),
    ),
  ];
};

/** The views by key, in their order. */
export const views = {
  datasets: { title: "Datasets", show: datasets, count: ({ sandbox }) => sandbox.datasets.length },
  refused: {
    title: "Refused",
    show: refused,
    bad: true,
    count: ({ sandbox }) => sandbox.datasets.reduce((sum, one) => sum + one.refusedTotal, 0),
  },
  flows: { title: "Flows", show: flows, count: ({ sandbox }) => sandbox.flows.length },
  schemas: { title: "Schemas", show: schemas, count: ({ sandbox }) => sandbox.schemas.length },
  requests: { title: "Requests", show: requests, count: ({ requestTotal }) => requestTotal },
  faults: {
    title: "Faults & switches",
    show: faults,
    bad: true,
    count: ({ faults: active }) => active.length,
  },
};
