import { decode } from "../../../handlers/ingestion/body";

function bytes(...parts: readonly (string | number[])[]) {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

describe("decode", () => {
  it.each<[string, Buffer, string | undefined, string]>([
    ["UTF-8, declared or not", bytes("café €"), undefined, "café €"],
    ["UTF-8 that is declared as Latin-1", bytes("café"), "ISO-8859-1", "café"],
    ["Latin-1", bytes("caf", [0xe9]), "iso-8859-1", "café"],
    ["windows-1252", bytes([0x80, 0x93, 0x9f, 0x81]), "windows-1252", "€“Ÿ\u0081"],
    ["UTF-16 of the usual byte order", Buffer.from("{é", "utf16le"), "utf-16", "{é"],
    ["UTF-16 of the other", Buffer.from("{é", "utf16le").swap16(), "UTF-16", "{é"],
    ["UTF-16BE under an older name", Buffer.from("{é", "utf16le").swap16(), "ucs-2", "{é"],
    ["UTF-16LE that is declared as UTF-16BE", Buffer.from("{é", "utf16le"), "utf-16be", "{é"],
    [
      "UTF-16BE that is declared as UTF-16LE",
      Buffer.from("{é", "utf16le").swap16(),
      "UTF-16LE",
      "{é",
    ],
    ["UTF-16 by its mark", bytes([0xff, 0xfe, 0x41, 0]), undefined, "A"],
    ["UTF-16 by its other mark", bytes([0xfe, 0xff, 0, 0x41]), "utf-8", "A"],
    ["UTF-8 by its mark", bytes([0xef, 0xbb, 0xbf], "é"), "utf-16", "é"],
    ["Shift JIS", bytes([0x93, 0xfa]), "shift_jis", "日"],
    ["nothing", bytes(), "utf-16", ""],
  ])("reads %s", (_, body, charset, text) => {
    expect(decode(body, charset)).toEqual({ text, malformed: false, unknownCharset: false });
  });

  it.each<[string, Buffer, string | undefined, string]>([
    ["UTF-8", bytes("a", [0xc3, 0x28]), undefined, "a\uFFFD("],
    ["UTF-16", bytes([0x41, 0, 0, 0xd8]), "utf-16le", "A\uFFFD"],
    ["Shift JIS", bytes([0x93]), "shift_jis", "\uFFFD"],
  ])("reports bytes that are not valid %s", (_, body, charset, text) => {
    expect(decode(body, charset)).toEqual({ text, malformed: true, unknownCharset: false });
  });

  it.each<[string, Buffer, string, boolean]>([
    ["é", bytes("é"), "klingon", false],
    ["a\uFFFD(", bytes("a", [0xc3, 0x28]), "utf-32", true],
    ["plain", bytes("plain"), "utf-7", false],
  ])(
    "reads a body of an unknown charset as UTF-8, and says so: %j",
    (text, body, charset, malformed) => {
      expect(decode(body, charset)).toEqual({ text, malformed, unknownCharset: true });
    },
  );

  it("knows the charset when a byte order mark names it", () => {
    const body = bytes([0xef, 0xbb, 0xbf], "é");
    expect(decode(body, "klingon")).toMatchObject({ text: "é", unknownCharset: false });
  });
});
