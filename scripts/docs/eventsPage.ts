import { events } from "../../handlers/model/events";
import { fields, lists } from "../../handlers/model/fields";
import { labeledLists } from "../../handlers/model/labels";
import type { FieldDefinition, ListDefinition } from "../../handlers/model/types";
import { standardFieldGroups } from "../../handlers/model/xdm";

const types: Readonly<Record<FieldDefinition["type"], string>> = {
  string: "string",
  json: "string (JSON)",
  email: "string (e-mail address)",
  uri: "string (URI)",
  ipv4: "string (IPv4)",
  ipv6: "string (IPv6)",
  "date-time": "date-time",
  boolean: "boolean",
  integer: "integer",
  strings: "array of string",
};

function code(text: string): string {
  return `\`${text}\``;
}

function from({ chatlio }: FieldDefinition, prefix = ""): string {
  if (!chatlio) return "made by the relay";
  const byPaths = new Map<string, string[]>();
  for (const [shape, paths] of Object.entries(chatlio)) {
    const text = paths.map((path) => code(prefix + path)).join(", else ");
    byPaths.set(text, [...(byPaths.get(text) ?? []), shape]);
  }
  return [...byPaths].map(([paths, shapes]) => `${shapes.join(", ")}: ${paths}`).join("; ");
}

function row(name: string, path: string, field: FieldDefinition, prefix?: string): string {
  const privacy = field.privacy.length === 0 ? "none" : field.privacy.join(", ");
  const labels = field.labels.length === 0 ? "none" : field.labels.join(", ");
  const required = field.required ? " In every event." : "";
  return `| ${[
    code(name),
    code(path),
    types[field.type],
    from(field, prefix),
    privacy,
    labels,
    field.description + required,
  ].join(" | ")} |`;
}

const head = [
  "| Event field | XDM path | Type | In Chatlio's payload | Privacy | Labels | Meaning |",
  "| --- | --- | --- | --- | --- | --- | --- |",
];

function listRows(name: string, list: ListDefinition): string[] {
  const prefix = `${Object.values(list.chatlio).flat()[0] ?? name}[].`;
  return Object.entries(list.items).map(([item, field]) =>
    row(`${name}[].${item}`, `${list.xdm}[*].${field.xdm}`, field, prefix),
  );
}

/** What the label of a list does to the fields of its items that need none themselves. */
function labelsOfLists(): string[] {
  return labeledLists.flatMap(({ labels, name }) => {
    const items = Object.entries<FieldDefinition>(lists[name as keyof typeof lists].items);
    const without = items.filter(([, item]) => item.labels.length === 0);
    if (labels.length === 0 || without.length === 0) return [];
    const names = without.map(([item]) => code(item)).join(", ");
    return [
      `The list ${code(name)} is labeled as a whole, with the labels of all fields of its items`,
      `(${labels.map(code).join(" and ")}). A policy that hides one of them hides the whole list, with ${names} too, for which`,
      "the table says none.",
    ];
  });
}

/** The data dictionary (docs/events.md), made from the event model. */
export function dictionary(): string {
  return [
    "# Events and fields",
    "",
    "<!-- Made from handlers/model by `npm run docs:handlers`. Do not edit: a test compares it. -->",
    "",
    "Every webhook becomes one XDM ExperienceEvent. `_tenant` stands for your organization's tenant",
    "namespace. Paths outside it are fields of Adobe's own field groups",
    `${standardFieldGroups.map(code).join(" and ")}.`,
    "A field without a value is left out, because AEP rejects empty values. Times are RFC 3339 in UTC",
    "with milliseconds; finer fractions are truncated.",
    "",
    "The column _Privacy_ names the categories of `chatlio-aep:privacy` that apply to the field. If there",
    "are several, the strictest action applies. [privacy.md](privacy.md) says what else is redacted, and",
    "what is not found.",
    "",
    "The column _Labels_ has Adobe's data usage labels that the field needs: `I1` identifies a person directly, `I2`",
    "together with other data, `S2` is a location as wide as a city. With `chatlio-aep:labels: true` the stack puts them on",
    "its own fields (`_tenant`); [privacy.md](privacy.md#labels) says what to do about the others.",
    ...labelsOfLists(),
    "",
    "A stack with `chatlio-aep:identities` has a field for each namespace too, `_tenant.chatlio.identities.<namespace>`",
    "([identities.md](identities.md)), which needs the label `I1`, an ECID `I2`. One with `chatlio-aep:consents` has `_tenant.chatlio.privacy.consents` with the",
    "visitor's choices ([identities.md](identities.md#consents)).",
    "",
    "## Events",
    "",
    "| Path segment | `eventType` | In Chatlio's dashboard | Payload shape |",
    "| --- | --- | --- | --- |",
    ...events.map(
      ({ slug, eventType, chatlioName, shape }) =>
        `| ${code(slug)} | ${code(eventType)} | ${chatlioName} | ${shape} |`,
    ),
    "",
    "## Fields",
    "",
    ...head,
    ...Object.entries<FieldDefinition>(fields).map(([name, field]) => row(name, field.xdm, field)),
    ...Object.entries<ListDefinition>(lists).flatMap(([name, list]) => listRows(name, list)),
    "",
  ].join("\n");
}
