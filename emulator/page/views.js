import { counted, el, empty, panel, record, table, time, unfolding } from "../ui/dom.js";
import { faults } from "./faults.js";

function fits(filter, value) {
  return filter === "" || JSON.stringify(value).toLowerCase().includes(filter.toLowerCase());
}

function stateClass(state) {
  return state === "enabled" ? "good" : state === "disabled" ? "bad" : "wait";
}

function columnTitle({ label, path }) {
  return { text: label, title: path };
}

function rowOf({ at, row, cells, key }) {
  return unfolding(
    key,
    `Whole row ${row._id ?? ""}`,
    [
      el("td.mono", {}, time(at)),
      ...cells.map((text) => el("td.cell", { title: text }, el("div", {}, text))),
    ],
    () => el("pre", {}, JSON.stringify(row, null, 2)),
  );
}

function datasets({ sandbox, filter }) {
  const found = sandbox.datasets.filter((one) => fits(filter, one));
  if (found.length === 0) return [empty("No datasets here yet.")];
  return found.map((dataset) =>
    panel(
      dataset.name,
      `${counted(dataset.total, "row")}, ${dataset.rejectedTotal} rejected · ${dataset.id}`,
      dataset.latest.length === 0
        ? empty("No rows yet. They show up here as they arrive.")
        : table(
            ["", "Arrived", ...dataset.columns.map(columnTitle)],
            dataset.latest.flatMap(rowOf),
          ),
    ),
  );
}

function rejected({ sandbox, filter }) {
  const rows = sandbox.datasets.flatMap((dataset) =>
    dataset.rejected.map((one) => ({ ...one, dataset: dataset.name })),
  );
  const found = rows.filter((one) => fits(filter, one)).sort((a, b) => b.at - a.at);
  if (found.length === 0) return [empty("No record was rejected.")];
  return [
    panel(
      "Rejected records",
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
}

function flows({ sandbox, filter }) {
  const found = sandbox.flows.filter((one) => fits(filter, one));
  const nameOf = (id) => sandbox.datasets.find((one) => one.id === id)?.name ?? id ?? "";
  if (found.length === 0) return [empty("No dataflows here yet.")];
  return [
    panel(
      "Dataflows",
      `${found.length}`,
      table(
        ["Name", "State", "#Received", "#Delivered", "#Rejected", "Dataset", "Id"],
        found.map((flow) =>
          el(
            "tr",
            {},
            el("td", {}, flow.name),
            el(`td.${stateClass(flow.state)}`, {}, flow.state),
            el("td.number", {}, flow.received),
            el("td.number", {}, flow.delivered),
            el(flow.rejected > 0 ? "td.number.bad" : "td.number", {}, flow.rejected),
            el("td", {}, nameOf(flow.dataset)),
            el("td.mono", {}, flow.id),
          ),
        ),
      ),
    ),
  ];
}

function typeOf(field) {
  if (field.type === "array") return `list of ${typeOf(field.items ?? {})}`;
  if (field["meta:xdmType"] === "map") return `map of ${typeOf(field.additionalProperties ?? {})}`;
  return [field.type ?? "anything", field.format ? `(${field.format})` : ""].join(" ").trim();
}

/** Notes on a field: required, closed list, identity. */
function notesOf(field, isRequired, identity) {
  return [
    isRequired ? "required" : "",
    field.enum ? `one of ${field.enum.join(", ")}` : "",
    identity ? `${identity.primary ? "primary identity" : "identity"} ${identity.namespace}` : "",
  ]
    .filter((note) => note !== "")
    .map((note) => ` · ${note}`)
    .join("");
}

function branches(properties, { required, identities, id }, path = "", depth = 0) {
  return el(
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
}

function schemas({ sandbox, filter }) {
  const found = sandbox.schemas.filter((one) => fits(filter, one));
  if (found.length === 0) return [empty("No schemas here yet.")];
  return found.map((schema) =>
    panel(
      schema.title,
      `version ${schema.version} · ${schema.id}`,
      el("div.body", {}, branches(schema.properties, schema)),
    ),
  );
}

function statusClass(status) {
  return status === 0 || status >= 500 ? "bad" : status >= 400 ? "wait" : "good";
}

function requests({ requests: log, filter }) {
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
}

/** The views by key, in their order. */
export const views = {
  datasets: { title: "Datasets", show: datasets, count: ({ sandbox }) => sandbox.datasets.length },
  rejected: {
    title: "Rejected",
    show: rejected,
    bad: true,
    count: ({ sandbox }) => sandbox.datasets.reduce((sum, one) => sum + one.rejectedTotal, 0),
  },
  flows: { title: "Flows", show: flows, count: ({ sandbox }) => sandbox.flows.length },
  schemas: { title: "Schemas", show: schemas, count: ({ sandbox }) => sandbox.schemas.length },
  requests: { title: "Requests", show: requests, count: ({ requestTotal }) => requestTotal },
  faults: {
    title: "Faults & assumptions",
    show: faults,
    bad: true,
    count: ({ faults: active }) => active.length,
  },
};
