import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { wrapRaw } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { startAwsServer, type AwsServer } from "../handlers/support/awsServer";
import { factsOf } from "../handlers/support/ingested";
import { receiverInput } from "../handlers/support/settings";
import { chatlioAep } from "../support/programs";
import { runInTerminal } from "../support/terminal";
import { dangers, hostile } from "../support/terminalDangers";
import { environmentOf, outputsScript, writePulumi } from "./support";

/** What the commands print `hostile` as. In JSON its own escapes are the same. */
const escaped = /\\u001b\]0;pwn\\u0007\\u009b2J\\u202e/;

let aws: AwsServer;
let bin: string;

beforeEach(async () => {
  aws = await startAwsServer();
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
  bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  writePulumi(bin, outputsScript(aws));
  const facts = { ...factsOf("feedback-left"), requestId: "r-1", widget: hostile };
  const body = toJson(wrapRaw(facts, Buffer.from(`not JSON ${hostile}`), hostile));
  aws.messages.push({ id: "m-1", body, invisible: false });
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await aws.close();
});

it.each([
  ["list", [], escaped, 0],
  ["show", ["r-1"], escaped, 0],
  // 1: nothing could be sent.
  ["redrive", ["--all"], /1 kept: unknown-widget/, 1],
])("a terminal acts on nothing that `dlq %s` shows of a hostile message", async (...row) => {
  const [subcommand, given, expected, exit] = row;
  const command = [process.execPath, ...chatlioAep, "dlq", subcommand, ...given];
  const env = { ...process.env, ...environmentOf({ aws, bin }) };
  const { code, shown } = await runInTerminal(command, [], { cwd: bin, env });
  expect(code).toBe(exit);
  expect(shown).toMatch(expected);
  // The terminal itself adds a carriage return to each line break.
  expect(dangers(shown.replaceAll("\r\n", "\n"))).toEqual([]);
});
