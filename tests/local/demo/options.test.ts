import path from "node:path";

import { readOptions } from "../../../local/demo/options";

test("defaults: nothing kept, the fixtures' payloads, a new emulator", () => {
  expect(readOptions([])).toEqual({
    keep: false,
    json: false,
    aepUrl: undefined,
    mode: "relay",
    source: "chatlio",
    payloads: path.resolve("tests/fixtures/payloads"),
  });
});

test("all options", () => {
  const args = [
    "--keep",
    "--json",
    "--aep-url",
    "http://127.0.0.1:4020/",
    "--payloads",
    "some/dir",
    "--source",
    "http-api",
  ];
  expect(readOptions(args)).toEqual({
    keep: true,
    json: true,
    aepUrl: "http://127.0.0.1:4020",
    mode: "relay",
    source: "http-api",
    payloads: path.resolve("some/dir"),
  });
});

test.each([
  [["--aep-url", "127.0.0.1:4020"], "--aep-url 127.0.0.1:4020 is not a valid URL"],
  [["--aep-url", "ftp://127.0.0.1"], "is not a valid URL"],
  [["--source", "sftp"], "Unknown source sftp (--source). Valid sources: chatlio, http-api."],
  [["--mode", "both"], "Unknown mode both (--mode). Valid modes: relay, direct."],
  [["--mode", "direct", "--source", "http-api"], "--source http-api needs the relay"],
  [["--payloads", ""], "--payloads is empty"],
  [["--nonsense"], "Unknown option '--nonsense'"],
  [["word"], "Unexpected argument 'word'"],
])("%j is rejected", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test("--mode direct", () => {
  expect(readOptions(["--mode", "direct"])).toMatchObject({ mode: "direct", source: "chatlio" });
});

test("--help wins", () => {
  expect(readOptions(["--json", "--help"])).toBe("help");
});
