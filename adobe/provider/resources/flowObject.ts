import { AdobeError } from "../../client";
import type { FlowItem, FlowObjectKind } from "../../client/flowService";
import type { Json } from "../../client/json";
import type { NamedObject, Operation } from "../lifecycle/definition";
import { WaitTimeoutError, waitFor } from "../lifecycle/waiting";
import { creationOf } from "./creationRecord";
import { goneError } from "./gone";

/** Attempts of a change whose etag is rejected as stale. */
const MAX_PATCHES = 4;

/** A transition that prevents a delete ends well within this time. */
const TRANSITION_SECONDS = 60;

/** Codes of Flow Service that mean "not in this state": wait until the state changes (its error catalog). */
const inTransition = /\b(1416|1417|1420|1421|1422|1457|1458)-\d{3}$/;

const displayNames: Record<FlowObjectKind, string> = {
  connections: "base connection",
  sourceConnections: "source connection",
  targetConnections: "target connection",
  flows: "dataflow",
};

/** Ids of the objects with a name. */
export async function findFlowObjects(
  kind: FlowObjectKind,
  name: string | undefined,
  { sandbox, signal }: Operation,
): Promise<string[]> {
  const found = await sandbox.client.flows.findByName(kind, name ?? "", { signal });
  return found.filter(({ state }) => !isBeingDeleted(state)).map(({ id }) => id);
}

/** All objects that have a name. */
export async function listFlowObjects(
  kind: FlowObjectKind,
  { sandbox, signal, since }: Operation,
): Promise<NamedObject[]> {
  const all = await sandbox.client.flows.findAll(kind, { signal, since });
  return all
    .filter(({ state }) => !isBeingDeleted(state))
    .map(({ id, name = "" }) => ({ id, name }));
}

/** Whether the object counts as deleted. */
function isBeingDeleted(state: string | undefined): boolean {
  return state === "delete-finalizing" || state === "deleted";
}

/**
 * Returns an object, or undefined when it does not exist. When an access label hides an object from this
 * credential, Adobe responds with 404 as well: that is an error.
 */
export async function readFlowObject(
  kind: FlowObjectKind,
  id: string,
  { sandbox, signal }: Operation,
): Promise<FlowItem | undefined> {
  const found = await sandbox.client.flows.get(kind, id, { signal });
  if (found !== undefined) return isBeingDeleted(found.state) ? undefined : found;
  const hiddenBy = await sandbox.client.flows.isHidden(kind, id, { signal });
  if (hiddenBy !== undefined) throw hiddenBy;
  return undefined;
}

/**
 * Changes an object. `plan` returns the patch for its current state. The object's etag is sent with the
 * change; when somebody else has changed it meanwhile, it is read and planned again, up to three times.
 * Waits until no transition is in progress.
 * @param plan - returns the JSON Patch; empty: nothing to do.
 * @param secrets - texts of the patch that no error may show.
 */
export async function patchFlowObject(
  kind: FlowObjectKind,
  id: string,
  scope: Operation,
  plan: (now: FlowItem) => Json[],
  secrets: readonly string[] = [],
): Promise<void> {
  const { flows } = scope.sandbox.client;
  for (let attempt = 1; ; attempt++) {
    const now = await settled(kind, id, scope);
    const changes = plan(now);
    if (changes.length === 0) return;
    try {
      const etag = now.etag ?? now.version ?? "";
      await flows.patch(kind, id, changes, etag, { signal: scope.signal, secrets });
      return;
    } catch (error) {
      if (!(error instanceof AdobeError) || attempt === MAX_PATCHES) throw error;
      const { status, code } = error.details;
      if (status !== 412 && !inTransition.test(code ?? "")) throw error;
      scope.context.log(
        "debug",
        `the ${displayNames[kind]} ${id} changed meanwhile; reading it again`,
      );
    }
  }
}

const transitional =
  /^(initializing|enabling|disabling|updating|inprogress|pending|.*-finalizing)$/i;

