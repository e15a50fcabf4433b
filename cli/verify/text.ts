import { table } from "../table";
import type { Verified } from "./step";

/** What a result is worth without the state of the dataflows. */
export const NOT_LOOKED_AT =
  "Nobody has looked whether the dataflow is enabled: otherwise Adobe may accept events and lose them.";

/** How far each sample came, a line each. */
export function samplesTable(samples: readonly Verified[]): string {
  const lines = samples.map(({ endpointMs, event, mode, responseMs, status, widget }) => [
    widget,
    event,
    mode,
    status === undefined ? "none" : `${status} in ${responseMs ?? 0} ms`,
    endpointMs === undefined ? "–" : `after ${endpointMs} ms`,
  ]);
  return table([["WIDGET", "WEBHOOK", "MODE", "RESPONSE", "AT THE ENDPOINT"], ...lines]);
}

/** Why samples came no further, a line each. */
export function problemsOf(samples: readonly Verified[]): readonly string[] {
  return samples.flatMap(({ event, problem, widget }) =>
    problem === undefined ? [] : [`${widget}/${event}: ${problem}`],
  );
}

/** How many of the samples have arrived. */
export function arrivedText(samples: readonly Verified[]): string {
  const { length } = samples.filter(({ problem }) => problem === undefined);
  return `${length} of ${samples.length} arrived`;
}
