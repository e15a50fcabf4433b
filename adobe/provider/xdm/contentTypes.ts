import { UNKNOWN } from "../../../provider-sdk";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { fieldTypes, joinFieldTypes } from "./fieldPaths";
import type { FieldTypes } from "./fieldPaths";
import { extendedRefs } from "./groupForm";
import type { GroupContent } from "./groupForm";
import { onlyFields } from "./singleFields";
import { standardFields } from "./standard";
import { TENANT } from "./tenant";

/** Type by path of every field that a program gives a field group. Unknown as a whole when a part is. */
export function contentTypes(content: GroupContent): FieldTypes {
  const { properties, standardProperties = {}, extendedGroups, extendedFields } = content;
  const isOpen = isUnknown(standardProperties) || hasUnknown([extendedGroups, extendedFields]);
  if (isOpen || isUnknown(properties)) return UNKNOWN as unknown as FieldTypes;
  const inside = Object.entries(standardProperties);
  if (inside.some(([, fields]) => isUnknown(fields))) return UNKNOWN as unknown as FieldTypes;
  return joinFieldTypes([
    ...extendedRefs(content).map(({ ref, refProperty }) =>
      onlyFields(standardFields(ref), refProperty),
    ),
    ...inside.map(([path, fields]) => fieldTypes(fields, path)),
    fieldTypes(properties),
  ]);
}

/** The same for fields that are at the top, below no namespace: those of a data type or of a relational schema. */
export function topFieldTypes(properties: GroupContent["properties"]): FieldTypes {
  const types = contentTypes({ properties });
  if (isUnknown(types)) return types;
  const above = `${TENANT}.`;
  return Object.fromEntries(
    Object.entries(types)
      .filter(([path]) => path.startsWith(above))
      .map(([path, type]) => [path.slice(above.length), type]),
  );
}
