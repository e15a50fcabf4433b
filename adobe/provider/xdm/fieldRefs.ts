import { pathText } from "../lifecycle/paths";
import type { Path } from "../lifecycle/paths";
import { isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";

/** An `$id` that a program gives, which may be unknown. */
export interface FieldRef {
  /** The input that has it. */
  readonly property: string;
  readonly id: string;
}

/** The data types to which fields refer, at any depth. Values may be unknown. */
function refsOfFields(fields: XdmFields | undefined, at: Path): FieldRef[] {
  if (fields === undefined || isUnknown(fields)) return [];
  return Object.entries(fields).flatMap(([name, field]) => refsOfField(field, [...at, name]));
}

function refsOfField(field: XdmField | undefined, at: Path): FieldRef[] {
  if (field === undefined || isUnknown(field)) return [];
  const { ref, properties, items, additionalProperties } = field;
  return [
    ...(ref === undefined ? [] : [{ property: pathText([...at, "ref"]), id: ref }]),
    ...refsOfFields(properties, [...at, "properties"]),
    ...refsOfField(items, [...at, "items"]),
    ...refsOfField(additionalProperties, [...at, "additionalProperties"]),
  ];
}

/** The data types to which the fields of a field group, a class or another data type refer. */
export function refsOfContent({
  properties,
  standardProperties = {},
}: {
  readonly properties: XdmFields;
  readonly standardProperties?: Readonly<Record<string, XdmFields>> | undefined;
}): FieldRef[] {
  const inside = isUnknown(standardProperties) ? [] : Object.entries(standardProperties);
  return [
    ...refsOfFields(properties, ["properties"]),
    ...inside.flatMap(([path, fields]) => refsOfFields(fields, ["standardProperties", path])),
  ];
}
