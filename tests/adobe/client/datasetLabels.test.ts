import { createClient } from "../../../adobe/client";
import { emulatorCredentials } from "../../../emulator";
import { startServer } from "../support/httpServer";

test("a change sends back what it does not change: labels of fields, and what labels are inherited from", async () => {
  const rest = {
    optionalLabels: [{ option: { schemaPath: "/properties/a" }, labels: ["C4"] }],
    parents: [{ id: "_acme.schemas.1f", type: "schema", namespace: "AEP" }],
  };
  const server = await startServer(({ url, method }) => {
    if (url.startsWith("/ims")) return { body: { access_token: "token", expires_in: 86_399 } };
    const body = { "AEP:dataset:5f": { imsOrg: "1@AdobeOrg", labels: ["C1"], ...rest } };
    return method === "GET" ? { headers: { etag: "v1" }, body } : { body: {} };
  });
  const at = { imsUrl: server.url, platformUrl: server.url };
  const client = createClient({ ...emulatorCredentials, ...at });
  const { datasetLabels } = client;
  const now = await datasetLabels.get("5f");
  if (now === undefined) throw new Error("not found");
  await datasetLabels.replace("5f", now, ["C1", "C2"]);
  const sent = server.received.at(-1);
  expect([sent?.method, sent?.headers["if-match"], JSON.parse(sent?.body ?? "")]).toEqual([
    "PUT",
    "v1",
    { entityId: { namespace: "AEP", id: "5f", type: "dataset" }, labels: ["C1", "C2"], ...rest },
  ]);
  client.close();
  await server.close();
});
