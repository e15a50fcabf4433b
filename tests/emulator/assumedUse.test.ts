import { madeUpHeader } from "../../emulator/common/apiError";
import { catalog, conversion, flowservice, registry } from "./support/client";
import { useEmulator, withEmulator } from "./support/emulator";
import {
  contentType,
  experienceEvent,
  httpApiSpec,
  lakeSpec,
  makeFieldGroup,
  makePipeline,
  makeSchema,
} from "./support/objects";

describe("the header about what the emulator has made up", () => {
  const client = useEmulator();

  it.each([
    "/data/core/idnamespace/identities",
    `${registry}/tenant/schemas`,
    `${catalog}/dataSets`,
    `${conversion}/mappingSets`,
    `${flowservice}/connections`,
  ])("is said of a body that is too large: %s", async (path) => {
    const { status, body, headers } = await client.call("POST", path, {
      body: `"${"x".repeat(10 * 1024 * 1024)}"`,
    });
    const title = "Payload Too Large";
    expect([status, body.title, headers[madeUpHeader]]).toEqual([413, title, "text"]);
  });

  it("is said of an object that is not known yet, wherever a request needs it", async () => {
    const assume = { "new-object-visible": "late" };
    await withEmulator({ assume, settleMs: 60_000 }, async (own) => {
      const groupId = await makeFieldGroup(own);
      const allOf = [experienceEvent, groupId].map(($ref) => ({ $ref }));
      const schemaId = await makeSchema(own, []);
      const data = { name: "n", schemaRef: { id: schemaId, contentType } };
      const base = { name: "n", connectionSpec: httpApiSpec };
      const { id } = (
        await own.call("POST", `${flowservice}/connections?mode=draft`, { body: base })
      ).body;
      const target = { name: "n", connectionSpec: lakeSpec, baseConnectionId: id };
      const requests: [string, string, object?][] = [
        ["GET", `${registry}/tenant/fieldgroups/${encodeURIComponent(groupId)}`],
        ["POST", `${registry}/tenant/schemas`, { type: "object", title: "s", allOf }],
        ["POST", `${catalog}/dataSets`, data],
        ["POST", `${conversion}/mappingSets`, { outputSchema: data, mappings: [] }],
        ["POST", `${flowservice}/targetConnections`, target],
        ["GET", `${flowservice}/connections/${String(id)}`],
      ];
      const headers = [];
      for (const [method, path, body] of requests) {
        const response = await own.call(method, path, body === undefined ? {} : { body });
        headers.push([response.status, response.headers[madeUpHeader]]);
      }
      expect(headers).toEqual(
        ["use", "use", "code", "code", "use", "use"].map((part) => [404, part]),
      );
    });
  });

  it("is said of a deleted dataflow that still counts as a user of its connection", async () => {
    const assume = { "deleted-reference": "late" };
    await withEmulator({ assume, delays: { releaseMs: 60_000 } }, async (own) => {
      const { flowId } = await makePipeline(own);
      const { body } = await own.call("GET", `${flowservice}/flows/${flowId}`);
      const targetId = String(body.items[0].targetConnectionIds[0]);
      await own.call("DELETE", `${flowservice}/flows/${flowId}`);
      const connection = `${flowservice}/targetConnections/${targetId}`;
      const { status, headers } = await own.call("DELETE", connection);
      expect([status, headers[madeUpHeader]]).toEqual([400, "use"]);
    });
  });
});
