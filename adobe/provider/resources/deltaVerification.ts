import type { SpecItem } from "../../client/flowSpecs";
import { isObject } from "../../client/json";
import { isUnknown } from "../lifecycle/unknown";
import { objectIn } from "./common";
import { COPY } from "./deltaColumn";
import type { DeltaColumn } from "./deltaColumn";
import { schemaFaults } from "./specSchema";

/** What a flow specification says of a delta column that it has no place for, or that is not as it wants it. */
export function deltaFaults(
  found: SpecItem | undefined,
  column: DeltaColumn | undefined,
): string[] {
  if (column === undefined || isUnknown(column)) return [];
  const all = specsOf(found);
  // One that names no transformations says nothing of them.
  if (all.length === 0) return [];
  const copy = all.find(({ name }) => name === COPY);
  if (copy === undefined)
    return ["deltaColumn: is for sources of tables, and this one takes none; leave it out"];
  const form = objectIn(objectIn(copy["spec"], "properties"), "deltaColumn");
  return schemaFaults(form, column, "deltaColumn");
}

/**
 * What is likely forgotten: Adobe's reference to Flow Service says that databases and CRMs require a delta column. A single
 * run takes all that is there.
 */
export function deltaRemark(
  found: SpecItem | undefined,
  column: DeltaColumn | undefined,
  frequency: unknown,
): string | undefined {
  const isForgotten =
    column === undefined &&
    typeof frequency === "string" &&
    !isUnknown(frequency) &&
    frequency !== "once" &&
    specsOf(found).some(({ name }) => name === COPY);
  return isForgotten
    ? "deltaColumn is not given: Adobe's reference says that databases and CRMs need it. Without one each run may take the whole table again"
    : undefined;
}

/** The transformations of a flow specification. The guide to databases prints the key without an s. */
function specsOf(found: SpecItem | undefined): Record<string, unknown>[] {
  const lists = [found?.["transformationSpecs"], found?.["transformationSpec"]];
  return lists.flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
}
