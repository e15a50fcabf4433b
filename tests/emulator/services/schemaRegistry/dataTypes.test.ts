import { registry } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { title } from "../../support/objects";
import { one, patch, xed } from "../../support/registry";

describe("data types", () => {
  const client = useEmulator();

  it("have their fields at the top, with what the registry derives, and get required ones by a patch", async () => {
    const made = await client.call("POST", `${registry}/tenant/datatypes`, {
      body: { title: title("Type"), type: "object", properties: { page: { type: "string" } } },
    });
    expect(made.status).toBe(201);
    const id = String(made.body["$id"]);
    const raw = await client.call("GET", one("datatypes", id), { headers: xed });
    expect(raw.body.properties).toEqual({ page: { type: "string", "meta:xdmType": "string" } });
    const add = { op: "add", path: "/required", value: ["page"] };
    const patched = await patch(client, "datatypes", id, add);
    expect([patched.status, patched.body.required]).toEqual([200, ["page"]]);
  });
});
