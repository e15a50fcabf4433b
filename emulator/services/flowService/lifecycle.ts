import { flowEtag, hexId } from "../../common/ids";
import type { Flow } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";

type Operation = NonNullable<Flow["pending"]>["operation"];

/** The state of a dataflow while an operation is in flight. */
export const transitionStates: Readonly<Record<Operation, string>> = {
  enable: "enabling",
  disable: "disabling",
  update: "updating",
  delete: "delete-finalizing",
};

/** Begins an operation. It ends after the provisioning delay; the next read sees it. */
export function begin(
  organization: Organization,
  flow: Flow,
  operation: Operation,
  state = transitionStates[operation],
): Flow {
  const now = organization.now();
  const { settleMs, delays } = organization.settings;
  return {
    ...flow,
    state,
    updated: now,
    etag: flowEtag(now),
    pending: {
      operation,
      until: now + (operation === "delete" ? delays.deleteMs : settleMs),
      from: flow.state,
    },
    lastOperation: { operation, started: now, updated: now },
  };
}

/**
 * The dataflow in its current state: an operation whose time is over is completed. The clock decides and no
 * timer, so that it works after a restart too. Undefined when the dataflow is deleted.
 */
export function currentFlow(
  organization: Organization,
  sandbox: Sandbox,
  flow: Flow | undefined,
): Flow | undefined {
  if (flow?.pending === undefined || organization.now() < flow.pending.until) return flow;
  const { operation, until, from } = flow.pending;
  if (operation === "delete") {
    removeFlow(organization, sandbox, flow);
    return undefined;
  }
  // An update enables nothing.
  const isOff = operation === "disable" || (operation === "update" && from === "disabled");
  const done: Flow = {
    ...flow,
    state: isOff ? "disabled" : "enabled",
    updated: until,
    etag: flowEtag(until),
    pending: undefined,
    lastOperation: { ...flow.lastOperation, updated: until },
  };
  sandbox.flows.set(flow.id, done);
  return done;
}

export function removeFlow(organization: Organization, sandbox: Sandbox, flow: Flow): void {
  sandbox.flows.delete(flow.id);
  organization.events.emit("change");
}

/** The dataflow with a new streaming endpoint. */
export function withNewInlet(organization: Organization, sandbox: Sandbox, flow: Flow): Flow {
  const inletId = hexId(32);
  if (flow.inletId !== "") organization.inlets.delete(flow.inletId);
  organization.inlets.set(inletId, {
    id: inletId,
    sandbox: sandbox.info.name,
    owner: { kind: "flow", id: flow.id },
  });
  return { ...flow, inletId };
}
