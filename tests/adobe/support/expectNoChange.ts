import type { Properties } from "../../../provider-sdk";
import type { Harness } from "./harness";
import { importOne, refresh, up, upAgain, urnOf } from "./stack";

/** An import of the object and every later run of the program change nothing, and so it is when the program adopts it. */
export async function expectNoChange(
  harness: Harness,
  type: string,
  id: string,
  program: Properties,
) {
  const urn = urnOf(type, `imported ${id}`);
  const imported = await importOne(harness.provider, urn, id);
  expect(imported.id).toBe(id);
  const first = await upAgain(harness.provider, imported, program);
  expect(first.diff.changes).toEqual({});
  expect((await upAgain(harness.provider, first, program)).diff.changes).toEqual({});
  const read = await refresh(harness.provider, first);
  if (read === undefined) throw new Error("gone");
  expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
  await expectAdopted(harness, type, id, program);
  return { urn, imported, first };
}

/** `adoptExisting` takes what an import takes, and then nothing changes either. */
async function expectAdopted(harness: Harness, type: string, id: string, program: Properties) {
  const adopting = await harness.another({ adoptExisting: true }, { id: "second" });
  const adopted = await up(adopting, urnOf(type, `adopted ${id}`), program);
  expect(adopted.id).toBe(id);
  const later = await harness.another({}, { id: "second" });
  expect((await upAgain(later, adopted, program)).diff.changes).toEqual({});
  const read = await refresh(later, adopted);
  if (read === undefined) throw new Error("gone");
  expect((await upAgain(later, read, program)).diff.changes).toEqual({});
}
