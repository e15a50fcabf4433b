import { createProvider } from "../../../adobe/provider/definition";
import { emulatorCredentials, startEmulator, assumptions } from "../../../emulator";
import { startServer } from "../../../provider-sdk/server";
import { quick } from "../../adobe/support/harness";
import { deviations, coveringArray } from "../../support/coveringArray";
import { sample } from "../../support/full";
import { closeAll } from "../support/closeAll";
import { program } from "./everyType";
import { startHarness } from "./harness";
import type { Harness } from "./harness";

/** Assumptions that make no difference to the provider. */
const notMet = new Set([
  "batch-item-status", "empty-values", "future-timestamp", "inlet-bad-token", "inlet-deleted-flow",
  "inlet-disabled-flow", "inlet-without-flow-id", "raw-batch", "sync-validation",
  "unknown-xdm-fields", // it sends no events
  "catalog-multi-status", "dataset-without-schema", // each dataset is made by itself, of a schema
  "expression-validate", // nobody calls it
  "hygiene-cancel", // no dataset is made to expire
  "mapping-tags", // auto-names need no ownership tag
  "dataset-state", // nobody reads it
  "flow-runs", // nobody lists runs
  "flow-sandbox-header", // always sent
  "mapping-preview", // nobody requests one
  "registry-accept", // always right
  "put-definitions", // field groups are changed by patch
  "merge-policy-edge", "merge-policy-default", // the program's policy is neither
  // its segment definition is batch, by its own merge policy, and the only one
  "segment-page", "segment-name", "segment-policy", "segment-edge", "segment-dependents",
  "computed-display-name", "computed-inactive-name", // its computed attribute is a draft, and keeps its display name
  "query-page", "query-schedule-disabled", "query-schedule-end", // there is one template, its schedule is enabled and ends
  "policy-name", "policy-references", // its policy is the only one, and what it refers to is there
  "sandbox-limit", "sandbox-deleted-name", // no name is given twice, and there are four
  "draft-flow-connections", // no dataflow is a draft
]); // prettier-ignore

const allRows = coveringArray({
  profile: ["true", "false"],
  ...Object.fromEntries(
    Object.entries(assumptions)
      .filter(([name]) => !notMet.has(name))
      .map(([name, { values }]) => [name, values]),
  ),
});

/** `npm run test:engine` takes two of the rows, `npm run test:full` all. */
const rows = sample(allRows, 2);

/**
 * Takes all thirty-one types through create, no-op, update, replacement, refresh and delete, whatever
 * the assumptions: every two values of two assumptions meet in one of the rows.
 * The provider runs in this process, to which the engine attaches.
 *
 * @param part - of the rows: `0` or `1`, so that two workers share them.
 */
export function holdsUnderAssumptions(part: 0 | 1): void {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => closeAll(harness));

  const mine = rows.filter((_, index) => index % 2 === part);
  test.each(mine.map((row) => [deviations(row, rows[0]), row] as const))(
    "%s",
    async (_, { profile: isProfile, ...assume }) => {
      const emulator = await startEmulator({ assume, settleMs: 20 });
      const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
      const environment = {
        AEP_ORG_ID: orgId,
        AEP_CLIENT_ID: clientId,
        AEP_CLIENT_SECRET: clientSecret,
        AEP_SANDBOX: sandbox,
        AEP_IMS_URL: emulator.url,
        AEP_PLATFORM_URL: emulator.url,
      };
      const server = await startServer(createProvider({ environment, timing: quick }));
      const { stack } = harness;
      const attach = { PULUMI_DEBUG_PROVIDERS: `adobe-aep:${server.port}` };
      Object.assign(stack.workspace.envVars, attach);
      const ui = harness.uiOf(emulator.url);
      try {
        const profile = isProfile === "true";
        // Where nobody may look at sandboxes, nobody may make one.
        const sandbox = assume["sandbox-view"] !== "forbidden";
        harness.program(program({ profile, sandbox }));
        await stack.up();
        await stack.preview({ refresh: true, expectNoChanges: true });

        harness.program(program({ profile, sandbox, text: "second", providerId: "another" }));
        const up = await stack.up();
        expect(up.resourceChanges).toMatchObject({ replace: 3, update: sandbox ? 23 : 22 });
        await stack.preview({ refresh: true, expectNoChanges: true });

        await stack.destroy();
        for (const kind of [
          "flows",
          "sourceConnections",
          "targetConnections",
          "connections",
        ] as const) {
          expect([kind, await ui.flows.findAll(kind)]).toEqual([kind, []]);
        }
        expect(await ui.catalog.findAll()).toEqual([]);
        // The union holds what is in it.
        expect(await ui.registry.findAll("schemas")).toHaveLength(profile ? 1 : 0);
        expect(await ui.dataPrep.findAll()).toHaveLength(
          assume["mapping-delete"] === "204" ? 0 : 1,
        );
      } catch (error) {
        // The rows after it are to begin with nothing.
        await harness.forget();
        throw error;
      } finally {
        ui.close();
        await server.close();
        await emulator.close();
      }
    },
  );
}
