import { experiments } from "../../../cli/probe/experiments";
import { byStatus, whether } from "../../../cli/probe/judge";
import { assumptionNames, assumptions } from "../../../emulator/assumptions";

describe("the experiments", () => {
  it("are one for each assumption that says how it can be found out, and none for any other", () => {
    const findable = assumptionNames.filter((name) => "finds" in assumptions[name].probe);
    expect(experiments.map(({ assumption }) => assumption).sort()).toEqual([...findable].sort());
    expect(findable.length).toBeGreaterThan(55);
  });

  it("say in a sentence how, or why not", () => {
    for (const name of assumptionNames) {
      const { probe } = assumptions[name];
      const text = "finds" in probe ? probe.finds : probe.cannot;
      expect([name, text]).toEqual([name, expect.stringMatching(/^[A-Z].{10,160}\.$/)]);
    }
  });

  it("name --union exactly where they join the union", () => {
    const named = assumptionNames.filter((name) => {
      const { probe } = assumptions[name];
      return "finds" in probe && probe.finds.includes("--union");
    });
    const joining = experiments.filter(({ union }) => union === true);
    expect(joining.map(({ assumption }) => assumption).sort()).toEqual([...named].sort());
  });

  it.each(experiments.map(({ assumption, judge }) => [assumption, judge] as const))(
    "judge nothing from a response that says nothing: %s",
    (assumption, judge) => {
      const isNamed = Object.hasOwn(seenNothing, assumption);
      const seen = isNamed ? seenNothing[assumption] : { status: 418, runs: 0 };
      expect(judge(seen as never)).toBeUndefined();
    },
  );
});

/** What an experiment has seen when Adobe's responses have nothing of what it looks for. */
const seenNothing: Readonly<Record<string, unknown>> = {
  // Each of these has a client error among its values, so only one about the credential says nothing.
  ...Object.fromEntries(
    [
      "ref-property",
      "title-scope",
      "put-definitions",
      "schema-in-use",
      "dataset-name",
      "dataset-without-schema",
      "dataset-in-use",
      "connection-reuse",
      "connection-in-use",
      "union-without-identity",
      "union-visible",
      "union-merge",
      "union-schema-delete",
      "retention-least",
    ].map((name) => [name, { status: name === "union-visible" ? 0 : 403 }]),
  ),
  "stats-class-usage": undefined,
  "new-object-visible": [],
  "streaming-codes": [],
  "breaking-from": { withSchema: 403 },
  "schema-put-as-read": { asRead: 403, changed: 403 },
  "deleted-reference": undefined,
  "mapping-tags": undefined,
  "mapping-create-status": { status: 202 },
  "unknown-xdm-fields": undefined,
  "empty-values": undefined,
  "future-timestamp": undefined,
};

describe("byStatus", () => {
  it("gives the value of a status, and none for any other", () => {
    const judge = byStatus({ 409: "409", 412: "412" });
    expect([409, 412, 200, 500].map((status) => judge({ status }))).toEqual([
      "409",
      "412",
      undefined,
      undefined,
    ]);
  });
});

describe("whether", () => {
  it("takes neither a missing permission nor a failure for a rejection", () => {
    const judge = whether("yes", "no");
    expect([201, 400, 409, 401, 403, 500].map((status) => judge({ status }))).toEqual([
      "yes",
      "no",
      "no",
      undefined,
      undefined,
      undefined,
    ]);
  });
});
