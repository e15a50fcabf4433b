import { flowEtag, hexId } from "../../common/ids";
import type { Flow } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import type { World } from "../../state/world";

type Operation = NonNullable<Flow["pending"]>["operation"];

/** The state a flow is in while an operation is under way. */
export const transitionStates: Readonly<Record<Operation, string>> = {
  enable: "enabling",
  disable: "disabling",
  update: "updating",
  delete: "delete-finalizing",
};

/** Begins an operation; it is over after the settle time, seen at the next look. */
export const begin = (
  world: World,
  flow: Flow,
  operation: Operation,
  state = transitionStates[operation],
): Flow => {
  const now = world.now();
  return {
    ...flow,
    state,
    updated: now,
    etag: flowEtag(now),
    pending: { operation, until: now + world.settings.settleMs },
    lastOperation: { operation, started: now, updated: now },
  };
};

/**
 * The flow as it is now: what was under way and is over is carried out. No timers: the clock decides,
 * also after a restart. Undefined: it is gone.
 */
export const settled = (
  world: World,
  sandbox: Sandbox,
  flow: Flow | undefined,
): Flow | undefined => {
  if (flow?.pending === undefined || world.now() < flow.pending.until) return flow;
  const { operation, until } = flow.pending;
  if (operation === "delete") {
    removeFlow(world, sandbox, flow);
    return undefined;
  }
  const done: Flow = {
    ...flow,
    state: operation === "disable" ? "disabled" : "enabled",
    updated: until,
    etag: flowEtag(until),
    pending: undefined,
    lastOperation: { ...flow.lastOperation, updated: until },
  };
  sandbox.flows.set(flow.id, done);
  return done;
};

export const removeFlow = (world: World, sandbox: Sandbox, flow: Flow): void => {
  sandbox.flows.delete(flow.id);
  world.events.emit("change");
};

/** Gives the flow an inlet of its own. */
export const withNewInlet = (world: World, sandbox: Sandbox, flow: Flow): Flow => {
  const inletId = hexId(32);
  if (flow.inletId !== "") world.inlets.delete(flow.inletId);
  world.inlets.set(inletId, {
    id: inletId,
    sandbox: sandbox.info.name,
    owner: { kind: "flow", id: flow.id },
  });
  return { ...flow, inletId };
};
