import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { withLock } from "../../scripts/lock.cjs";

const lockModule = path.join(__dirname, "../../scripts/lock.cjs");

describe("withLock", () => {
  let directory: string;
  let file: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    directory = await fs.mkdtemp(path.join(os.tmpdir(), "lock-test-"));
    file = path.join(directory, "some.lock");
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await fs.rm(directory, { recursive: true });
  });

  /** Another process that takes the lock, says so, and holds it until it is ended. */
  async function holder(): Promise<ChildProcess> {
    const script = `require(process.argv[1]).withLock(process.argv[2], () => {
      process.stdout.write("held"); return new Promise(() => setInterval(() => {}, 1000)); })`;
    const child = spawn(process.execPath, ["-e", script, lockModule, file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    await once(child.stdout, "data");
    return child;
  }

  test("runs one piece of work at a time", async () => {
    let inside = 0;
    const seen: number[] = [];
    await Promise.all(
      [1, 2, 3].map(() =>
        withLock(file, async () => {
          seen.push(++inside);
          await new Promise((resolve) => setImmediate(resolve));
          inside -= 1;
        }),
      ),
    );
    expect(seen).toEqual([1, 1, 1]);
    await expect(fs.readdir(directory)).resolves.toEqual([]);
  });

  test("releases the lock when the work fails", async () => {
    await expect(withLock(file, () => Promise.reject(new Error("work failed")))).rejects.toThrow(
      "work failed",
    );
    await expect(withLock(file, () => Promise.resolve("again"))).resolves.toBe("again");
  });

  test("waits for the owner in another process and names it", async () => {
    const owner = await holder();
    const waited: (number | undefined)[] = [];
    const result = withLock(
      file,
      () => Promise.resolve("mine"),
      (pid) => {
        waited.push(pid);
        owner.kill("SIGTERM");
      },
    );
    await expect(result).resolves.toBe("mine");
    expect(waited).toEqual([owner.pid]);
  });

  test("breaks the lock of an owner that was killed", async () => {
    const owner = await holder();
    owner.kill("SIGKILL");
    await once(owner, "exit");
    await expect(fs.readdir(directory)).resolves.toEqual(["some.lock"]);
    const waited = jest.fn();
    await expect(withLock(file, () => Promise.resolve("mine"), waited)).resolves.toBe("mine");
    expect(waited).not.toHaveBeenCalled();
  });

  test("breaks the lock of another machine that has been silent for a minute", async () => {
    await fs.writeFile(file, JSON.stringify({ pid: 1, host: "elsewhere" }));
    const old = new Date(Date.now() - 61_000);
    await fs.utimes(file, old, old);
    await expect(withLock(file, () => Promise.resolve("mine"))).resolves.toBe("mine");
  });
});
