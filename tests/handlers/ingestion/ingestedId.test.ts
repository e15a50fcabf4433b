import { gzipSync } from "node:zlib";

import { ingest } from "../../../handlers/ingestion/ingest";
import { eventOf, factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";

const settings = receiverSettingsOf();

describe("the _id of a received body", () => {
  it("differs with bytes that are not valid text and between numbers and texts, and is the same otherwise", () => {
    const id = (...parts: readonly (string | number[])[]) => {
      const body = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
      const ids = [body, gzipSync(body)].map(
        (each) => eventOf(ingest(each, factsOf("feedback-left"), settings)).id,
      );
      expect(new Set(ids).size).toBe(1);
      return ids[0];
    };
    const long = "12345678901234567890";
    const different = [
      id('{"message":"caf', [0xe9], '"}'),
      id('{"message":"caf', [0xe8], '"}'),
      id('{"message":"caf\uFFFD"}'),
      id(`{"message":"x","n":${long}}`),
      id(`{"message":"x","n":"${long}"}`),
      id(`{"message":"x","n":${long}1}`),
      id('{"message":"x","n":1e400}'),
      id('{"message":"x","n":1e401}'),
    ];
    expect(new Set(different).size).toBe(different.length);
    expect(id('{"message":"caf\uFFFD"}')).toBe(id('{ "message":"caf\\ufffd" }'));
    expect(id(`{"message":"x","n":${long}}`)).toBe(id(`{"n": ${long}, "message":"x"}`));
    expect(id(`{"n":${long},"m":1.0}`)).toBe(id(`{"n":${long},"m":1}`));
    expect(id('\uFEFF{"message":"x"}')).toBe(id('{"message":"x"}'));
  });
});
