import { eventSlugs } from "../../handlers/model";
import { directWarnings } from "../../infra/config/modes";
import { problems, values } from "./configuration";
import { runProgram, type Run } from "./program";

const withoutAws = { "aws:region": undefined, "chatlio-aep:webhookTokens": undefined };
const direct = { ...withoutAws, "chatlio-aep:mode": "direct" };

describe("a program in direct mode", () => {
  let run: Run;

  beforeAll(async () => {
    run = await runProgram({
      ...direct,
      "chatlio-aep:widgets": '["main", "support"]',
      "chatlio-aep:events": '["feedback-left", "transcript-exported"]',
    });
  });

  it("uses nothing but Adobe's provider", () => {
    const types = run.resources.filter(({ custom }) => custom).map(({ type }) => type);
    expect([...new Set(types.map((type) => type.split(":")[0]))].sort()).toEqual([
      "adobe-aep",
      "pulumi",
    ]);
    expect(types.filter((type) => type.startsWith("pulumi:"))).toEqual([
      "pulumi:providers:adobe-aep",
    ]);
  });

  it("makes connections, mapping set and dataflow for each widget and event, and one dataset", () => {
    for (const type of [
      "flow:SourceConnection",
      "flow:TargetConnection",
      "dataprep:MappingSet",
      "flow:Dataflow",
    ])
      expect([type, run.all(`adobe-aep:${type}`).map(({ parent }) => parent)]).toEqual([
        type,
        ["direct", "direct", "direct", "direct"],
      ]);
    expect(run.all("adobe-aep:catalog:Dataset")).toHaveLength(1);
    const flow = run.one("adobe-aep:flow:Dataflow", "support-feedback-left-flow");
    expect(flow.inputs["sourceConnectionIds"]).toEqual(["direct-support-feedback-left-source-id"]);
    expect(flow.inputs["targetConnectionIds"]).toEqual(["direct-support-feedback-left-target-id"]);
    // Otherwise a changed mapping would give the dataflow another URL.
    expect(flow.inputs["generation"]).toBeUndefined();
  });

  it("maps the widget and the event of each URL", () => {
    const { inputs } = run.one(
      "adobe-aep:dataprep:MappingSet",
      "support-transcript-exported-mapping",
    );
    const sources = Object.fromEntries(
      (inputs["mappings"] as { destination: string; source: string }[]).map(
        ({ destination, source }) => [destination, source],
      ),
    );
    expect(sources["_tenant.chatlio.widget"]).toBe('"support"');
    expect(sources["eventType"]).toBe('"chatlio.transcriptExported"');
  });

  it("has the URLs for Chatlio as a secret output, and none of the relay's outputs", () => {
    const url = "https://dcs.adobedc.net/collection/abc?x-adobe-flow-id=";
    expect(run.outputs["webhookUrls"]).toEqual({
      main: {
        "feedback-left": `${url}direct-main-feedback-left-flow-id`,
        "transcript-exported": `${url}direct-main-transcript-exported-flow-id`,
      },
      support: {
        "feedback-left": `${url}direct-support-feedback-left-flow-id`,
        "transcript-exported": `${url}direct-support-transcript-exported-flow-id`,
      },
    });
    expect([...run.secretOutputs].sort()).toEqual(["inletUrls", "webhookUrls"]);
    for (const name of ["queueUrl", "deadLetterQueueUrl", "directWebhookUrls"])
      expect(run.outputs[name]).toBeUndefined();
  });

  it("registers everything that its components show", () => {
    for (const { name, properties, registered } of run.components)
      expect([name, registered]).toEqual([name, properties]);
  });
});

describe("a program in both modes", () => {
  it("has the relay and the direct webhooks, and the URLs of both", async () => {
    const run = await runProgram({ "chatlio-aep:mode": "both" });
    expect(run.all("adobe-aep:flow:Dataflow")).toHaveLength(1 + eventSlugs.length);
    const { main = {} } = run.outputs["webhookUrls"] as Record<string, Record<string, string>>;
    expect(main["feedback-left"]).toMatch(/\/chatlio\/main\/feedback-left\?token=/);
    expect(run.outputs["directWebhookUrls"]).toMatchObject({
      main: { "feedback-left": expect.stringContaining("x-adobe-flow-id=") as string },
    });
    expect(run.outputs["flowIds"]).toMatchObject({ relay: "platform-flow-id" });
  });
});

