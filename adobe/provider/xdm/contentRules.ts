import { UNKNOWN } from "../../../provider-sdk";
import type { CheckFailure } from "../../../provider-sdk";
import { own } from "../../client/own";
import { pathText } from "../lifecycle/paths";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { breakingChanges } from "./breaking";
import { fieldFailures } from "./fieldRules";
import { extendedOf, extendedRefs, standardPath } from "./groupForm";
import type { GroupContent } from "./groupForm";
import { keepFields, requiredBeyond } from "./keptFields";
import { keepRefs, singleFieldFailures } from "./singleFieldRules";
import type { PartRef } from "./singleFields";
import { standardFields } from "./standard";
import { isRequirable, parentOf, requirableNear } from "./standardRequired";
import { TENANT } from "./tenant";

/**
 * Rules for the content of a field group. Values may be unknown.
 *
 * @param old - the content so far; given when no change may be a breaking one
 */
export function contentFailures(
  content: GroupContent,
  old: GroupContent | undefined,
): CheckFailure[] {
  const { properties, standardProperties = {} } = content;
  const inside = isUnknown(standardProperties) ? [] : Object.entries(standardProperties);
  const failures = [
    ...fieldFailures(properties, ["properties"]),
    ...requiredFailures(content),
    ...inside.flatMap(([path, fields]) => [
      ...pathFailures(path),
      ...(isUnknown(fields) ? [] : fieldFailures(fields, ["standardProperties", path])),
    ]),
    ...standardRequiredFailures(content),
    ...extendedFailures(content),
  ];
  if (failures.length > 0 || old === undefined) return failures;
  return [
    ...breakingChanges(old.properties, properties, ["properties"]),
    ...inside.flatMap(([path, fields]) => {
      const was = own(old.standardProperties ?? {}, path);
      return was === undefined ? [] : breakingChanges(was, fields, ["standardProperties", path]);
    }),
  ];
}

function requiredFailures({ properties, required = [] }: GroupContent): CheckFailure[] {
  if (isUnknown(required) || isUnknown(properties)) return [];
  return required
    .filter((name) => !isUnknown(name) && !Object.hasOwn(properties, name))
    .map((name) => ({
      property: "required",
      reason: `names "${name}", which is not among the properties; add or correct it`,
    }));
}

function pathFailures(path: string): CheckFailure[] {
  const property = pathText(["standardProperties", path]);
  if (!standardPath.test(path)) {
    const reason = `"${path}" must be names joined by dots, as web.webPageDetails, with [*] after the name of a list; correct it`;
    return [{ property, reason }];
  }
  if (!path.split(".").includes(TENANT)) return [];
  return [
    { property, reason: `the fields are placed below ${TENANT} by themselves; take it away` },
  ];
}

function standardRequiredFailures({ standardProperties, standardRequired = [] }: GroupContent) {
  if (isUnknown(standardRequired) || isUnknown(standardProperties)) return [];
  return standardRequired.flatMap((path, index): CheckFailure[] => {
    if (isUnknown(path)) return [];
    const property = pathText(["standardRequired", index]);
    if (standardRequired.indexOf(path) !== index)
      return [{ property, reason: `"${path}" occurs twice; remove one` }];
    if (isRequirable(path, standardProperties)) return [];
    const reason = `"${path}" is none of the fields of standardProperties, nor an object that one of them is in; ${requirableFix(path, standardProperties)}`;
    return [{ property, reason }];
  });
}

function requirableFix(path: string, standard: GroupContent["standardProperties"]): string {
  const meant = requirableNear(path, standard);
  if (meant !== undefined) return `correct it. Did you mean ${meant}?`;
  if (path.startsWith(`${TENANT}.`)) return "what is among the properties, name in required";
  return path.includes(`.${TENANT}.`)
    ? "add or correct it"
    : "take it away: Adobe's own fields cannot be required by a field group";
}

/** What is required in an object that may be missing, with that object. */
export function conditionallyRequired({
  standardRequired = [],
  standardProperties,
}: GroupContent): [path: string, object: string][] {
  if (hasUnknown(standardRequired)) return [];
  return standardRequired
    .filter((path) => isUnknown(standardProperties) || isRequirable(path, standardProperties))
    .map((path): [string, string] => [path, parentOf(path)])
    .filter(([, object]) => object !== "" && !standardRequired.includes(object));
}

