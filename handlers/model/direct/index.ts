import { findEvent } from "../events";
import { fields, lists } from "../fields";
import { identityForm } from "../identityValue";
import type { Mapping } from "../mapping";
import { identityPath, TRAITS, type SiteIdentity } from "../siteIdentities";
import type { FieldDefinition, ListDefinition, Shape } from "../types";
import {
  at,
  call,
  firstOf,
  ifMatches,
  ipV4Pattern,
  ipV6Pattern,
  isComplete,
  isNobody,
  joined,
  listIf,
  timeAt,
  trimmed,
  unlessEmpty,
  uriPattern,
} from "./expressions";
import { made, type MadeName, type Webhook } from "./made";
import {
  actionFor,
  hashed,
  hasNoAddress,
  identityWithoutAddress,
  isLeftOut,
  isSingle,
  withoutAddress,
  type Actions,
} from "./privacy";

// Not part of `handlers/model/index.ts`: the functions' bundles do not need it.
export { differences, type Difference, type DifferenceName } from "./differences";
export type { Webhook } from "./made";
export {
  isLeftOut,
  isSingle,
  mayHoldAddress,
  openCategories,
  unsearched,
  type Unsearched,
} from "./privacy";

/** What direct mode makes rows of, and what it leaves out of them. */
export interface DirectOptions extends Webhook {
  readonly privacy: Actions;
  /** Whether the row holds a transcript's HTML body. */
  readonly htmlBody: boolean;
  /** Identities that the site gives; those from traits cannot be read. Default: none. */
  readonly identities?: readonly SiteIdentity[];
}

/** The value at one path, in the form that the field's type has in the relay's row. */
function read(path: string, field: FieldDefinition, privacy: Actions): string {
  if (isSingle(field)) return withoutAddress(path, privacy);
  switch (field.type) {
    case "email":
      return ifMatches(trimmed(path), identityForm("Email"));
    case "uri":
      return ifMatches(trimmed(path), uriPattern);
    case "ipv4":
      return ifMatches(trimmed(path), ipV4Pattern);
    case "ipv6":
      return ifMatches(trimmed(path), ipV6Pattern);
    case "date-time":
      return timeAt(path);
    case "strings":
      return listIf(isComplete(at(path)), at(path));
    case "string":
    case "json":
    case "boolean":
    case "integer":
      return unlessEmpty(at(path));
  }
}

function sourceOf(
  name: string,
  field: FieldDefinition,
  shape: Shape,
  options: DirectOptions,
): string | undefined {
  if (field.direct === "made") return made[name as MadeName](options);
  const paths = field.chatlio?.[shape];
  const action = actionFor(field, options.privacy);
  if (paths === undefined || isLeftOut(field, shape) || action === "drop") return undefined;
  // What is hashed as a whole must not lose an address before.
  const privacy =
    action === "hash" ? { ...options.privacy, email: "keep" as const } : options.privacy;
  const value = firstOf(paths.map((path) => read(path, field, privacy)));
  return action === "hash" ? hashed(value) : value;
}

function expression(source: string, destination: string): Mapping {
  return { sourceType: "EXPRESSION", source, destination };
}

/** Relay and direct mode keep the HTML body only as a whole: nobody can say what is in it. */
function withoutHtml({ htmlBody, privacy }: DirectOptions): boolean {
  return !htmlBody || Object.values(privacy).some((action) => action !== "keep");
}

function fieldMappings(shape: Shape, options: DirectOptions): Mapping[] {
  return Object.entries<FieldDefinition>(fields)
    .filter(([name]) => name !== "transcriptHtml" || !withoutHtml(options))
    .flatMap(([name, field]) => {
      const source = sourceOf(name, field, shape, options);
      return source === undefined ? [] : [expression(source, field.xdm)];
    });
}

/** All columns of a list have the same condition, so that a row has all of them or none. */
function listMappings(list: ListDefinition, shape: Shape, options: DirectOptions): Mapping[] {
  const [root] = list.chatlio[shape] ?? [];
  if (root === undefined) return [];
  const items = Object.values(list.items)
    .filter((item) => !isLeftOut(item, shape) && actionFor(item, options.privacy) === "keep")
    .map((item) => ({ item, path: `${at(root)}[*].${item.chatlio?.[shape]?.[0] ?? ""}` }));
  const complete = items
    .filter(({ item }) => item.type === "string")
    .map(({ path }) => isComplete(path))
    .join(" && ");
  // A column in which one value has an address is left out as a whole: a list has no condition for each item.
  const conditionOf = ({ item, path }: (typeof items)[number]) =>
    options.privacy.email !== "keep" && isSingle(item)
      ? `${complete} && ${hasNoAddress(joined(path))}`
      : complete;
  return items.map((each) =>
    expression(listIf(conditionOf(each), each.path), `${list.xdm}[*].${each.item.xdm}`),
  );
}

/**
 * The user id as an identity: nothing when it stands for nobody, has another form, or has an address that privacy does
 * not keep. A transcript has none.
 */
function identityExpressions(shape: Shape, { identities = [], privacy }: DirectOptions): Mapping[] {
  const [path] = (fields.visitorUserId as FieldDefinition).chatlio?.[shape] ?? [];
  if (path === undefined) return [];
  const value = trimmed(path);
  return identities
    .filter(({ from }) => !from.startsWith(TRAITS))
    .map((identity) =>
      expression(
        identityWithoutAddress(
          value,
          call(
            "iif",
            isNobody(value),
            "nullify()",
            ifMatches(value, identityForm(identity.namespace)),
          ),
          privacy,
        ),
        identityPath(identity),
      ),
    );
}

/**
 * The mapping set from what Chatlio sends to one webhook to the row. It makes the row that the relay
 * would have made, but for {@link differences}.
 */
export function directMappings(options: DirectOptions): readonly Mapping[] {
  const event = findEvent(options.slug);
  if (event === undefined) throw new Error(`There is no event ${options.slug}.`);
  return [
    ...fieldMappings(event.shape, options),
    ...Object.values<ListDefinition>(lists).flatMap((list) =>
      listMappings(list, event.shape, options),
    ),
    ...identityExpressions(event.shape, options),
  ];
}
