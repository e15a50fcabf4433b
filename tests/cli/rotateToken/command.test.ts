import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { tokenId } from "../../../cli/rotateToken/tokens";
import { encodeReceiverSettings } from "../../../handlers/receiver/settings";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { digest, oldToken, receiverInput, token } from "../../handlers/support/settings";
import { runInProcess } from "../inProcess";
import { addOperator, type Operated } from "../operatorServer";
import { writePulumi, type Exit } from "../support";

let aws: AwsServer;
let operated: Operated;
let bin: string;

beforeEach(async () => {
  aws = await startAwsServer();
  operated = addOperator(aws);
  bin = mkdtempSync(path.join(os.tmpdir(), "rotate-"));
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await aws.close();
});

/**
 * A `pulumi` that keeps the list of tokens in a file, as far as the command uses it. It records its arguments, which
 * others on the machine can see.
 */
function configure(...tokens: readonly string[]): void {
  writeFileSync(path.join(bin, "arguments"), "");
  failAfter(Infinity);
  const outputs = {
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
  };
  writeFileSync(path.join(bin, "outputs.json"), JSON.stringify(outputs));
  const config = configOf(tokens);
  writeFileSync(path.join(bin, "config.json"), JSON.stringify(config));
  writeFileSync(
    path.join(bin, "pulumi.cjs"),
    `const fs = require("fs");
    process.chdir(${JSON.stringify(bin)});
    const [, command, ...args] = process.argv.slice(2);
    const { "chatlio-aep:webhookTokens": list } = JSON.parse(fs.readFileSync("config.json", "utf8"));
    const tokens = JSON.parse(list.value);
    const left = JSON.parse(fs.readFileSync("left.json", "utf8"));
    const index = Number(/\\[(\\d)\\]/.exec(args.join(" "))?.[1]);
    if (command === "set" && left.writes-- === 0) process.exit(1);
    fs.writeFileSync("left.json", JSON.stringify(left));
    if (command === "set") tokens[index] = fs.readFileSync(0, "utf8");
    else tokens.splice(index, 1);
    list.value = JSON.stringify(tokens);
    fs.writeFileSync("config.json", JSON.stringify({ "chatlio-aep:webhookTokens": list }));`,
  );
  // Only what changes the list needs a program: a start of Node.js for each look would take most of these tests' time.
  writePulumi(
    bin,
    `echo "$*" >> ${path.join(bin, "arguments")}
    case "$1 $2" in
      stack*) cat ${path.join(bin, "outputs.json")};;
      "config set" | "config rm") exec ${process.execPath} ${path.join(bin, "pulumi.cjs")} "$@";;
      *) cat ${path.join(bin, "config.json")};;
    esac`,
  );
}

interface Config {
  readonly "chatlio-aep:webhookTokens": { readonly value: string; readonly secret: boolean };
}

function configOf(tokens: readonly string[]): Config {
  return { "chatlio-aep:webhookTokens": { value: JSON.stringify(tokens), secret: true } };
}

/** Ends the writes of the configuration after so many, as when the command is killed. */
function failAfter(writes: number): void {
  const left = { writes: Number.isFinite(writes) ? writes : 1_000 };
  writeFileSync(path.join(bin, "left.json"), JSON.stringify(left));
}

function configured(): string[] {
  const config = JSON.parse(readFileSync(path.join(bin, "config.json"), "utf8")) as Config;
  return JSON.parse(config["chatlio-aep:webhookTokens"].value) as string[];
}

/** The tokens that the receiver has. */
function deploy(...tokens: readonly string[]): void {
  const digests = tokens.map((one) => ({ id: tokenId(one), sha256: digest(one) }));
  Object.assign(
    aws.functionEnvironment,
    encodeReceiverSettings(receiverInput({ tokens: digests })),
  );
}

