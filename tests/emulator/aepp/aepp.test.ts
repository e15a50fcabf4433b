import path from "node:path";

import { useEmulator } from "../support/emulator";
import { ensureAepp, installTimeout, runPython } from "./client";

// The whole tutorial by somebody else's client, written for the real platform.
describe("Adobe's own Python client", () => {
  const client = useEmulator({ settleMs: 50 });
  let python: string;
  beforeAll(async () => {
    python = await ensureAepp();
  }, installTimeout);

  it("builds the tutorial's dataflow, sends through it and deletes everything again", async () => {
    const { code, stdout, stderr } = await runPython(python, [
      path.join(__dirname, "tutorial.py"),
      client.url,
      client.adminSecret,
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.trim().split("\n").at(-1)).toBe("ok");
    const { body: log } = await client.bare("GET", "/_emulator/requests");
    const failed = log.filter(({ status }: { status: number }) => status >= 400);
    expect(failed).toEqual([]);
  });
});
