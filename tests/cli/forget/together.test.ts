import { findPerson, type Found } from "../../../cli/forget/find";
import { readStackOutputs, type StackOutputs } from "../../../cli/stackOutputs";
import type { AwsServer } from "../../handlers/support/awsServer";
import { runsFull } from "../../support/full";
import { startDlq } from "../dlqSupport";
import { environmentOf } from "../support";
import { archive, countQueues, putObject, textOf } from "./support";

const people = ["anna", "bert", "cora"] as const;
type Name = (typeof people)[number];

let aws: AwsServer;
let outputs: StackOutputs;
let close: () => Promise<void>;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  const surroundings = await startDlq({ archiveBucket: "archive" });
  ({ aws, close } = surroundings);
  countQueues(aws);
  before = process.env;
  process.env = { ...before, ...environmentOf(surroundings) };
  outputs = await readStackOutputs({ cwd: surroundings.bin });
});
afterEach(async () => {
  process.env = before;
  await close();
});

function forget(name: Name, remove = true): Promise<Found> {
  const person = { emails: [addressOf(name)], visitors: [], customers: [] };
  return findPerson(person, outputs, { remove, rate: 1000, waitMs: 0, onFound: () => undefined });
}

function addressOf(name: Name): string {
  return `${name}@example.com`;
}

let chats = 0;
beforeEach(() => {
  chats = 0;
});

function textBy(name: Name, message = ""): string {
  chats += 1;
  const visitor = { UUID: "", email: addressOf(name), name: "" };
  const conversationUUID = `chat-of-${name}-${chats}`;
  return textOf("visitor-unanswered", { conversationUUID, visitor, message });
}

/** A message in which the traits name both. */
function textByBoth(): string {
  const identTraits = JSON.stringify({ partner: addressOf("bert") });
  const visitor = { UUID: "", email: addressOf("anna"), name: "", identTraits };
  return textOf("visitor-unanswered", { conversationUUID: "chat-of-both", visitor });
}

async function keepEverybody(objects = 1): Promise<void> {
  const at = (second: number) => `2026-11-24T10:00:${String(second).padStart(2, "0")}Z`;
  for (let index = 0; index < objects; index += 1)
    await archive(
      aws,
      people.map((name) => textBy(name)),
      at(index),
    );
  await archive(aws, [textByBoth(), textBy("anna")], at(30));
  await archive(aws, [textByBoth(), textBy("bert")], at(31));
  const overwritten = "events/2026-11-24/overwritten.jsonl";
  for (const names of [["bert", "cora"], ["anna", "cora"], ["bert"]] as const)
    putObject(aws, overwritten, `${names.map((name) => textBy(name)).join("\n")}\n`);
}

/** How many lines of each the archive has, in all versions. */
function linesOf(): Readonly<Record<Name, number>> {
  const versions = [...aws.s3.versions.values()].flat().map(({ body }) => body ?? "");
  const all = aws.s3.versioned ? versions : [...aws.s3.objects.values()];
  const lines = all.flatMap((body) => body.split("\n"));
  const count = (name: Name) => lines.filter((line) => line.includes(addressOf(name))).length;
  return { anna: count("anna"), bert: count("bert"), cora: count("cora") };
}

/** Lets this happen once, before the how manieth request to S3. */
function beforeRequest(nth: number, happens: () => Promise<unknown>): void {
  let count = 0;
  aws.s3.before = async () => {
    count += 1;
    if (count === nth) await happens();
  };
}

const whole = { left: [], inFlight: { events: 0, undelivered: 0, deadLetters: 0 } };

describe.each([
  ["without versions", false],
  ["with versions", true],
])("in a bucket %s", (_, versioned) => {
  beforeEach(() => {
    aws.s3.versioned = versioned;
  });

  it("two people are removed by two commands at the same time", async () => {
    await keepEverybody(4);
    const both = await Promise.all([forget("anna"), forget("bert")]);
    expect(both).toMatchObject([whole, whole]);
    expect(linesOf()).toMatchObject({ anna: 0, bert: 0 });
    expect(linesOf().cora).toBeGreaterThanOrEqual(4);
  }, 30_000);

  it("a person is removed while another one is, at many a request", async () => {
    // S3 says so to who may not list objects, and both ways must do.
    aws.s3.hidesMissing = versioned;
    const step = runsFull ? 6 : 18;
    let nth = 1;
    for (let other: Found | undefined; ; nth += step, other = undefined) {
      aws.s3.objects.clear();
      aws.s3.versions.clear();
      await keepEverybody();
      beforeRequest(nth, async () => (other = await forget("bert")));
      const found = await forget("anna");
      if (other === undefined) break;
      expect([nth, found, other]).toMatchObject([nth, whole, whole]);
      expect([nth, linesOf()]).toMatchObject([nth, { anna: 0, bert: 0 }]);
      expect(linesOf().cora).toBeGreaterThanOrEqual(1);
    }
    expect(nth).toBeGreaterThan(20);
  }, 120_000);
});

it("counts each message once when somebody else changes an object meanwhile", async () => {
  await archive(aws, [textBy("anna"), textBy("bert"), textBy("cora")]);
  const [key = ""] = aws.s3.objects.keys();
  let reads = 0;
  aws.s3.before = () => {
    if (aws.iamRequests.at(-1)?.action === "s3:GetObjectVersion") reads += 1;
    // Between the second pass's read and its put.
    if (reads !== 2) return;
    reads += 1;
    const lines = (aws.s3.objects.get(key) ?? "").split("\n");
    aws.s3.put(key, lines.filter((line) => !line.includes("bert")).join("\n"));
  };
  const { places } = await forget("anna");
  expect(reads).toBeGreaterThan(2);
  expect(places.archive).toEqual({ searched: 3, found: 1, removed: 1 });
  expect(linesOf()).toEqual({ anna: 0, bert: 0, cora: 1 });
});

it("is not complete when an object changes whenever it is written", async () => {
  await archive(aws, [textBy("anna"), textBy("cora")]);
  const [key = ""] = aws.s3.objects.keys();
  let count = 0;
  aws.s3.before = () => {
    count += 1;
    aws.s3.put(key, `${aws.s3.objects.get(key) ?? ""}${textBy("cora", String(count))}\n`);
  };
  const { left, places } = await forget("anna");
  expect(places.archive).toMatchObject({ found: 1, removed: 0 });
  const reason = "others change it: run the command again";
  expect(left).toEqual([{ place: "archive", key: key.replace("archive/", ""), reason }]);
});
