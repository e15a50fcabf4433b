import { dataflow } from "../../adobe/provider/resources/dataflow";
import { runProgram, type Run } from "./program";

// Each test runs the whole program twice or more.
jest.setTimeout(120_000);

const twoEvents = {
  "aws:region": undefined,
  "chatlio-aep:webhookTokens": undefined,
  "chatlio-aep:mode": "direct",
  "chatlio-aep:widgets": '["main", "support"]',
  "chatlio-aep:events": '["feedback-left", "transcript-exported"]',
};
const withoutEmail = { "chatlio-aep:privacy": '{"email": "drop"}' };

type Config = Parameters<typeof runProgram>[0];
type Resources = Record<string, { type: string; outputs: Record<string, unknown> }>;

/** The resources of a deployment, as the engine returns them from the state. */
function resourcesOf(run: Run): Resources {
  return Object.fromEntries(
    run.resources
      .filter(({ custom }) => custom)
      .map(({ type, name, inputs }) => [
        `urn:pulumi:test::chatlio-aep::chatlio-aep:direct:Direct$${type}::${name}`,
        { type, outputs: { ...inputs, ...(type.endsWith("MappingSet") ? { version: 0 } : {}) } },
      ]),
  );
}

/** The resources, with other outputs for those whose URN matches. */
function withOutputs(
  resources: Resources,
  urns: RegExp,
  change: (outputs: Record<string, unknown>) => Record<string, unknown>,
): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([urn, { type, outputs }]) => [
      urn,
      { type, outputs: urns.test(urn) ? { ...outputs, ...change(outputs) } : outputs },
    ]),
  );
}

/**
 * What a program warns about the direct webhooks' dataflows, with these resources in the state.
 *
 * @param last - the stack's outputs; none before its first complete deployment
 */
async function warningsAfter(
  resources: Resources,
  config: Config,
  last: Readonly<Record<string, unknown>> = { datasetId: "dataset" },
): Promise<readonly string[]> {
  const { warnings } = await runProgram(config, "test", last, {
    "pulumi:pulumi:readStackResourceOutputs": { outputs: resources },
  });
  return warnings.filter((text) => /changes in place|is replaced/.test(text));
}

