import { isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";
import { derivedXdmType } from "./integerType";

/**
 * The fields without each width that follows from the bounds. Values may be unknown.
 */
export function withoutDerivedWidths(fields: XdmFields): XdmFields {
  if (isUnknown(fields)) return fields;
  return mapFields(fields, (field) => {
    const { xdmType, ...others } = field;
    return xdmType === derivedXdmType(field) ? others : field;
  });
}

/** Changes each field, and each one inside it. Unknown ones stay. */
function mapFields(fields: XdmFields, change: (field: XdmField) => XdmField): XdmFields {
  if (isUnknown(fields)) return fields;
  const at = (field: XdmField): XdmField => {
    if (isUnknown(field)) return field;
    const changed = change(field);
    const { properties, items, additionalProperties } = changed;
    return {
      ...changed,
      ...(properties === undefined ? {} : { properties: mapFields(properties, change) }),
      ...(items === undefined ? {} : { items: at(items) }),
      ...(additionalProperties === undefined
        ? {}
        : { additionalProperties: at(additionalProperties) }),
    };
  };
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, at(field)]));
}

/** Fields as read, without each width that a program which gave the fields last did not give. */
export function withWidthsOf(read: XdmFields, last: XdmFields | undefined): XdmFields {
  if (last === undefined) return read;
  return Object.fromEntries(
    Object.entries(read).map(([name, field]) => {
      const was = Object.hasOwn(last, name) ? last[name] : undefined;
      return [name, was === undefined ? field : widthOf(field, was)];
    }),
  );
}

function widthOf(read: XdmField, last: XdmField): XdmField {
  const { xdmType, ...field } = read;
  const { properties, items } = read;
  return {
    ...field,
    ...(xdmType === undefined || last.xdmType === undefined ? {} : { xdmType }),
    ...(properties === undefined ? {} : { properties: withWidthsOf(properties, last.properties) }),
    ...(items === undefined || last.items === undefined
      ? {}
      : { items: widthOf(items, last.items) }),
  };
}
