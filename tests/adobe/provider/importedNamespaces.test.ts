import { expectNoChange } from "../support/expectNoChange";
import { startHarness, type Harness } from "../support/harness";
import { upAgain } from "../support/stack";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test("a namespace of Adobe's UI, its type in capitals", async () => {
  const made = await harness.ui.identity.create({
    code: "byHand",
    name: "By hand",
    idType: "CROSS_DEVICE",
    description: "From the UI",
  });
  await expectNoChange(harness, "identity:Namespace", String(made.id), {
    code: "BYHAND",
    name: "By hand",
    idType: "Cross_device",
    description: "From the UI",
  });
});

test("a namespace whose description the program does not give keeps it", async () => {
  const made = await harness.ui.identity.create({
    code: "described",
    name: "Described",
    idType: "COOKIE",
    description: "Somebody's",
  });
  const program = { code: "described", name: "Described", idType: "Cookie" };
  const { imported } = await expectNoChange(
    harness,
    "identity:Namespace",
    String(made.id),
    program,
  );
  await upAgain(harness.provider, imported, { ...program, name: "Renamed" });
  const there = await harness.ui.identity.get(made.id);
  expect([there?.name, there?.description]).toEqual(["Renamed", "Somebody's"]);
});