describe("a stack in direct mode", () => {
  let resources: Resources;
  let first: Run;

  beforeAll(async () => {
    first = await runProgram(twoEvents);
    resources = resourcesOf(first);
  });

  it("does not warn when it is deployed for the first time", () => {
    expect(first.warnings).toEqual([]);
  });

  it("does not warn when no mapping changes, whatever the order of the mappings in the state", async () => {
    const reversed = withOutputs(resources, /:MappingSet::/, ({ mappings }) => ({
      mappings: [...(mappings as object[])].reverse(),
    }));
    expect(await warningsAfter(reversed, twoEvents)).toEqual([]);
  });

  it("names in one warning each webhook that may lose events, and the ways without loss", async () => {
    const [warning = "", ...more] = await warningsAfter(resources, {
      ...twoEvents,
      ...withoutEmail,
    });
    expect(more).toEqual([]);
    expect(warning).toContain(
      "The mapping of main/feedback-left, main/transcript-exported, support/feedback-left, support/transcript-exported changes in place.",
    );
    expect(warning).toContain("first five minutes after the change may be lost");
    expect(warning).toContain("set chatlio-aep:mode to both before this change");
    expect(warning).toContain("when nobody chats");
  });

  it("names only the webhooks that change, and no new or adopted ones", async () => {
    const isNew = /support-transcript-exported-flow$/;
    const known = Object.entries(resources).filter(([urn]) => !isNew.test(urn));
    const feedback = /MappingSet::direct-(main|support)-feedback-left/;
    const changed = withOutputs(Object.fromEntries(known), feedback, () => ({ mappings: [] }));
    const adopted = { "chatlio-aep:adopted": '["schema", "support/feedback-left"]' };
    const [warning = ""] = await warningsAfter(changed, { ...twoEvents, ...adopted });
    expect(warning).toContain("The mapping of main/feedback-left changes in place.");
    // Adopted no longer, it gets the program's mapping; also before the first complete deployment.
    const [both = ""] = await warningsAfter(changed, twoEvents, {});
    expect(both).toContain("The mapping of main/feedback-left, support/feedback-left changes");
  });

  // A connection that is replaced has another id, whatever the reason: tests/engine shows it.
  it("does not say that a dataflow changes in place which is replaced, as a connection is", async () => {
    const other = withOutputs(resources, /direct-main-feedback-left-flow$/, () => ({
      sourceConnectionIds: ["other"],
    }));
    const elsewhere = withOutputs(other, /direct-support-feedback-left-flow$/, () => ({
      targetConnectionIds: ["other"],
    }));
    const [inPlace, replaced, ...more] = await warningsAfter(elsewhere, {
      ...twoEvents,
      ...withoutEmail,
    });
    expect(more).toEqual([]);
    expect(inPlace).toContain(
      "The mapping of main/transcript-exported, support/transcript-exported changes in place.",
    );
    expect(replaced).toContain(
      "The dataflow of main/feedback-left, support/feedback-left is replaced",
    );
    expect(replaced).toContain("to the old URL after chatlio-aep:delivery.drainTime is lost");
    expect(replaced).toContain("set chatlio-aep:mode to both before this change");
  });

  it("says of an adopted dataflow only that it is replaced, as in another sandbox", async () => {
    const adopted = { "chatlio-aep:adopted": '["schema", "main/feedback-left"]' };
    const byHand = withOutputs(resources, /direct-main-feedback-left-flow$/, () => ({
      errorDiagnostics: false,
    }));
    expect(await warningsAfter(byHand, { ...twoEvents, ...adopted })).toEqual([]);
    const elsewhere = withOutputs(byHand, /direct-main-feedback-left-flow$/, () => ({
      sourceConnectionIds: ["other"],
    }));
    const [warning, ...more] = await warningsAfter(elsewhere, { ...twoEvents, ...adopted });
    expect(more).toEqual([]);
    expect(warning).toContain("The dataflow of main/feedback-left is replaced");
  });

  // What the provider cannot change, as of a dataflow that somebody has made by hand. What only other dataflows have, and
  // the program does not give, would stay.
  it.each(Object.keys(dataflow.replaces).filter((input) => !dataflow.open?.includes(input)))(
    "says that a dataflow with another %s is replaced, with the same mapping too",
    async (input) => {
      const other = withOutputs(resources, /direct-main-feedback-left-flow$/, (outputs) => {
        expect(outputs["mapping"]).toBeDefined();
        return { [input]: input === "errorDiagnostics" ? false : "other" };
      });
      const [warning, ...more] = await warningsAfter(other, twoEvents);
      expect(more).toEqual([]);
      expect(warning).toContain("The dataflow of main/feedback-left is replaced");
    },
  );

  it("warns of a mapping set for another schema, which is replaced and the dataflow is not", async () => {
    const other = withOutputs(resources, /MappingSet::direct-main-feedback-left/, () => ({
      schemaId: "other",
    }));
    const [warning] = await warningsAfter(other, twoEvents);
    expect(warning).toContain("The mapping of main/feedback-left changes in place.");
  });

  it("warns again when an interrupted update has changed the mapping set and not the dataflow", async () => {
    const half = withOutputs(resources, /MappingSet::direct-main-feedback-left/, () => ({
      version: 1,
    }));
    const [warning] = await warningsAfter(half, twoEvents);
    expect(warning).toContain("The mapping of main/feedback-left changes in place.");
  });
});

describe("a stack in both modes", () => {
  const both = { "chatlio-aep:mode": "both" };
  let resources: Resources;

  beforeAll(async () => {
    resources = resourcesOf(await runProgram(both));
  });

  it("warns of its direct webhooks, and names the relay's URLs", async () => {
    const [warning = ""] = await warningsAfter(resources, { ...both, ...withoutEmail });
    expect(warning).toContain("main/conversation-started");
    expect(warning).toContain("let Chatlio post to the relay's URLs meanwhile");
    expect(warning).not.toContain("set chatlio-aep:mode");
  });

  it("warns of nothing when it becomes a relay, whose dataflow is replaced", async () => {
    expect(await warningsAfter(resources, withoutEmail)).toEqual([]);
  });
});
