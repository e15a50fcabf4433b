import { MAX_FAILURES } from "../../../provider-sdk";
import type { CheckFailure } from "../../../provider-sdk";
import { isUnknown } from "../lifecycle/unknown";
import { ANY, howToAdd, suggestions, typeAt } from "../xdm/fieldPaths";
import type { FieldTypes } from "../xdm/fieldPaths";
import { requiredFields } from "../xdm/standard";
import { fromTenant } from "../xdm/tenant";
import { functionNames, keywords } from "./reservedWords";

interface Mapping {
  readonly sourceType: string;
  readonly source: string;
  readonly destination: string;
}

/** Longest calculated field that Data Prep accepts (its troubleshooting guide). */
const LONGEST_EXPRESSION = 4096;

/**
 * What is wrong with mappings, as far as their fields and those of the schema are known.
 * @param namespace - the tenant namespace that the program may write instead of `_tenant`.
 */
export function mappingFailures(
  mappings: readonly Mapping[],
  fields: FieldTypes | undefined,
  namespace: string,
): CheckFailure[] {
  if (isUnknown(mappings)) return [];
  const seen = new Map<string, number>();
  let unknownFields = 0;
  return mappings.flatMap((mapping, index) => {
    if (isUnknown(mapping)) return [];
    const { sourceType, source, destination } = mapping;
    const at = `mappings[${index}]`;
    const failures: CheckFailure[] = [];
    // The same field may be written below `_tenant` and below the real namespace.
    const path = fromTenant(destination, namespace);
    const first = seen.get(path);
    if (!isUnknown(destination)) {
      if (first !== undefined) {
        failures.push({
          property: `${at}.destination`,
          reason: `${destination} is already filled by mappings[${first}]; remove one of the two`,
        });
      }
      seen.set(path, first ?? index);
      if (fields !== undefined && !isUnknown(fields)) {
        const found = destinationFailures(path, fields, `${at}.destination`, unknownFields);
        unknownFields += found.length;
        failures.push(...found);
      }
    }
    if (!isUnknown(source)) {
      failures.push(...sourceFailures(sourceType, source, destination, `${at}.source`));
    }
    return failures;
  });
}

/** @param before - number of failures found before: only those that are shown get suggestions. */
function destinationFailures(
  path: string,
  fields: FieldTypes,
  property: string,
  before: number,
): CheckFailure[] {
  if (typeAt(fields, path) !== undefined) return [];
  const near = before < MAX_FAILURES ? suggestions(fields, path) : [];
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  return [
    {
      property,
      reason: `the schema has no field ${path}; correct the path or ${howToAdd(fields)}.${meant}`,
    },
  ];
}

function sourceFailures(
  sourceType: string,
  source: string,
  destination: string,
  property: string,
): CheckFailure[] {
  if (sourceType === "EXPRESSION" && source.length > LONGEST_EXPRESSION) {
    return [
      {
        property,
        reason: `the expression has ${source.length} characters; Data Prep takes ${LONGEST_EXPRESSION}. Split it over helper fields or send the value ready made`,
      },
    ];
  }
  if (sourceType !== "ATTRIBUTE") return [];
  const [head = ""] = bareNames(source);
  if (keywords.has(head)) {
    return [
      {
        property,
        reason: `"${head}" is a reserved word of Data Prep; write the name as \${${head}}`,
      },
    ];
  }
  const lists = (path: string) => path.split("[*]").length - 1;
  if (!isUnknown(destination) && lists(source) !== lists(destination)) {
    return [
      {
        property,
        reason: `has ${lists(source)} list(s) ([*]) in its path and the destination ${lists(destination)}; give both sides the same number`,
      },
    ];
  }
  return [];
}

/** The names in a source path that are not wrapped in `${…}`. */
function bareNames(source: string): string[] {
  return source.replaceAll(/\$\{[^}]*\}/g, "").split(/[.[\]*]+/);
}

/**
 * The names in ATTRIBUTE sources that Data Prep's guide wants to be wrapped, because they are functions or
 * reserved words. Adobe accepts mappings with them, so they are not failures.
 */
export function unwrappedNames(mappings: readonly Mapping[]): string[] {
  if (isUnknown(mappings)) return [];
  const names = mappings
    .filter((mapping) => !isUnknown(mapping) && !isUnknown(mapping.source))
    .filter(({ sourceType }) => sourceType === "ATTRIBUTE")
    .flatMap(({ source }) => bareNames(source))
    .filter((name) => functionNames.has(name) || keywords.has(name));
  return [...new Set(names)];
}

/** Fields that every record of the schema's class must have, and that no mapping fills. */
export function missingRequired(
  mappings: readonly Mapping[],
  fields: FieldTypes | undefined,
): string[] {
  if (fields === undefined || isUnknown(fields) || isUnknown(mappings)) return [];
  if (mappings.some((mapping) => isUnknown(mapping) || isUnknown(mapping.destination))) return [];
  const filled = new Set(mappings.map(({ destination }) => destination));
  return requiredFields(fields).filter((path) => fields[path] !== ANY && !filled.has(path));
}