function extendedFailures({ extendedGroups = [], extendedFields = [] }: GroupContent) {
  const groups = isUnknown(extendedGroups) ? [] : extendedGroups;
  const single = isUnknown(extendedFields) ? [] : extendedFields;
  const ids = [...groups, ...single.map((one) => (isUnknown(one) ? UNKNOWN : one.ref))];
  const twice = ids.flatMap((id, index): CheckFailure[] => {
    if (isUnknown(id) || ids.indexOf(id) === index) return [];
    const at = index - groups.length;
    const path = at < 0 ? ["extendedGroups", index] : ["extendedFields", at, "ref"];
    return [{ property: pathText(path), reason: `"${id}" occurs twice; remove one` }];
  });
  const fields = single.flatMap((one, index) =>
    isUnknown(one) || isUnknown(one.ref)
      ? []
      : singleFieldFailures(one.refProperty, {
          property: pathText(["extendedFields", index, "refProperty"]),
          fields: standardFields(one.ref),
        }),
  );
  return [...twice, ...fields];
}

/**
 * The program's content together with what is at Adobe beyond it, which Adobe does not remove.
 *
 * @returns `kept`: what stays, for a message
 */
export function keepContent(
  found: GroupContent,
  wanted: GroupContent,
): { content: GroupContent; kept: readonly string[] } {
  const { fields, kept } = keepFields(found.properties, wanted.properties);
  const standard = keepStandard(found.standardProperties, wanted.standardProperties);
  const inside = keepStandardRequired(found, wanted);
  const extended = keepExtended(found, wanted);
  // Releases before this one could not say it, and left it.
  const left = wanted.required === undefined ? found.required : requiredBeyond(found, wanted);
  const isLeft = left !== undefined && left.length > 0;
  const content: GroupContent = {
    properties: fields,
    ...(wanted.required === undefined && !isLeft
      ? {}
      : { required: isLeft ? [...(wanted.required ?? []), ...left] : wanted.required }),
    ...(standard.all === undefined ? {} : { standardProperties: standard.all }),
    ...(inside.all === undefined ? {} : { standardRequired: inside.all }),
    ...extended.all,
  };
  const required = isLeft ? [`required ${left.join(", ")}`] : [];
  return {
    content,
    kept: [...kept, ...standard.kept, ...inside.kept, ...extended.kept, ...required],
  };
}

interface KeptPart<T> {
  readonly all: T | undefined;
  readonly kept: readonly string[];
}

function keepStandard(
  found: GroupContent["standardProperties"],
  wanted: GroupContent["standardProperties"],
): KeptPart<GroupContent["standardProperties"]> {
  if (found === undefined || isUnknown(wanted)) return { all: wanted, kept: [] };
  const all = { ...wanted };
  const kept: string[] = [];
  for (const [path, there] of Object.entries(found)) {
    const inner = keepFields(there, own(all, path) ?? {});
    all[path] = inner.fields;
    for (const one of inner.kept) kept.push(`${path}.${TENANT}.${one}`);
  }
  return { all, kept };
}

function keepStandardRequired(
  found: GroupContent,
  wanted: GroupContent,
): KeptPart<string[] | undefined> {
  const { standardRequired: given, standardProperties } = wanted;
  const there = found.standardRequired ?? [];
  if (hasUnknown(given) || isUnknown(standardProperties)) return { all: given, kept: [] };
  // What the program has and does not require is its own decision.
  const isLeft = (path: string) =>
    !given?.includes(path) && !isRequirable(path, standardProperties);
  const left = given === undefined ? there : there.filter(isLeft);
  if (left.length === 0) return { all: given, kept: [] };
  return { all: [...(given ?? []), ...left], kept: left.map((path) => `${path} required`) };
}

function keepExtended(
  found: GroupContent,
  wanted: GroupContent,
): KeptPart<Pick<GroupContent, "extendedGroups" | "extendedFields">> {
  const { extendedGroups, extendedFields } = wanted;
  const given = {
    ...(extendedGroups === undefined ? {} : { extendedGroups }),
    ...(extendedFields === undefined ? {} : { extendedFields }),
  };
  if (hasUnknown(given)) return { all: given, kept: [] };
  const { refs, kept } = keepRefs<PartRef>(extendedRefs(found), extendedRefs(wanted));
  return { all: kept.length === 0 ? given : extendedOf(refs), kept };
}
