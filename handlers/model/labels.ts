import { fields, lists } from "./fields";
import { TENANT } from "./paths";
import type { DataLabel, FieldDefinition, ListDefinition } from "./types";

/** A field of the stack's own field group with its data usage labels. */
export interface LabeledField {
  /** Name in the event model. */
  readonly name: string;
  /** Path with `_tenant` for the tenant's namespace. */
  readonly property: string;
  readonly labels: readonly DataLabel[];
}

/**
 * A list has the labels of everything in it. Adobe documents paths into a list for identities but not for labels, and a
 * label that no policy looks at would show what it should hide.
 */
function ofList([name, { xdm, items }]: readonly [string, ListDefinition]): LabeledField {
  const labels = new Set(Object.values(items).flatMap((item) => item.labels));
  return { name, property: xdm, labels: [...labels].sort() };
}

/** The lists that need labels. */
export const labeledLists: readonly LabeledField[] =
  Object.entries<ListDefinition>(lists).map(ofList);

/**
 * The fields that need labels. Those of Adobe's own field groups are not among them: a label there would apply to
 * every schema of the organization that uses the group.
 */
export const labeledFields: readonly LabeledField[] = [
  ...Object.entries<FieldDefinition>(fields).map(([name, { xdm, labels }]) => ({
    name,
    property: xdm,
    labels,
  })),
  ...labeledLists,
].filter(({ property, labels }) => property.startsWith(`${TENANT}.`) && labels.length > 0);
