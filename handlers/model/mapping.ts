import { fields, lists } from "./fields";
import type { FieldDefinition } from "./types";

/** One line of a Data Prep mapping set. `_tenant` in the destination stands for the tenant's namespace. */
export interface Mapping {
  readonly sourceType: "ATTRIBUTE" | "EXPRESSION";
  readonly source: string;
  readonly destination: string;
}

/**
 * Always wrapped: Data Prep reserves more names than it lists, such as those of its functions
 * (Adobe Data Prep, functions guide).
 */
function wrap(name: string): string {
  return `\${${name}}`;
}

const fieldMappings = Object.entries<FieldDefinition>(fields).map(([name, { xdm }]): Mapping => ({
  sourceType: "ATTRIBUTE",
  source: wrap(name),
  destination: xdm,
}));

/** The only array mappings: `[*]` on both sides is what Adobe's UI writes; its API guide does not say. */
const listMappings = Object.entries(lists).flatMap(([name, list]) =>
  Object.entries<FieldDefinition>(list.items).map(([item, { xdm }]): Mapping => ({
    sourceType: "ATTRIBUTE",
    source: `${wrap(name)}[*].${item}`,
    destination: `${list.xdm}[*].${xdm}`,
  })),
);

/** The mapping set from the relay's event to the row: one line per field of the event model. */
export const mappings: readonly Mapping[] = [...fieldMappings, ...listMappings];
