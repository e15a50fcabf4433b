import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { deflateSync, gzipSync } from "node:zlib";

import { wrapRaw } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { factsOf } from "../handlers/support/ingested";
import { hold, runDlqInProcess, startDlq } from "./dlqSupport";
import { countQueues } from "./forget/support";
import { runInProcess } from "./inProcess";

const email = "maria.keller@example.com";
const written = `{"visitor":{"email":"${email}","name":"Mária 小明"}}`;
const utf16 = Buffer.from(written, "utf16le");

let surroundings: Awaited<ReturnType<typeof startDlq>>;
let directory: string;

beforeEach(async () => {
  surroundings = await startDlq();
  countQueues(surroundings.aws);
  directory = mkdtempSync(path.join(os.tmpdir(), "show-"));
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await surroundings.close();
});

/** Puts a body of an unknown event into the dead-letter queue, as the receiver does. */
function holdBody(bytes: Buffer, charset?: string): void {
  const facts = { ...factsOf("feedback-left"), requestId: "r-1", charset };
  hold(surroundings.aws, toJson(wrapRaw(facts, bytes, "unknown-event")));
}

async function shown(): Promise<unknown> {
  const { stdout } = await runDlqInProcess(surroundings, ["show", "r-1"]);
  return (JSON.parse(stdout) as { body: unknown }).body;
}

async function exported(): Promise<unknown> {
  const file = path.join(directory, "export.json");
  const args = ["export", "--email", email, "--save", file, "--rate", "1000"];
  await runInProcess(surroundings, args);
  const { messages } = JSON.parse(readFileSync(file, "utf8")) as { messages: { data: unknown }[] };
  return messages.map(({ data }) => data);
}

test.each([
  ["plain", Buffer.from(written), undefined],
  ["in gzip", gzipSync(written), undefined],
  ["in gzip, twice", gzipSync(gzipSync(written)), undefined],
  ["in zlib's format", deflateSync(written), undefined],
  ["in UTF-16", utf16, "utf-16le"],
  ["in UTF-16 that is not declared", utf16, undefined],
  ["in UTF-16 of the other order", Buffer.from(utf16).swap16(), undefined],
  ["in UTF-16 with another charset declared", utf16, "iso-8859-1"],
  ["in gzip of UTF-16", gzipSync(utf16), "utf-16"],
])("dlq show and export have a body %s as its sender wrote it", async (_, bytes, charset) => {
  holdBody(bytes, charset);
  expect([await shown(), await exported()]).toEqual([written, [written]]);
});

test("dlq show has what was packed of a body whose end is missing", async () => {
  holdBody(gzipSync(written).subarray(0, -8));
  expect(await shown()).toBe(written);
});

test.each([
  ["a zero byte in a text", `{"message":"a\0b"}`],
  ["an empty body", ""],
  ["a text that only begins like gzip", "\u001f plain"],
])("dlq show has %s as it is", async (_, text) => {
  holdBody(Buffer.from(text));
  expect(await shown()).toBe(text);
});
