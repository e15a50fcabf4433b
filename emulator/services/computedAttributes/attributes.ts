import { uuid } from "../../common/ids";
import type { Call } from "../../common/service";
import type { ComputedAttribute } from "../../state/entities";
import { profileError } from "../profile/errors";
import { computedErrors } from "./errors";
import { validComputed, validPatch, type ComputedInput } from "./validate";

export function allAttributes({ sandbox }: Call): ComputedAttribute[] {
  return sandbox.computedAttributes.values();
}

/** The computed attribute of the path. Throws 404 when there is none. */
export function findAttribute(call: Call): ComputedAttribute {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.computedAttributes.get(id);
  if (found !== undefined) return found;
  throw profileError(computedErrors.notFound, `There is no computed attribute ${id}.`);
}

/** POST: a draft, or one that is published. */
export function createAttribute(call: Call): ComputedAttribute {
  const input = validComputed(call.body);
  const now = call.organization.now();
  checkName(call, input.name);
  const made = { id: uuid(), ...input, created: now, updated: now, createdBy: call.user.userId };
  return save(call, published(made, now));
}

/** PATCH: what the status of the attribute allows. */
export function changeAttribute(call: Call): ComputedAttribute {
  const old = findAttribute(call);
  const changes = changesOf(old, validPatch(call.body));
  const now = call.organization.now();
  if (old.status === "DRAFT") checkDraft(call, changes);
  else checkPublished(old, changes);
  if (changes.name !== undefined) checkName(call, changes.name);
  return save(call, published({ ...old, ...changes, updated: now }, now));
}

/** Only what is another value than before: a client may send the whole attribute back. */
function changesOf(old: ComputedAttribute, sent: Partial<ComputedInput>): Partial<ComputedInput> {
  const isOther = ([key, value]: [string, unknown]): boolean =>
    JSON.stringify(value) !== JSON.stringify(old[key as keyof ComputedInput]);
  return Object.fromEntries(Object.entries(sent).filter(isOther));
}

function checkDraft(call: Call, { status, displayName }: Partial<ComputedInput>): void {
  if (status === "DISABLED") throw fixed("A draft can only become NEW.");
  if (displayName === undefined) return;
  if (call.organization.assume["computed-display-name"] === "changes") return;
  throw profileError(computedErrors.displayName, "The display name of a draft cannot be changed.");
}

function checkPublished(old: ComputedAttribute, changes: Partial<ComputedInput>): void {
  const { status, ...others } = changes;
  const [first] = Object.keys(others);
  if (first !== undefined) {
    throw fixed(`\`${first}\` cannot be changed of one that is published.`);
  }
  if (status === undefined) return;
  if (old.status === "NEW" && status === "DISABLED") return;
  throw fixed(`The status cannot be changed from ${old.status} to ${status}.`);
}

function fixed(detail: string) {
  return profileError(computedErrors.fixed, detail);
}

function checkName(call: Call, name: string): void {
  const isFree = call.organization.assume["computed-inactive-name"] === "free";
  const other = allAttributes(call).find(
    (one) => one.name === name && !(isFree && one.status === "DISABLED"),
  );
  if (other === undefined) return;
  throw profileError(computedErrors.nameTaken, `${other.id} has the name ${name}.`);
}

/** The attribute with the time at which it is published, once it is. */
function published(attribute: ComputedAttribute, now: number): ComputedAttribute {
  return attribute.status === "NEW" && attribute.published === undefined
    ? { ...attribute, published: now }
    : attribute;
}

function save({ sandbox, organization }: Call, attribute: ComputedAttribute): ComputedAttribute {
  sandbox.computedAttributes.set(attribute.id, attribute);
  organization.events.emit("change");
  return attribute;
}

/** DELETE: of a draft. Returns what is gone. */
export function deleteAttribute(call: Call): ComputedAttribute {
  const found = findAttribute(call);
  if (found.status !== "DRAFT") {
    throw profileError(computedErrors.notDraft, `${found.id} is not a draft.`);
  }
  call.sandbox.computedAttributes.delete(found.id);
  call.organization.events.emit("change");
  return found;
}
