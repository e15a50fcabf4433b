import path from "node:path";
import { startClient, type Client } from "../support/client";
import { ensureAepp, installTimeout, runPython } from "./client";

// The whole tutorial by somebody else's client, written for the real platform.
describe("Adobe's own Python client", () => {
  let client: Client;
  let python: string;
  beforeAll(async () => {
    python = await ensureAepp();
    client = await startClient({ settleMs: 50 });
  }, installTimeout);
  afterAll(() => client.close());

  it("builds the tutorial's dataflow, sends through it and takes everything down again", async () => {
    const { code, stdout, stderr } = await runPython(python, [
      path.join(__dirname, "tutorial.py"),
      client.url,
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.trim().split("\n").at(-1)).toBe("ok");
    const { body: log } = await client.bare("GET", "/_emulator/requests");
    const failed = log.filter(({ status }: { status: number }) => status >= 400);
    expect(failed).toEqual([]);
  });
});