function use(used: string, hoursAgo: number, others: { readonly synthetic?: true } = {}): void {
  operated.lines.push({
    group: "/aws/lambda/receiver",
    timestamp: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
    message: "accepted",
    tokenId: tokenId(used),
    ...others,
  });
}

function rotate(...args: readonly string[]): Promise<Exit> {
  return runInProcess({ aws, bin }, ["rotate-token", "--stack", "dev", ...args]);
}

test("walks through a rotation, and never shows a token, not even as an argument", async () => {
  configure(oldToken);
  deploy(oldToken);
  use(oldToken, 3);
  const first = await rotate();
  expect([first.status, first.stderr]).toEqual([0, ""]);
  expect(first.stdout).toMatch(
    new RegExp(`^${tokenId(oldToken)} +1, in the URLs +yes +3 h ago$`, "m"),
  );
  expect(first.stdout).toContain("Step 1 of 3");

  const added = await rotate("--add");
  expect(configured()).toEqual([expect.stringMatching(/^[\w-]{43}$/), oldToken]);
  const [fresh = ""] = configured();
  expect(added.stdout).toContain(`${tokenId(fresh)} is the new token. Run \`pulumi up\``);
  expect((await rotate()).stdout).toContain("Run `pulumi up`: the receiver does not have");

  deploy(fresh, oldToken);
  expect((await rotate()).stdout).toContain("Step 2 of 3");
  use(fresh, 1);
  expect((await rotate()).stdout).toContain(`Used: ${tokenId(oldToken)} 3 h ago`);
  operated.lines.shift();
  expect((await rotate()).stdout).toContain(`Step 3 of 3: \`chatlio-aep rotate-token --remove`);

  const removed = await rotate("--remove", tokenId(oldToken));
  expect(removed.stdout).toContain("is removed from the configuration. Run `pulumi up`");
  expect(configured()).toEqual([fresh]);
  const seen = [first, added, removed].map(({ stdout }) => stdout).join("");
  const all = seen + readFileSync(path.join(bin, "arguments"), "utf8");
  for (const secret of [fresh, oldToken]) expect(all).not.toContain(secret);
});

describe("keeps a token", () => {
  const unusedFirst: unknown = expect.stringContaining(
    `The token ${tokenId(token)}, which is in the URLs of the stack, was not used in the last 7 d`,
  );

  beforeEach(() => {
    configure(token, oldToken);
    deploy(token, oldToken);
  });

  test("that is in use, unless it is forced", async () => {
    use(token, 1);
    use(oldToken, 100);
    const { status, stderr } = await rotate("--remove", tokenId(oldToken));
    expect(status).toBe(1);
    expect(stderr).toContain("was used in the last 7 d");
    expect(configured()).toEqual([token, oldToken]);
    expect((await rotate("--remove", tokenId(oldToken), "--days", "4")).status).toBe(0);
    expect(configured()).toEqual([token]);
  });

  test("when nothing shows that Chatlio has the new URLs", async () => {
    const { status, stderr } = await rotate("--remove", tokenId(oldToken));
    expect([status, stderr]).toEqual([1, unusedFirst]);
    expect(configured()).toEqual([token, oldToken]);
    expect((await rotate("--remove", tokenId(oldToken), "--force")).status).toBe(0);
    expect(configured()).toEqual([token]);
  });

  test("when only another one is in use", async () => {
    const third = `${token}3`;
    configure(token, third, oldToken);
    deploy(token, third, oldToken);
    use(oldToken, 1);
    const { status, stderr } = await rotate("--remove", tokenId(third));
    expect([status, stderr]).toEqual([1, unusedFirst]);
    expect(configured()).toEqual([token, third, oldToken]);
  });

  test("when the new URLs had samples of this project only", async () => {
    use(token, 1, { synthetic: true });
    expect((await rotate()).stdout).toContain("No token was used in 7 d");
    const { status, stderr } = await rotate("--remove", tokenId(oldToken));
    expect([status, stderr]).toEqual([1, unusedFirst]);
    expect(configured()).toEqual([token, oldToken]);
  });

  test("that is in the URLs, also when it is forced", async () => {
    const { status, stderr } = await rotate("--remove", tokenId(token), "--force");
    expect([status, stderr]).toEqual([1, expect.stringContaining("is in the URLs of the stack")]);
    expect(configured()).toEqual([token, oldToken]);
  });

  test("when the log cannot be read", async () => {
    aws.behave("StartQuery", "fails");
    const { status, stderr } = await rotate("--remove", tokenId(oldToken));
    expect([status, stderr]).toEqual([1, expect.stringContaining("logs:StartQuery")]);
    expect(configured()).toEqual([token, oldToken]);
  });

  test("that is not in the configuration", async () => {
    const { status, stderr } = await rotate("--remove", "00000000");
    expect(status).toBe(2);
    expect(stderr).toContain(`It has: ${tokenId(token)}, ${tokenId(oldToken)}.`);
  });
});

