import { fields, lists } from "./fields";
import { TENANT } from "./paths";
import type { FieldDefinition, FieldType, XdmField } from "./types";

/** `$id` of the class of every row, from adobe/xdm: a time series with `_id` and `timestamp` required. */
export const classRef = "https://ns.adobe.com/xdm/context/experienceevent";

/**
 * `$id`s of Adobe's own field groups that the schema is composed with, so that page, referrer, user
 * agent and address land where Adobe's reports look for them (adobe/xdm).
 */
export const standardFieldGroups = [
  "https://ns.adobe.com/xdm/context/experienceevent-web",
  "https://ns.adobe.com/xdm/context/experienceevent-environment-details",
] as const;

const titles: Readonly<Record<string, string>> = {
  chatlio: "Chatlio",
  visitor: "Visitor",
  contact: "Contact given",
  conversation: "Conversation",
  agent: "Agent",
  transcript: "Transcript",
  relay: "Relay",
};

function jsonType(type: FieldType): XdmField {
  switch (type) {
    case "date-time":
      return { type: "string", format: "date-time" };
    case "boolean":
    case "integer":
      return { type };
    case "strings":
      return { type: "array", items: { type: "string" } };
    case "string":
    case "json":
    case "email":
    case "uri":
    case "ipv4":
    case "ipv6":
      return { type: "string" };
  }
}

function xdmField({ type, title, description }: FieldDefinition): XdmField {
  return { ...jsonType(type), title, description };
}

type Tree = Record<string, XdmField>;

function insert(tree: Tree, [name = "", ...rest]: readonly string[], leaf: XdmField): void {
  if (rest.length === 0) {
    tree[name] = leaf;
    return;
  }
  const parent = (tree[name] ??= { type: "object", title: titles[name] ?? name, properties: {} });
  insert(parent.properties as Tree, rest, leaf);
}

function ownPath(xdm: string): readonly string[] | undefined {
  return xdm.startsWith(`${TENANT}.`) ? xdm.slice(TENANT.length + 1).split(".") : undefined;
}

function build(): Readonly<Tree> {
  const tree: Tree = {};
  for (const field of Object.values<FieldDefinition>(fields)) {
    const path = ownPath(field.xdm);
    if (path) insert(tree, path, xdmField(field));
  }
  for (const { xdm, title, description, items } of Object.values(lists)) {
    const properties = Object.fromEntries(
      Object.values<FieldDefinition>(items).map((item) => [item.xdm, xdmField(item)]),
    );
    const list: XdmField = {
      type: "array",
      title,
      description,
      items: { type: "object", properties },
    };
    insert(tree, ownPath(xdm) ?? [], list);
  }
  return tree;
}

/** The field group's own fields, to be placed below the tenant's namespace. */
export const fieldGroupProperties = build();
