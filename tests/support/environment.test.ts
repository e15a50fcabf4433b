import { AsyncLocalStorage, executionAsyncResource } from "node:async_hooks";

/** What the storages that are in use write onto a new callback. */
async function stored(): Promise<readonly (string | undefined)[]> {
  const symbols = await new Promise<symbol[]>((resolve) => {
    setImmediate(() => resolve(Object.getOwnPropertySymbols(executionAsyncResource())));
  });
  return symbols.map(({ description }) => description).filter((name) => name === "kResourceStore");
}

// In this order: a storage that is in use stays so to the end of the file.
describe("a test file", () => {
  it("runs without a storage that follows each promise and callback", async () => {
    expect(await stored()).toEqual([]);
  });

  it("can use such a storage itself", async () => {
    const storage = new AsyncLocalStorage<string>();
    const wait = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return storage.getStore();
    };
    const both = [storage.run("a", wait), storage.run("b", wait), wait()];
    expect(await Promise.all(both)).toEqual(["a", "b", undefined]);
  });
});
