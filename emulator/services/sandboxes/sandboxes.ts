import type { Call } from "../../common/service";
import { stateOf, type SandboxRecord } from "../../state/sandboxRecord";
import { sandboxError, sandboxErrors } from "./errors";
import { checkReset, validSandbox, validTitle } from "./validate";

/** The sandbox of the path, deleted or not. Throws 404 when there was never one. */
export function findSandbox({ organization, params }: Call): SandboxRecord {
  const name = params["name"] ?? "";
  const found = organization.sandboxRecords.get(name);
  if (found !== undefined) return found;
  throw sandboxError(sandboxErrors.notFound, `There is no sandbox ${name}.`);
}

/** All sandboxes, those that are deleted too. */
export function allSandboxes({ organization }: Call): SandboxRecord[] {
  return organization.sandboxRecords.values();
}

/** The sandboxes that the caller may use. */
export function ownSandboxes({ organization }: Call): SandboxRecord[] {
  return organization.sandboxRecords.values().filter((one) => organization.isOpen(one));
}

/** POST: a sandbox that is `creating` for the provisioning delay. */
export function createSandbox(call: Call): SandboxRecord {
  const { organization, user } = call;
  const input = validSandbox(call.body);
  const now = organization.now();
  checkName(call, input.name);
  checkLimit(call);
  return save(call, {
    ...input,
    isDefault: false,
    state: "active",
    passing: "creating",
    readyAt: now + organization.settings.settleMs,
    version: 1,
    created: now,
    changed: now,
    createdBy: user.userId,
    changedBy: user.userId,
  });
}

function checkName({ organization }: Call, name: string): void {
  const other = organization.sandboxRecords.get(name);
  if (other === undefined) return;
  const isDeleted = stateOf(other, organization.now()) === "deleted";
  if (isDeleted && organization.assume["sandbox-deleted-name"] === "free") return;
  throw sandboxError(sandboxErrors.taken, `The name ${name} is in use.`);
}

function checkLimit({ organization }: Call): void {
  const limit = Number(organization.assume["sandbox-limit"]);
  const there = organization.sandboxRecords.values().filter(({ state }) => state !== "deleted");
  if (there.length < limit) return;
  throw sandboxError(sandboxErrors.limit, `The limit of ${limit} sandboxes is reached.`);
}

/** PATCH: the title, which is all that can be changed. */
export function renameSandbox(call: Call): SandboxRecord {
  const old = findActive(call);
  return change(call, old, { title: validTitle(call.body) });
}

/** PUT: takes everything out of the sandbox, which is `resetting` for the provisioning delay. */
export function resetSandbox(call: Call): SandboxRecord {
  const old = findActive(call);
  checkReset(call.body);
  if (isDryRun(call)) return old;
  call.organization.emptySandbox(old.name);
  return change(call, old, { passing: "resetting", readyAt: inAMoment(call) });
}

/** DELETE: takes everything out of the sandbox and closes it for good. */
export function deleteSandbox(call: Call): SandboxRecord {
  const old = findActive(call);
  if (old.isDefault) {
    throw sandboxError(sandboxErrors.isDefault, "The default production sandbox stays.");
  }
  if (isDryRun(call)) return old;
  call.organization.emptySandbox(old.name);
  const isLate = call.organization.assume["sandbox-delete"] === "deleting";
  const readyAt = isLate ? inAMoment(call) : 0;
  return change(call, old, { state: "deleted", passing: "deleting", readyAt });
}

function isDryRun({ query }: Call): boolean {
  return query.get("validationOnly") === "true";
}

function inAMoment({ organization }: Call): number {
  return organization.now() + organization.settings.settleMs;
}

/** The sandbox of the path, which must be ready for a change. */
function findActive(call: Call): SandboxRecord {
  const found = findSandbox(call);
  const state = stateOf(found, call.organization.now());
  if (state === "active") return found;
  if (state === "deleted") {
    throw sandboxError(sandboxErrors.notFound, `The sandbox ${found.name} is deleted.`);
  }
  throw sandboxError(sandboxErrors.busy, `The sandbox ${found.name} is ${state}.`);
}

function change(call: Call, old: SandboxRecord, changes: Partial<SandboxRecord>): SandboxRecord {
  return save(call, {
    ...old,
    ...changes,
    version: old.version + 1,
    changed: call.organization.now(),
    changedBy: call.user.userId,
  });
}

function save({ organization }: Call, record: SandboxRecord): SandboxRecord {
  organization.sandboxRecords.set(record.name, record);
  organization.events.emit("change");
  return record;
}
