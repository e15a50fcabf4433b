import { spawnSync } from "node:child_process";
import path from "node:path";

import { quickTypeScript } from "../support/programs";
import { readOptions } from "./options";

describe("the fault test's options", () => {
  it("default to 10,000 events and seed 1", () => {
    expect(readOptions([])).toEqual({ events: 10_000, seed: 1, json: false });
    expect(readOptions(["--events", "50", "--seed=7", "--json"])).toEqual({
      events: 50,
      seed: 7,
      json: true,
    });
  });

  it.each([
    [["--event", "5"], "--event"],
    [["--seed", "-1"], "--seed"],
    [["--seed=-1"], "--seed must be a whole number of at least 0"],
    [["--events", "1"], "--events must be a whole number of at least 2"],
    [["--events", "1e4"], "--events must be"],
    [["--events="], "--events must be"],
    [["--events"], "--events"],
    [["50"], "50"],
  ])("%j are rejected with one line", (args, said) => {
    let message = "";
    try {
      readOptions(args);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/^OptionError: [^\n]+$/);
    expect(message).toContain(said);
    expect(message).toContain("--events N --seed S --json");
  });

  it("end the command with exit code 2 and one line when invalid", () => {
    const main = path.join(__dirname, "main.ts");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...quickTypeScript, main, "--event", "5"],
      { encoding: "utf8" },
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