describe("the configuration of direct mode", () => {
  it("needs neither a region nor tokens, and the relay needs both", () => {
    expect(problems(direct)).toEqual([]);
    for (const mode of ["relay", "both"])
      expect(
        problems({ ...withoutAws, "chatlio-aep:mode": mode })
          .map(({ key }) => key)
          .sort(),
      ).toEqual(["aws:region", "chatlio-aep:webhookTokens"]);
  });

  it.each([
    [
      "chatlio-aep:source",
      "http-api",
      "chatlio-aep:source",
      "config set chatlio-aep:source chatlio",
    ],
    [
      "chatlio-aep:privacy",
      '{"ip": "hash"}',
      "chatlio-aep:privacy.ip",
      "config set --path 'chatlio-aep:privacy.ip' drop",
    ],
    [
      "chatlio-aep:dedupeSalt",
      "0123456789abcdef",
      "chatlio-aep:dedupeSalt",
      "config rm chatlio-aep:dedupeSalt",
    ],
  ])("rejects %s=%s, and says how to fix it", (key, value, where, fix) => {
    const found = problems({ ...direct, [key]: value });
    expect(found.map((problem) => problem.key)).toEqual([where]);
    expect(found[0]?.fix).toBe(`pulumi ${fix}`);
  });

  it("takes hashed email addresses, but no salt for them", () => {
    const hashed = { ...direct, "chatlio-aep:privacy": '{"email": "hash"}' };
    expect(problems(hashed)).toEqual([]);
    const salted = problems({ ...hashed, "chatlio-aep:privacySalt": "0123456789abcdef" });
    expect(salted.map(({ fix }) => fix)).toEqual(["pulumi config rm chatlio-aep:privacySalt"]);
  });

  it("names the keys that have no effect", () => {
    const warnings = directWarnings(
      values({
        "chatlio-aep:mode": "direct",
        "chatlio-aep:tracing": "true",
        "chatlio-aep:delivery": '{"timeout": "90s", "drainTime": "2m"}',
      }),
    );
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      "does not use chatlio-aep:webhookTokens, chatlio-aep:delivery.timeout, chatlio-aep:tracing.",
    );
    expect(directWarnings(values(direct))).toEqual([]);
    // These two are about dataflows.
    const dataflows = { "chatlio-aep:delivery": '{"drainTime": "90s", "settleTime": "0s"}' };
    expect(directWarnings(values({ ...direct, ...dataflows }))).toEqual([]);
  });

  it("warns when a dropped value may still be in a text, and says how to drop the texts", () => {
    const privacy = (actions: object) =>
      directWarnings(values({ ...direct, "chatlio-aep:privacy": JSON.stringify(actions) }));
    expect(privacy({ email: "drop", text: "drop" })).toEqual([
      expect.stringContaining("fields of urls, traits") as string,
    ]);
    expect(privacy({ email: "drop" })[0]).toContain(
      "pulumi config set --path 'chatlio-aep:privacy.text' drop",
    );
    // What is left are single values, in which email addresses are found.
    expect(privacy({ email: "drop", text: "drop", traits: "drop" })).toHaveLength(1);
    expect(privacy({})).toEqual([]);
  });

  const closed = { text: "drop", urls: "drop", traits: "drop" };
  const warningsOf = (actions: object, more: object = {}) =>
    directWarnings(values({ ...direct, "chatlio-aep:privacy": JSON.stringify(actions), ...more }));

  it.each(["name", "phone", "ip", "location", "urls", "agent"])(
    "warns of the fields that are not searched for %s",
    (category) => {
      const [warning, ...others] = warningsOf({ ...closed, [category]: "drop" });
      expect(others).toEqual([]);
      const named = new Set([category, "urls"]);
      const order = ["name", "phone", "ip", "location", "urls", "agent"];
      const list = order.filter((each) => named.has(each)).join(", ");
      expect(warning).toContain(
        `does not search these fields for ${list}: visitorUuid, visitorUserId`,
      );
      for (const field of ["userAgent", "conversationId", "channelName", "slackChannelName"])
        expect(warning).toContain(field);
      expect(warning).not.toContain("identities");
      expect(warning?.includes("visitorName")).toBe(category !== "name");
      expect(warning?.includes("agentName")).toBe(category !== "agent");
    },
  );

  it("warns of a user id that is an identity, by its namespace", () => {
    const identities = JSON.stringify([{ namespace: "CRMID", from: "userId" }]);
    const [warning] = warningsOf(
      { ...closed, phone: "drop" },
      { "chatlio-aep:identities": identities },
    );
    expect(warning).toContain("chatlio-aep:identities (CRMID)");
  });

  it("warns in mode both that the transcripts of direct webhooks are not linked", () => {
    const both = { "chatlio-aep:mode": "both", "chatlio-aep:linkTranscripts": "true" };
    expect(directWarnings(values(both))).toEqual([
      expect.stringContaining("direct webhook are not linked") as string,
    ]);
    expect(directWarnings(values({ ...both, "chatlio-aep:linkTranscripts": "false" }))).toEqual([]);
  });

  it("warns that Profile may miss long transcripts", () => {
    const warnings = directWarnings(values({ ...direct, "chatlio-aep:profile": "true" }));
    expect(warnings).toEqual([expect.stringContaining("10 KB") as string]);
  });
});