test("removes an old token that had samples of this project only", async () => {
  configure(token, oldToken);
  deploy(token, oldToken);
  use(token, 1);
  use(oldToken, 1, { synthetic: true });
  expect((await rotate("--remove", tokenId(oldToken))).status).toBe(0);
  expect(configured()).toEqual([token]);
});

describe("goes on when --add was killed", () => {
  const third = "third-token";

  // As the command leaves the list after one or more of its writes; the last one would have been the new token's.
  test.each([
    ["with one token", [token, token], [token]],
    ["with two, after the first write", [token, oldToken, oldToken], [token, oldToken]],
    ["with two, after the second write", [token, token, oldToken], [token, oldToken]],
    ["and the list was filled by hand", [token, token, token], [token]],
  ])("%s", async (_, stored, tokens) => {
    configure(...stored);
    deploy(...tokens);
    const shown = (await rotate()).stdout.replaceAll(/\s+/g, " ");
    expect(shown).toContain("--add was interrupted. Run `chatlio-aep rotate-token --add` again");
    expect((await rotate("--add")).status).toBe(0);
    expect(configured()).toEqual([expect.stringMatching(/^[\w-]{43}$/), ...tokens]);
    expect((await rotate()).stdout).toContain("Run `pulumi up`");
  });

  test.each([
    [[token, oldToken, oldToken]],
    [[token, token, oldToken]],
    [[token, oldToken, token]],
  ])("and --remove leaves each other token once", async (stored) => {
    configure(...stored);
    deploy(token, oldToken);
    use(token, 1);
    expect((await rotate("--remove", tokenId(oldToken))).status).toBe(0);
    expect(configured()).toEqual([token]);
  });

  test("with as many writes as there were", async () => {
    for (const tokens of [[oldToken], [oldToken, third]])
      for (let writes = 1; writes <= tokens.length; writes += 1) {
        configure(...tokens);
        failAfter(writes);
        expect((await rotate("--add")).status).toBe(1);
        failAfter(Infinity);
        expect((await rotate("--add")).status).toBe(0);
        expect(configured()).toEqual([expect.stringMatching(/^[\w-]{43}$/), ...tokens]);
      }
  });
});

test("adds no fourth token", async () => {
  configure(token, oldToken, `${token}3`);
  const { status, stderr } = await rotate("--add");
  expect([status, stderr]).toEqual([1, expect.stringContaining("Remove one first")]);
  expect(configured()).toHaveLength(3);
});

test("prints the tokens as JSON", async () => {
  configure(token, oldToken);
  deploy(oldToken);
  const { stdout } = await rotate("--json");
  expect(JSON.parse(stdout)).toEqual({
    tokens: [
      { id: tokenId(token), place: 1, deployed: false },
      { id: tokenId(oldToken), place: 2, deployed: true },
    ],
    next: expect.stringContaining("Run `pulumi up`") as string,
  });
});
