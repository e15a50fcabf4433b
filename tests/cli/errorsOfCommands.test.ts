import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import type { Command } from "commander";

import { createProgram, main } from "../../cli/main";
import { UserError } from "../../cli/userError";
import { writePulumi } from "./support";

/** A value with a line break, behind which a line begins that looks like one of the command's. */
const forged = "x\nFORGED";

const adobe = ["AEP_ORG_ID", "AEP_CLIENT_ID", "AEP_CLIENT_SECRET", "AEP_SANDBOX", "AWS_REGION"];
const before = { ...process.env };
const directory = process.cwd();
let bin: string;
let aws: Server;
let url: string;

beforeAll(async () => {
  bin = mkdtempSync(path.join(os.tmpdir(), "errors-"));
  // Some commands write the file that an option names. Here it is none of the repository's.
  process.chdir(bin);
  aws = createServer((_, response) => {
    const body = { __type: "com#Error", message: `no ${forged}` };
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(body));
  });
  await once(aws.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  process.env = {
    ...Object.fromEntries(Object.entries(before).filter(([name]) => !adobe.includes(name))),
    PATH: `${bin}:${before["PATH"] ?? ""}`,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
  };
});
afterAll(() => {
  process.env = before;
  process.chdir(directory);
  aws.close();
  rmSync(bin, { recursive: true });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Everything that a command prints, on both streams. */
async function printed(args: readonly string[]): Promise<string> {
  let all = "";
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, "write").mockImplementation((chunk) => (all += String(chunk)) !== "");
  // Commander ends the process when the command line is wrong.
  jest.spyOn(process, "exit").mockImplementation(() => {
    throw new UserError("ended");
  });
  const { exitCode } = process;
  try {
    await main(["node", "chatlio-aep", ...args]);
    return all;
  } finally {
    process.exitCode = exitCode;
    jest.restoreAllMocks();
  }
}

async function expectNoForgedLine(args: readonly string[]): Promise<void> {
  const all = await printed(args);
  expect(all).toMatch(/\S/);
  expect(all).not.toMatch(/^FORGED/m);
}

interface Leaf {
  readonly path: readonly string[];
  readonly command: Command;
}

function leaves(command: Command, above: readonly string[] = []): Leaf[] {
  if (command.commands.length === 0) return [{ path: above, command }];
  return command.commands.flatMap((one) => leaves(one, [...above, one.name()]));
}

/** The emulator would start with such a directory. */
const starts = new Set(["emulator --data"]);

/** Each command with a forged value of each option that takes one, of an option that is unknown, and of its arguments. */
const lines = leaves(createProgram()).flatMap(({ path: names, command }) => {
  const values = command.registeredArguments.map(() => forged);
  const options = command.options
    .filter((option) => option.required && !starts.has(`${names.join(" ")} ${option.long}`))
    .map((option) => [...names, option.long ?? "", forged, ...values]);
  const wrong = [[...names, `--${forged}`], ...(values.length > 0 ? [[...names, ...values]] : [])];
  return [...options, ...wrong];
});

describe("a line break in a value begins no line of an error:", () => {
  beforeAll(() => {
    writePulumi(bin, 'printf "error: no stack\\nFORGED $*" >&2; exit 255');
  });

  it.each(
    [
      [forged],
      ["dlq", forged],
      ["dlqq\nFORGED"],
      ["explain", forged, "--event", "feedback-left"],
      [`--${forged}`],
      ...lines,
    ].map((all) => [all]),
  )("%j", expectNoForgedLine);
});

describe("a line break in what Pulumi or AWS says begins no line of an error:", () => {
  const arn = "arn:aws:lambda:eu-west-1:0:function:receiver";
  const works = () => ({
    queueUrl: `${url}/0/events`,
    deadLetterQueueUrl: `${url}/0/dead`,
    receiverFunctionArn: arn,
    forwarderFunctionArn: arn,
    datasetId: "d",
    flowIds: { relay: "f" },
    webhookUrls: { [forged]: { "feedback-left": `${url}/x` } },
  });
  const outputs: readonly (readonly [string, () => unknown])[] = [
    ["every output", works],
    ["no output", () => ({})],
    ["the outputs of direct mode", () => ({ ...works(), queueUrl: undefined })],
    ["an ARN with one", () => ({ ...works(), receiverFunctionArn: `${arn}\nFORGED` })],
    ["no object", () => "text"],
  ];
  const commands = [
    "dlq list",
    "dlq redrive --all --dry-run",
    "status",
    "verify --widget y",
    "webhooks --widget y",
    "reconcile",
    "replay --since 1d --failed-only",
    "forget --email a@b",
    "export --visitor 12345678",
    "rotate-token",
    "adopt",
    "doctor",
  ];

  it.each(
    outputs.flatMap(([what, make]) => commands.map((command) => [command, what, make] as const)),
  )("%s with %s", async (command, _what, make) => {
    const text = JSON.stringify(make()).replaceAll("\\n", "\\\\n");
    const script = [
      'case "$1 $2" in',
      `"stack output") printf '${text}' ;;`,
      "\"stack --show-name\") printf 'selected\\nFORGED' ;;",
      `*) printf "error: not expected\\nFORGED" >&2; exit 255 ;;`,
      "esac",
    ];
    writePulumi(bin, script.join("\n"));
    await expectNoForgedLine(command.split(" "));
    await expectNoForgedLine([...command.split(" "), "--stack", forged]);
  });
});

test("several lines of our own stay lines", () => {
  const error = new UserError(["first", forged], 3);
  expect(error.message).toBe("first\nx\\u000aFORGED");
  expect(new UserError(error.lines).message).toBe(error.message);
});
