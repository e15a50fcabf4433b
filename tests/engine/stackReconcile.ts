import { InvokeCommand } from "@aws-sdk/client-lambda";

import { archivedIds } from "./stackArchive";
import { cli, lambdaOf, output, type Local } from "./stackSupport";

/** The configuration of a stack with all that its operator can switch on. */
export const operatedConfig = {
  "chatlio-aep:alarmEmail": { value: "operations@example.com" },
  "chatlio-aep:alarms": { value: JSON.stringify({ noEvents: "24h" }) },
  "chatlio-aep:archive": { value: "30d" },
  "chatlio-aep:reconcile": { value: "6h" },
};

/** Invokes the stack's reconciler, as its schedule does; what it has found. */
async function invokeReconciler(local: Local): Promise<unknown> {
  const lambda = lambdaOf(local);
  const FunctionName = `chatlio-aep-${local.stack.name}-reconciler`;
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  lambda.destroy();
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

/**
 * Expects that function and command find no gap, and that every row's event is in the archive. The emulator of AWS makes no
 * metrics of what functions write, so nothing is compared with what was delivered.
 */
export async function expectReconciled(local: Local): Promise<void> {
  const { rows } = await local.emulator.rows(await output<string>(local, "datasetId"));
  const found = { verdict: "ok", rows: rows.length, rejected: 0 };
  expect(await invokeReconciler(local)).toMatchObject(found);
  expect(JSON.parse(await cli(local, "reconcile", "--json"))).toMatchObject(found);
  // As docs/runbooks.md has it.
  const [, , ...written] = "npx chatlio-aep reconcile --since 2d".split(" ");
  expect(await cli(local, ...written)).toMatch(/^rejected by AEP +0 /m);
  const ids = new Set(rows.map(({ _id }) => _id));
  expect(await archivedIds(local)).toEqual(ids);
  const printed = JSON.parse(await cli(local, "replay", "--since", "1h", "--json")) as object;
  expect(printed).toMatchObject({ dryRun: true, total: ids.size });
}
