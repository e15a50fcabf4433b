import * as z from "zod";

import { InitializationFailedError } from "../../../provider-sdk";
import { sentences } from "../../client/errors";
import type { FlowItem } from "../../client/flowService";
import { specs } from "../../sdk/specs";
import type { Operation } from "../lifecycle/definition";
import { waitFor } from "../lifecycle/waiting";
import { inletUrlOf } from "./dataflowForm";

/** Default of how long a dataflow is not safe to send to after a change. */
export const SETTLE_SECONDS = 300;

export const outputs = z.object({
  state: z.string().describe("`enabled`, once it is made."),
  inletUrl: z
    .string()
    .optional()
    .describe("Where to send. Secret: everybody who knows it can send."),
  settledAt: z
    .string()
    .describe("When it is safe to send: last change plus `settleSeconds`, RFC 3339 in UTC."),
});
export type Outputs = z.infer<typeof outputs>;

/** What of its inputs decides when a dataflow is ready. */
interface Wanted {
  readonly flowSpec: { readonly id: string };
  readonly enabled?: boolean | undefined;
  readonly settleSeconds?: number | undefined;
  readonly activation?: object | undefined;
  readonly datasetExport?: object | undefined;
}

/** The latest time that a date can represent. */
const LAST_DATE_MS = 8.64e15;

export function outputsOf(found: FlowItem, settleSeconds = SETTLE_SECONDS): Outputs {
  const changedAt = found.updatedAt ?? found.createdAt ?? 0;
  const inletUrl = inletUrlOf(found);
  return {
    state: found.state ?? "unknown",
    ...(inletUrl === undefined ? {} : { inletUrl }),
    settledAt: new Date(Math.min(changedAt + settleSeconds * 1000, LAST_DATE_MS)).toISOString(),
  };
}

/** The state at Adobe that the program wants. */
export function stateOf({ enabled }: Pick<Wanted, "enabled">): "enabled" | "disabled" {
  return enabled === false ? "disabled" : "enabled";
}

/**
 * Waits until the dataflow has the wanted state: enabled, with a streaming endpoint if its source has one,
 * or disabled.
 */
export async function ready(id: string, wanted: Wanted, scope: Operation): Promise<Outputs> {
  const target = stateOf(wanted);
  const found = await waitFor(`the dataflow ${id} being ${target}`, scope, async () => {
    const now = await scope.sandbox.client.flows.get("flows", id, { signal: scope.signal });
    if (now === undefined) throw new Error(`the dataflow ${id} is gone`);
    if (now.state?.toLowerCase() !== target) return undefined;
    // For sources of the Streaming SDK (such as Chatlio's), the streaming endpoint belongs to the dataflow.
    const needsInlet = wanted.flowSpec.id === specs.streamingFlow.id && target === "enabled";
    return needsInlet && inletUrlOf(now) === undefined ? undefined : now;
  });
  return outputsOf(found, wanted.settleSeconds);
}

/** Outputs in the state until the dataflow is ready for the first time. */
export const NEVER_READY: Outputs = { state: "initializing", settledAt: "" };

/**
 * Turns a failure of the work into a failed initialization: the state keeps the dataflow with its old
 * outputs, and the next `up` calls update, which continues.
 */
export async function orInitializationFailed(
  id: string,
  { activation, datasetExport }: Pick<Wanted, "activation" | "datasetExport">,
  were: Outputs,
  work: () => Promise<Outputs>,
): Promise<Outputs> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const { state, inletUrl, settledAt } = were;
    const outputs = { state, settledAt, ...(inletUrl === undefined ? {} : { inletUrl }) };
    const what =
      settledAt === ""
        ? `the dataflow ${id} was made but is not ready`
        : `the dataflow ${id} stays, but it is not known whether it has all changes`;
    throw new InitializationFailedError(id, outputs, {}, [
      sentences(
        `${what}: ${why}`,
        `The next \`pulumi up\` continues; Adobe's UI shows the dataflow's state under ${
          (activation ?? datasetExport) === undefined
            ? "Sources, Dataflows"
            : "Destinations, Browse"
        }`,
      ),
    ]);
  }
}