/** Returns the object once no transition is in progress. */
export async function settled(
  kind: FlowObjectKind,
  id: string,
  scope: Operation,
): Promise<FlowItem> {
  return waitFor(`a settled state of the ${displayNames[kind]} ${id}`, scope, async () => {
    const now = await scope.sandbox.client.flows.get(kind, id, { signal: scope.signal });
    if (now === undefined || isBeingDeleted(now.state)) {
      throw goneError(displayNames[kind], id);
    }
    return transitional.test(now.state ?? "") ? undefined : now;
  });
}

/** Enables or disables a dataflow, unless it already has that state. Waits for a change in flight first. */
export async function setFlowEnabled(id: string, on: boolean, scope: Operation): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const now = await settled("flows", id, scope);
    if ((now.state?.toLowerCase() === "enabled") === on) return;
    try {
      await scope.sandbox.client.flows.setEnabled(id, on, { signal: scope.signal });
      return;
    } catch (error) {
      if (!(error instanceof AdobeError) || attempt === MAX_PATCHES) throw error;
      if (!inTransition.test(error.details.code ?? "")) throw error;
    }
  }
}

/** Deletes an object and waits until it is gone. */
export async function deleteFlowObject(
  kind: FlowObjectKind,
  id: string,
  scope: Operation,
): Promise<void> {
  const { flows } = scope.sandbox.client;
  const options = { signal: scope.signal };
  let rejection: AdobeError | undefined;
  const remove = async () => {
    try {
      return await flows.delete(kind, id, options);
    } catch (error) {
      if (!(error instanceof AdobeError)) throw error;
      // Where this machine has just deleted a user, the client has waited already (see Settling).
      if (!inTransition.test(error.details.code ?? "")) throw error;
      rejection = error;
      return undefined;
    }
  };
  const what = `the deletion of the ${displayNames[kind]} ${id}`;
  const wasThere = await waitFor(what, scope, remove, TRANSITION_SECONDS).catch(
    (error: unknown) => {
      throw error instanceof WaitTimeoutError && rejection !== undefined ? rejection : error;
    },
  );
  if (!wasThere || kind !== "flows") return;
  // A dataflow may need a moment, and its connections cannot be deleted before it.
  await waitFor(`the end of the ${displayNames[kind]} ${id}`, scope, async () => {
    const now = await flows.get(kind, id, options);
    return now === undefined || now.state === "deleted" ? true : undefined;
  });
}

interface Labels {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * Name and description as a JSON Patch: only what the program changed and Adobe does not have yet. What
 * somebody else changed is left for a refresh to show.
 */
export function labelChanges(now: FlowItem, oldInputs: Labels, newInputs: Labels): Json[] {
  const changes: Json[] = [];
  if (
    newInputs.name !== undefined &&
    newInputs.name !== oldInputs.name &&
    newInputs.name !== now.name
  ) {
    changes.push({ op: "replace", path: "/name", value: newInputs.name });
  }
  const description = newInputs.description ?? "";
  if (description !== (oldInputs.description ?? "") && description !== (now.description ?? "")) {
    const op = now.description === undefined || now.description === null ? "add" : "replace";
    changes.push({ op, path: "/description", value: description });
  }
  return changes;
}

/**
 * What the connections of a dataflow have in common: they have no outputs, and only name and description
 * change in place.
 */
export function labeledObject<I extends Labels>(
  kind: FlowObjectKind,
  inputsOf: (found: FlowItem, last: I | undefined) => I,
) {
  return {
    preview: () => ({}),
    find: (wanted: I, scope: Operation) => findFlowObjects(kind, wanted.name, scope),
    list: (operation: Operation) => listFlowObjects(kind, operation),
    async read(id: string, last: I | undefined, scope: Operation) {
      const found = await readFlowObject(kind, id, scope);
      return found && { inputs: inputsOf(found, last), outputs: {}, creation: creationOf(found) };
    },
    async update(
      id: string,
      { oldInputs, newInputs }: { readonly oldInputs: I; readonly newInputs: I },
      scope: Operation,
    ) {
      await patchFlowObject(kind, id, scope, (now) => labelChanges(now, oldInputs, newInputs));
      return {};
    },
    delete: (id: string, _last: unknown, scope: Operation) => deleteFlowObject(kind, id, scope),
  };
}
