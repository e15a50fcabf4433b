import { Command } from "commander";
import fc from "fast-check";

import { table } from "../../cli/table";
import { guardOutput, listed, print, printError, printJson, visible } from "../../cli/terminal";
import { anyText } from "../handlers/support/arbitraries";
import { dangers } from "../support/terminalDangers";

/** Everything that is written to a stream. */
function capture(stream: NodeJS.WriteStream, write: () => void): string {
  const spy = jest.spyOn(stream, "write").mockImplementation(() => true);
  try {
    write();
    return spy.mock.calls.map(([chunk]) => String(chunk)).join("");
  } finally {
    spy.mockRestore();
  }
}

/** Text in which every tenth character or so is dangerous. */
const hostileText = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: anyText({ maxLength: 5 }) },
      fc.constantFrom(
        "\u001b[2J",
        "\u009b31m",
        "\u202e",
        "\r",
        "\u001b]0;title\u0007",
        "\u{e0041}",
      ),
    ),
  )
  .map((parts) => parts.join(""));

describe("output of the command", () => {
  it.each([
    ["print", process.stdout, print],
    ["printError", process.stderr, printError],
  ])("by %s contains nothing that controls a terminal", (_, stream, write) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(dangers(capture(stream, () => write(text)))).toEqual([]);
      }),
    );
  });

  it("keeps ordinary text of any language as it is", () => {
    const text = "Grüße, 東京, \u05e9\u05dc\u05d5\u05dd, می\u200cخواهم, 👩\u200d💻\n\tend\n";
    expect(capture(process.stdout, () => print(text))).toBe(text);
  });

  it("as JSON is safe and has the same value", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (key, text) => {
        const value = { [`k${key}`]: [text] };
        const json = capture(process.stdout, () => printJson(value));
        expect(dangers(json)).toEqual([]);
        expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });

  it("in a table stays in its row and column", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostileText, hostileText), { minLength: 1 }), (rows) => {
        const lines = table([["A", "B"], ...rows]).split("\n");
        expect(lines).toHaveLength(rows.length + 2);
        expect(dangers(lines.join(""))).toEqual([]);
      }),
    );
  });

  it("of the command-line parser is guarded in every subcommand", () => {
    const child = new Command("child").exitOverride();
    const program = guardOutput(new Command("program").addCommand(child));
    const text = capture(process.stderr, () => {
      expect(() => program.parse(["node", "program", "child", "--\u001b[2J\u202e"])).toThrow();
    });
    expect(text).toContain("--\\u001b[2J\\u202e");
    expect(dangers(text)).toEqual([]);
  });
});

describe("visible", () => {
  it("escapes line breaks and tabs too", () => {
    expect(visible("a\nb\tc\u0085")).toBe("a\\u000ab\\u0009c\\u0085");
  });
});

describe("output of any size", () => {
  test("an error is truncated", () => {
    const written = capture(process.stderr, () => printError("a".repeat(5_000_000)));
    expect(written.length).toBeLessThan(21_000);
    expect(written.endsWith("…\n")).toBe(true);
  });

  test("a list names the first ten and counts the others", () => {
    const many = Array.from({ length: 500 }, (_, index) => `m${index}`.padEnd(10_000, "x"));
    expect(listed(many)).toMatch(/^m0x+…, .* and 490 more$/);
    expect(listed(many).length).toBeLessThan(2_500);
  });

  test("a table of as many rows as SQS returns at once stays narrow", () => {
    const lines = Array.from({ length: 130_000 }, (_, index) => [`${index}`, "reason"]);
    const wide = table([["ID", "REASON"], ...lines, ["a".repeat(1_000_000), "b"]]);
    expect(wide.length).toBeLessThan(131_000 * 220);
    expect(wide.split("\n")).toHaveLength(130_003);
  });
});

test("a table fits the terminal, and keeps the ids of its first column", () => {
  const id = "0123456789abcdef0123";
  const rows = [
    ["ID", "RECEIVED", "EVENT", "REASON"],
    [id, "2026-11-28T23:59:00.000Z", "conversation-started", "a reason that is very long indeed"],
  ];
  for (const width of [80, 60]) {
    const lines = table(rows, width).trimEnd().split("\n");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(new RegExp(`^${id} .*…$`));
  }
  expect(table(rows)).toContain("a reason that is very long indeed");
});
