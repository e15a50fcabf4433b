import type { Operation } from "../lifecycle/definition";
import type { GroupContent } from "../xdm/groupForm";
import { dataTypesIn, idsIn, verifyIds } from "./registryIds";
import type { GivenId } from "./registryIds";
import { verifySingleFields } from "./singleFieldInput";
import { verifyStandardPaths } from "./standardPaths";

/** What a field group names of other objects. */
export interface GroupInputs extends GroupContent {
  readonly intendedToExtend: readonly string[];
}

/**
 * Looks up what a field group names and did not before. Values may be unknown.
 *
 * @throws Error that says which class, field group, data type or field is not there
 */
export async function verifyGroup(
  wanted: GroupInputs,
  was: GroupInputs | undefined,
  scope: Operation,
): Promise<void> {
  await verifyIds(idsOf(wanted), was === undefined ? [] : idsOf(was), scope);
  const { extendedFields } = wanted;
  const before = was?.extendedFields;
  await verifySingleFields(extendedFields, { input: "extendedFields", was: before }, scope);
  await verifyStandardPaths(wanted, was, scope);
}

function idsOf(group: GroupInputs): GivenId[] {
  const { intendedToExtend, extendedGroups } = group;
  return [
    ...idsIn("classes", "intendedToExtend", intendedToExtend),
    ...idsIn("fieldgroups", "extendedGroups", extendedGroups),
    ...dataTypesIn(group),
  ];
}
