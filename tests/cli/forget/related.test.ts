import { readFileSync } from "node:fs";
import path from "node:path";

import type { Exit } from "../support";
import { archive, bob, email, keptBy, stackOfEachTest, textOf, visitor } from "./support";

const stack = stackOfEachTest();

function run(...args: readonly string[]): Promise<Exit> {
  return stack.run(args);
}

async function report(...args: readonly string[]) {
  return JSON.parse((await run(...args, "--json")).stdout) as Record<string, unknown>;
}

function chat(id: string, who: object): string {
  const nobody = { UUID: "", email: "", name: "", identUserId: "", identTraits: "{}" };
  return textOf("visitor-unanswered", { conversationUUID: id, visitor: { ...nobody, ...who } });
}

const other = "6a0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d4";
const first = chat("chat-0001", { UUID: visitor, email, identUserId: "cust-20418" });
const back = chat("chat-0002", { UUID: visitor });
const elsewhere = chat("chat-0003", { UUID: other, identUserId: "cust-20418" });
const cora = chat("chat-0004", { UUID: other });

describe("messages with an id of those found", () => {
  it("are counted and kept, with the ids for the next run", async () => {
    await archive(stack.aws, [back, first, elsewhere, cora, bob]);
    const related = { messages: 2, emails: [], visitors: [visitor], customers: ["cust-20418"] };
    const dry = await run("forget", "--email", email);
    const ids = ["--visitor", visitor, "--customer", "cust-20418"];
    expect(dry.stdout).toContain("Kept: 2 messages with an id of those found.");
    expect(dry.stdout).toContain(`search for these too: ${ids.join(" ")}\n`);
    expect(dry.stdout).not.toContain(email);
    // The messages that told the ids are gone after it.
    expect(await report("forget", "--email", email, "--yes")).toMatchObject({ related });
    expect(keptBy(stack.aws)).toBe(`${back}\n${elsewhere}\n${cora}\n${bob}\n`);
    // The person's second device, which the user id has named.
    const again = await report("forget", ...ids, "--yes");
    expect(again).toMatchObject({
      complete: true,
      places: { archive: { removed: 2 } },
      related: { messages: 1, visitors: [other], customers: [] },
    });
    expect(await report("forget", ...ids, "--visitor", other)).not.toHaveProperty("related");
  });

  it("are not what privacy has written in place of an id, nor messages of the same chats", async () => {
    const hidden = chat("chat-0005", { email, identUserId: "[email]" });
    const sameChat = chat("chat-0005", { UUID: visitor, identUserId: "[email]" });
    await archive(stack.aws, [
      hidden,
      sameChat,
      chat("chat-0006", { identUserId: "[email]" }),
      bob,
    ]);
    expect(await report("forget", "--email", email)).not.toHaveProperty("related");
    expect(await report("forget", "--email", email, "--yes")).not.toHaveProperty("related");
  });
});

it("export writes the values that Adobe's Privacy Service needs", async () => {
  const linked = textOf("transcript-exported", {
    conversationUUID: "chat-0001",
    replyToEmail: "",
    visitorTraits: {},
  });
  const form = chat("", { email });
  await archive(stack.aws, [first, linked, form, elsewhere, bob]);
  const file = path.join(stack.bin, "maria.json");
  await run("export", "--email", email, "--save", file);
  const { identities } = JSON.parse(readFileSync(file, "utf8")) as { identities: object };
  const { id } = (JSON.parse(form) as { body: { id: string } }).body;
  expect(identities).toEqual({
    "_tenant.chatlio.visitor.key": ["conversation:chat-0001", `id:${id}`, `uuid:${visitor}`],
    "_tenant.chatlio.visitor.email": [email],
  });
});
