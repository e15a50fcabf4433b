import { archive, bob, keptBy, stackOfEachTest, textOf } from "./support";

const stack = stackOfEachTest();

function run(...args: readonly string[]) {
  return stack.run(args);
}

/** An event of a chat whose visitor has traits. */
function withTraits(chat: string, traits: object): string {
  const visitor = { identTraits: JSON.stringify(traits) };
  return textOf("visitor-unanswered", { conversationUUID: chat, visitor });
}

const hers = withTraits("hers", { erp: { debtor: 20418 }, seats: 7 });
const buyer = withTraits("another", { cart: [{ productId: 20418 }] });

test("traits that have a customer's id and do not say so are named, and taken on request", async () => {
  await archive(stack.aws, [hers, buyer, bob]);
  const args = ["forget", "--customer", "20418"];
  const { stdout } = await run(...args, "--yes");
  expect(stdout).toContain("does not say so: traits.erp.debtor (1), traits.cart.productId (1). If");
  expect(keptBy(stack.aws)).toBe(`${hers}\n${buyer}\n${bob}\n`);
  const json = JSON.parse((await run(...args, "--json")).stdout) as { otherTraits: unknown };
  expect(json.otherTraits).toEqual({ "traits.erp.debtor": 1, "traits.cart.productId": 1 });
  const second = await run(...args, "--trait", "traits.erp.debtor", "--yes");
  expect(second.stdout).toContain("Archived events: 1 of 3 messages, 1 removed\n");
  expect(keptBy(stack.aws)).toBe(`${buyer}\n${bob}\n`);
});

test("--trait alone names nobody", async () => {
  expect(
    await run("forget", "--email", "maria@example.com", "--trait", "erp.debtor"),
  ).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("give --customer, too") as string,
  });
});
