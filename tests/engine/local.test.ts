import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

test("the commands that npm run local prints work in another terminal", async () => {
  const local = spawn(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), path.resolve("local/start.ts")],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    const printed: string[] = [];
    for await (const line of createInterface({ input: local.stdout })) {
      printed.push(line);
      if (line.startsWith("Then: ")) break;
    }
    const from = printed.findIndex((line) => line.startsWith("cd "));
    const to = printed.indexOf("pulumi up");
    expect(to).toBeGreaterThan(from);
    const pasted = printed.slice(from, to).join("\n");

    // A shell that knows nothing but where the usual tools are, as another terminal does not know ours.
    const { stdout } = await promisify(execFile)(
      "sh",
      ["-ec", `${pasted}\npulumi preview --diff`],
      {
        env: { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: process.env["HOME"] },
      },
    );
    expect(stdout).toContain("adobe-aep:catalog:Dataset");
    expect(stdout).toMatch(/\+ \d+ to create/);
    expect(stdout).not.toMatch(/warning/i);
  } finally {
    local.kill("SIGINT");
    if (local.exitCode === null) await once(local, "exit");
  }
  expect(local.exitCode).toBe(0);
});
