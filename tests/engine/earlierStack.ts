import path from "node:path";

import { runsFull } from "../support/full";
import { startRecorded } from "./recordedStack";
import { exportState, postAll, run, type Local } from "./stackSupport";
import { closeAll } from "./support/closeAll";

/** Where the states of earlier versions are. */
export const states = path.join(__dirname, "../fixtures/states");

/** A default provider is not an object in AWS: another version of it, or that of a new package, is another entry. */
function isDefaultProvider(step: string) {
  return /^\S+ default(_\d|$)/.test(step);
}

/**
 * The steps that replace or delete a resource. A later release may change one in place and add others, such as an
 * alarm. A resource with another name or type would be a create and a delete.
 */
export function beyondUpdates(steps: readonly string[]) {
  return steps.filter((step) => !/^(create|update) /.test(step) && !isDefaultProvider(step));
}

interface State {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly id?: string;
      readonly type: string;
    }[];
  };
}

/** Id of each object in AWS and Adobe, by the resource's name. */
export async function objects(local: Local): Promise<Readonly<Record<string, string>>> {
  const { deployment } = JSON.parse(await exportState(local.stack, "encrypted")) as State;
  return Object.fromEntries(
    deployment.resources
      .filter(({ id, type }) => id !== undefined && !type.startsWith("pulumi:providers:"))
      .map(({ urn, id = "" }) => [urn.split("::").at(-1) ?? "", id]),
  );
}

/** The tests of a stack with a relay that is older than any release. */
export function describeEarlier(source: "chatlio" | "http-api"): void {
  describe(`a stack of an earlier version, source ${source}`, () => {
    let local: Local;
    let before: Readonly<Record<string, string>>;

    beforeAll(async () => {
      const file = path.join(states, `relay-${source}.json`);
      local = await startRecorded(file);
      before = await objects(local);
    }, 600_000);

    afterAll(() => closeAll(local));

    it("is previewed with updates and what is new: nothing is replaced or deleted", async () => {
      const { steps } = await run(local.stack, "preview");
      expect(beyondUpdates(steps)).toEqual([]);
    });

    it("matches what exists: a refresh finds no difference", async () => {
      await run(local.stack, "refresh");
      expect(await objects(local)).toEqual(before);
    });

    // With the other source the same settings and objects are updated.
    const updates = source === "chatlio" || runsFull ? it : undefined;
    updates?.(
      "is updated in place, with former spellings too, and delivers to the same dataset",
      async () => {
        await local.stack.setAllConfig(
          {
            "chatlio-aep:logRetentionDays": { value: "60" },
            "chatlio-aep:retentionDays": { value: "400" },
            "chatlio-aep:delivery.maxConcurrency": { value: "4" },
          },
          true,
        );
        const { steps } = await run(local.stack, "up");
        expect(beyondUpdates(steps)).toEqual([]);
        expect(steps).toContain("update platform-dataset");
        expect(steps).toContain("update relay-receiver-logs");
        expect(steps).toContain("update relay-forwarder-trigger");
        expect(await objects(local)).toMatchObject(before);

        expect(await postAll(local)).toHaveLength(5);
        expect((await run(local.stack, "preview")).steps).toEqual([]);
      },
    );
  });
}
