import fs from "node:fs";
import path from "node:path";

import { adminSecretVariable } from "../../../emulator/defaults";
import { run } from "../../../local/process/run";
import { findOnPath } from "../../../local/toolchain/context";
import { ensureAepp, installTimeout, runPython } from "../aepp/client";
import { useEmulator, withEmulator } from "../support/emulator";

const manual = fs.readFileSync(path.join(__dirname, "../../../docs/emulator.md"), "utf8");

/** The first block of code below a heading of docs/emulator.md. */
function block(heading: string, language: string): string {
  const [, section = ""] = manual.split(`\n## ${heading}\n`);
  const found = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "msu").exec(section)?.[1];
  if (found === undefined) throw new Error(`docs/emulator.md has no ${language} below ${heading}`);
  return found;
}

// What the manual prints is what is run, so that it cannot grow old.
describe("docs/emulator.md", () => {
  const client = useEmulator({ settleMs: 50 });

  const here = (text: string): string => text.replaceAll("http://127.0.0.1:8787", client.url);
  const shell = async (script: string): Promise<string> => {
    const missing = ["bash", "curl", "jq"].filter(
      (name) => findOnPath(name, process.env) === undefined,
    );
    if (missing.length > 0) {
      throw new Error(`The quick start needs ${missing.join(", ")}. Install it and test again.`);
    }
    const { code, stdout, stderr } = await run("bash", ["-euo", "pipefail", "-c", here(script)], {
      env: { ...process.env, [adminSecretVariable]: client.adminSecret },
    });
    expect([code, stderr]).toEqual([0, ""]);
    return stdout;
  };

  it("starts quickly with curl: from the token to the row", async () => {
    const [, response, rows] =
      /^(\{.*?\})\s*(\[.*\])\s*$/su.exec(await shell(block("Quick start with curl", "sh"))) ?? [];
    expect(JSON.parse(response ?? "")).toMatchObject({ xactionId: expect.any(String) });
    expect(JSON.parse(rows ?? "")).toEqual([
      {
        _id: expect.any(String),
        timestamp: expect.any(String),
        _localtenant: { message: "Hello" },
      },
    ]);
  });

  it(
    "starts quickly with Adobe's Python client, and prints what it says it prints",
    async () => {
      const script = block("Quick start with Adobe's Python client", "python");
      await withEmulator({}, async (fresh) => {
        const text = script.replaceAll("http://127.0.0.1:8787", fresh.url);
        const { code, stdout, stderr } = await runPython(await ensureAepp(), ["-c", text]);
        expect([code, stderr]).toEqual([0, ""]);
        const said = [...script.matchAll(/^print\(.*\) +# (.*)$/gmu)].map(([, line]) => line);
        expect(said).not.toEqual([]);
        expect(stdout.trim().split("\n")).toEqual(said);
      });
    },
    installTimeout,
  );

  it("has examples of faults that the emulator accepts", async () => {
    const script = block("Fault cookbook", "sh");
    await shell(script.replace(/^admin .*DELETE.*$/mu, ""));
    const { body } = await client.bare("GET", "/_emulator/faults");
    expect(body).toHaveLength(script.match(/^fault '/gmu)?.length ?? 0);
    await shell(script);
    expect((await client.bare("GET", "/_emulator/faults")).body).toEqual([]);
  });
});
