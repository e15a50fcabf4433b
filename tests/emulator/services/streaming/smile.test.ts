import fc from "fast-check";

import { readSmile, smileType } from "../../../../emulator/services/streaming/body";
import type { ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { inletPath, makePipeline, record, rowsOf, type Pipeline } from "../../support/objects";
import { toSmile } from "../../support/smile";

describe("Smile", () => {
  it.each([
    ["3a290a03 fa 8061 c2 fb", { a: 1 }],
    ["3a290a03 f8 21 22 23 20 c1 f9", [null, false, true, "", -1]],
    ["3a290a00 fa 82616263 4468656c6c6f fb", { abc: "hello" }],
    ["3a290a01 f8 fa 8061 c2 fb fa 40 c4 fb f9", [{ a: 1 }, { a: 2 }]],
    ["3a290a03 f8 2401b4 f9", [58]],
    ["3a290a00 f8 e8817f01 f9", ["/w=="]],
  ])("%s", (hex, expected) => {
    expect(readSmile(Buffer.from(hex.replaceAll(" ", ""), "hex"))).toEqual(expected);
  });

  it("is read as the JSON it was made of", () => {
    const json = fc
      .jsonValue({ noUnicodeString: false })
      .map((value) => JSON.stringify(value))
      // smile-js assigns this key to the object's prototype; no message has it.
      .filter((text) => !text.includes("__proto__"))
      .map((text) => JSON.parse(text));
    fc.assert(
      fc.property(json, (value) => {
        expect(readSmile(toSmile(value))).toEqual(value);
      }),
    );
  });

  it("never hangs over bytes that are not Smile, and gives JSON or an error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          JSON.stringify(readSmile(Buffer.concat([Buffer.from([0x3a, 0x29, 0x0a, 0x01]), bytes])));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});

describe("a streaming endpoint", () => {
  const client = useEmulator();
  let pipeline: Pipeline;
  let inlet: string;
  beforeAll(async () => {
    pipeline = await makePipeline(client);
    inlet = await inletPath(client, pipeline.flowId);
  });

  const post = (body: Buffer, path = inlet): Promise<ApiResponse> =>
    client.bare("POST", path, {
      body,
      headers: { "content-type": smileType, "x-adobe-flow-id": pipeline.flowId },
    });

  it("accepts one message in Smile", async () => {
    expect((await post(toSmile(record("smile-1")))).status).toBe(200);
    expect((await rowsOf(client, pipeline.datasetId)).rows.at(-1)._id).toBe("smile-1");
  });

  it("accepts a batch in Smile", async () => {
    const { status, body } = await post(
      toSmile({ messages: [record("smile-2"), 7] }),
      inlet.replace("/collection/", "/collection/batch/"),
    );
    expect([status, body.responses]).toEqual([
      207,
      [{ xactionId: expect.any(String) }, { status: 400, message: expect.any(String) }],
    ]);
  });

  it.each([
    ["JSON", Buffer.from('{"a":1}')],
    ["a body that is cut", toSmile(record("x")).subarray(0, -3)],
    [
      "lists in lists without end",
      Buffer.concat([toSmile([]).subarray(0, 4), Buffer.alloc(100_000, 0xf8)]),
    ],
  ])("rejects %s under the media type of Smile", async (_what, body) => {
    const response = await post(body);
    expect([response.status, response.body.title]).toEqual([400, "Invalid JSON"]);
  });
});
