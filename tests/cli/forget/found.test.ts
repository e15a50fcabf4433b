import { gzipSync } from "node:zlib";

import { encodeReceiverSettings } from "../../../handlers/receiver/settings";
import { wrapRaw } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import { startClient, type Client } from "../../emulator/support/client";
import { fixture } from "../../handlers/support/fixtures";
import { factsOf } from "../../handlers/support/ingested";
import { RelayToEmulator } from "../../handlers/support/relayToEmulator";
import { receiverInput } from "../../handlers/support/settings";
import {
  addDead,
  archive,
  bob,
  email,
  keptBy,
  mention,
  payloadOf,
  stackOfEachTest,
  textOf,
  unreadable,
} from "./support";

let aep: Client;

beforeAll(async () => {
  aep = await startClient();
});
afterAll(() => aep.close());
const stack = stackOfEachTest();

function run(...args: readonly string[]): Promise<string> {
  return stack.runQuietly(args);
}

describe("forget", () => {
  it.each([
    ["as text", `visitor said: ${email}, and left`, true],
    ["with an encoded address", "email=maria.keller%40example.com&x=1", true],
    ["in base64", `{"visitor": {"email": "Maria.Keller@example.com"`, false],
  ])("finds a body that the relay cannot read %s", async (_, body, readable) => {
    const other = unreadable("email=anna-maria.keller@example.com.org");
    addDead(stack.aws, "m-1", unreadable(body, readable));
    addDead(stack.aws, "m-2", other);
    await run("forget", "--email", email, "--yes");
    expect(stack.aws.messages.map(({ body: text }) => text)).toEqual([other]);
    expect([...stack.aws.s3.objects.values()]).toEqual([other]);
  });

  it.each([
    ["packed", gzipSync(`{"visitor":{"email":"${email}"}}`), undefined],
    ["in UTF-16", Buffer.from(`\uFEFF{"visitor":{"email":"${email}"}}`, "utf16le"), "utf-16"],
    ["with a long number", Buffer.from('{"visitor":{"identUserId":12345678901234567890}}'), undefined],
    ["as a form", Buffer.from("identUserId=cust-20418&x=1"), undefined],
    ["as plain text", Buffer.from("user cust-20418 left"), undefined],
    ["cut", Buffer.from('{"visitor":{"identUserId":20418'), undefined],
    ["cut, in JSON", Buffer.from('{"traits":"{\\"customerId\\":\\"cust-20418\\"'), undefined],
    ["cut, with a short id", Buffer.from('{"visitor":{"identUserId":"418"'), undefined],
    ["with &commat;", Buffer.from(email.replace("@", "&commat;")), undefined],
    ["with &#x40;", Buffer.from(email.replace("@", "&#x40;")), undefined],
    ["encoded twice", Buffer.from(email.replace("@", "%2540")), undefined],
  ])("finds a quarantined body %s", async (_, bytes, charset) => {
    const facts = { ...factsOf("feedback-left"), event: "new-event", charset };
    const other = unreadable("cust-204181 and 1418 and 4, anna@example.com", true);
    for (const [index, text] of [toJson(wrapRaw(facts, bytes, "unknown-event")), other].entries())
      addDead(stack.aws, `m-${index}`, text);
    const ids = ["cust-20418", "20418", "418", "12345678901234567890"];
    const customers = ids.flatMap((id) => ["--customer", id]);
    await run("forget", "--email", email, ...customers, "--yes");
    expect(stack.aws.messages.map(({ body }) => body)).toEqual([other]);
  }); // prettier-ignore

  it.each([
    ["a page", { currentPage: "https://shop.example.com/?email=maria.keller%40example.com" }],
    ["a referrer", { referrerURL: "https://shop.example.com/?email=Maria.Keller@example.com" }],
    ["a name", { name: `Maria ${email}` }],
    ["a part of a trait", { identTraits: JSON.stringify({ contact: `Maria, ${email}` }) }],
    [
      "a trait with a name of ours",
      { identTraits: JSON.stringify({ message: `mailto:${email}` }) },
    ],
    ["the name of a trait", { identTraits: JSON.stringify({ [email]: true }) }],
  ])("finds the address in %s", async (_, changes) => {
    const given = payloadOf("visitor-unanswered") as { visitor: object };
    const named = textOf("visitor-unanswered", { visitor: { ...given.visitor, ...changes } });
    const other = textOf("visitor-unanswered", { conversationUUID: "another" });
    await archive(stack.aws, [named, other]);
    await run("forget", "--email", email, "--yes");
    expect(keptBy(stack.aws)).toBe(`${other}\n`);
  });

  it.each([
    [{ uid: " cust-20418 " }],
    [{ ID: "cust-20418" }],
    [{ kundennummer: "cust-20418" }],
    [{ login: "cust-20418" }],
    [{ whatever: "cust-20418" }],
  ])("finds a customer id in %j, also where the stack makes an identity of it", async (traits) => {
    const identities = [{ namespace: "CRMID", from: "traits.whatever" }];
    Object.assign(
      stack.aws.functionEnvironment,
      encodeReceiverSettings(receiverInput({ identities })),
    );
    const withTraits = (chat: string, all: object) =>
      textOf("visitor-unanswered", {
        conversationUUID: chat,
        visitor: { identTraits: JSON.stringify(all) },
      });
    const named = withTraits("hers", traits);
    const other = withTraits("another", { color: "cust-20418", paid: "20418" });
    await archive(stack.aws, [named, other]);
    await run("forget", "--customer", "cust-20418", "--customer", "20418", "--yes");
    expect(keptBy(stack.aws)).toBe(`${other}\n`);
  });

  it("names messages that only mention the address, and takes them with --mentions", async () => {
    const agents = textOf("visitor-unanswered", {
      conversationUUID: "agents",
      agentEmail: email,
    });
    await archive(stack.aws, [mention, agents, bob]);
    const first = await run("forget", "--email", email, "--yes");
    expect(first).toContain(
      "1 messages of others have the address, or an id, in what somebody wrote.",
    );
    expect(keptBy(stack.aws)).toBe(`${mention}\n${agents}\n${bob}\n`);
    const second = await run("forget", "--email", email, "--mentions", "--yes");
    expect(second).not.toContain("messages of others");
    expect(keptBy(stack.aws)).toBe(`${agents}\n${bob}\n`);
  });

  it("finds a hashed address by its hash, with the salt of the stack and without", async () => {
    const settings = { privacy: { email: "hash" }, privacySalt: "a-salt-of-this-test" } as const;
    const relay = await RelayToEmulator.make(aep, [], settings);
    await relay.receive("feedback-left", fixture("feedback-left").bytes);
    const unsalted = await RelayToEmulator.make(aep, [], { privacy: { email: "hash" } });
    await unsalted.receive(
      "offline-message",
      JSON.stringify(payloadOf("offline-message", { email })),
    );
    Object.assign(stack.aws.functionEnvironment, encodeReceiverSettings(receiverInput(settings)));
    await archive(stack.aws, [...relay.messages, ...unsalted.messages, bob]);
    expect(keptBy(stack.aws)).not.toContain(email);
    await run("forget", "--email", email, "--yes");
    expect(keptBy(stack.aws)).toBe(`${bob}\n`);
  });

  it("keeps a person whose agent has the address, or whose number equals the customer id", async () => {
    const others = [
      textOf("transcript-exported", { agentEmail: "boss@shop.example.com" }),
      textOf("feedback-left", { message: "14" }),
    ];
    await archive(stack.aws, others);
    const before = keptBy(stack.aws);
    await run("forget", "--email", "boss@shop.example.com", "--customer", "14", "--yes");
    expect(keptBy(stack.aws)).toBe(before);
  });
});
