import type { Harness } from "./harness";

/** Ids of all source connections of the sandbox, sorted. */
export async function sourceConnectionIds({ ui }: Harness): Promise<string[]> {
  return (await ui.flows.findAll("sourceConnections")).map(({ id }) => id).sort();
}
