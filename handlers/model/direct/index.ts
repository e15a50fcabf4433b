import { findEvent } from "../events";
import { fields, lists } from "../fields";
import { identityForm } from "../identityValue";
import type { Mapping } from "../mapping";
import { identityPath, TRAITS, type SiteIdentity } from "../siteIdentities";
import type {
  FieldDefinition,
  ListDefinition,
  PrivacyAction,
  PrivacyCategory,
  Shape,
} from "../types";
import {
  at,
  call,
  firstOf,
  ifMatches,
  ipV4Pattern,
  ipV6Pattern,
  isComplete,
  isNobody,
  listIf,
  quote,
  timeAt,
  trimmed,
  unlessEmpty,
  uriPattern,
} from "./expressions";
import { made, type MadeName, type Webhook } from "./made";

// Not part of `handlers/model/index.ts`: the functions' bundles do not need it.
export { differences, type Difference, type DifferenceName } from "./differences";
export type { Webhook } from "./made";

/** What direct mode makes rows of, and what it leaves out of them. */
export interface DirectOptions extends Webhook {
  readonly privacy: Readonly<Record<PrivacyCategory, PrivacyAction>>;
  /** Whether the row holds a transcript's HTML body. */
  readonly htmlBody: boolean;
  /** Identities that the site gives; those from traits cannot be read. Default: none. */
  readonly identities?: readonly SiteIdentity[];
}

/** The strictest action of a field's categories. Only email addresses can be hashed. */
function actionFor({ privacy: categories }: FieldDefinition, { privacy }: DirectOptions) {
  const actions = categories.map((category) => privacy[category]);
  return (["drop", "hash"] as const).find((action) => actions.includes(action)) ?? "keep";
}

function isLeftOut({ direct }: FieldDefinition, shape: Shape): boolean {
  return typeof direct === "object" && (direct.shapes ?? [shape]).includes(shape);
}

/** The value at one path, in the form that the field's type has in the relay's row. */
function read(path: string, { type }: FieldDefinition): string {
  switch (type) {
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

/** As Adobe joins on it: trimmed, lowercase, SHA-256 (namespace `Email_LC_SHA256`). */
function hashed(value: string): string {
  return call("sha256", call("lower", call("trim", value)), quote("UTF-8"));
}

function sourceOf(
  name: string,
  field: FieldDefinition,
  shape: Shape,
  options: DirectOptions,
): string | undefined {
  if (field.direct === "made") return made[name as MadeName](options);
  const paths = field.chatlio?.[shape];
  const action = actionFor(field, options);
  if (paths === undefined || isLeftOut(field, shape) || action === "drop") return undefined;
  const value = firstOf(paths.map((path) => read(path, field)));
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
    .filter((item) => !isLeftOut(item, shape) && actionFor(item, options) === "keep")
    .map((item) => ({ item, path: `${at(root)}[*].${item.chatlio?.[shape]?.[0] ?? ""}` }));
  const complete = items
    .filter(({ item }) => item.type === "string")
    .map(({ path }) => isComplete(path))
    .join(" && ");
  return items.map(({ item, path }) =>
    expression(listIf(complete, path), `${list.xdm}[*].${item.xdm}`),
  );
}

/** The user id as an identity: nothing when it stands for nobody or has another form. A transcript has none. */
function identityExpressions(shape: Shape, { identities = [] }: DirectOptions): Mapping[] {
  const [path] = (fields.visitorUserId as FieldDefinition).chatlio?.[shape] ?? [];
  if (path === undefined) return [];
  const value = trimmed(path);
  return identities
    .filter(({ from }) => !from.startsWith(TRAITS))
    .map((identity) =>
      expression(
        call(
          "iif",
          isNobody(value),
          "nullify()",
          ifMatches(value, identityForm(identity.namespace)),
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
