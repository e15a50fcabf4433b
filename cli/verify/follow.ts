import { isFaultOfAws } from "../awsErrors";
import { logGroupsOf, readLog, type LogLine } from "../functionLogs";
import { lookUntil } from "../pauses";
import { regionOf } from "../stackOutputs";
import { UserError } from "../userError";
import type { RelayFunctions } from "./path";
import type { Verified } from "./step";

/**
 * Waits until the forwarder has delivered each accepted sample, or the time is up.
 *
 * @param started - when the first one was posted, in milliseconds since 1970
 * @throws UserError when the stack does not say which function its forwarder is
 */
export async function followToEndpoint(
  outputs: RelayFunctions,
  samples: readonly Verified[],
  { started, timeoutMs }: { readonly started: number; readonly timeoutMs: number },
): Promise<Verified[]> {
  const { forwarder, receiver } = logGroupsOf(outputs);
  if (forwarder === undefined) {
    throw new UserError(
      "The stack has no output forwarderFunctionArn. Deploy it with this version (`pulumi up`).",
    );
  }
  const read = (group: string, messages: readonly string[]) =>
    readLog(regionOf(outputs), { group, since: started - 60_000, messages });
  // Before this, a new dataflow may have had to settle.
  const end = Date.now() + timeoutMs;
  const wanted = samples.flatMap(({ id, problem }) => (id && problem === undefined ? [id] : []));
  const { found: lagOf, isEnough } = await lookUntil(
    timeoutMs,
    async () => {
      const delivered =
        wanted.length === 0 ? [] : await untilThen(end, () => read(forwarder, ["delivered"]));
      return new Map(delivered.map(({ id, lagMs }) => [String(id), Number(lagMs)]));
    },
    (lags) => wanted.every((id) => lags.has(id)),
  );
  const reasons = isEnough
    ? new Map<string, string>()
    : reasonsOf(
        await read(receiver, ["accepted"]),
        await read(forwarder, ["retry", "moved to the dead-letter queue"]),
      );
  return samples.map((sample) => withEndpoint(sample, lagOf, reasons, timeoutMs));
}

/** What was read; nothing when AWS has a fault of its own and there is time to look again. */
async function untilThen(
  end: number,
  look: () => Promise<readonly LogLine[]>,
): Promise<readonly LogLine[]> {
  try {
    return await look();
  } catch (error) {
    if (!isFaultOfAws(error) || Date.now() >= end) throw error;
    return [];
  }
}

/** Why the events are not delivered yet, by their `_id`. The forwarder's lines name the request only. */
function reasonsOf(
  accepted: readonly LogLine[],
  failures: readonly LogLine[],
): ReadonlyMap<string, string> {
  const byRequest = new Map(
    // The latest line comes first, and must win.
    failures.toReversed().map(({ message, reason, requestId }) => {
      return [String(requestId), `${message}: ${String(reason)}`];
    }),
  );
  return new Map(
    accepted.flatMap(({ id, requestId }) => {
      const reason = byRequest.get(String(requestId));
      return reason === undefined ? [] : [[String(id), reason] as const];
    }),
  );
}

function withEndpoint(
  sample: Verified,
  lagOf: ReadonlyMap<string, number>,
  reasons: ReadonlyMap<string, string>,
  timeoutMs: number,
): Verified {
  const { id, problem } = sample;
  if (id === undefined || problem !== undefined) return sample;
  const endpointMs = lagOf.get(id);
  if (endpointMs !== undefined) return { ...sample, endpointMs };
  const reason = reasons.get(id);
  return {
    ...sample,
    problem: `not delivered within ${timeoutMs / 1_000} s${reason === undefined ? "" : ` (${reason})`}`,
  };
}
