import { TextDecoder } from "node:util";

import { decode } from "../../../handlers/ingestion/body";
import { charsetLabel } from "../../../handlers/ingestion/charset";

describe("the spelling of a charset", () => {
  it.each([
    // Python.
    ["latin-1", "iso-8859-1"],
    ["latin_1", "iso-8859-1"],
    ["iso8859_15", "iso-8859-15"],
    ["utf_8", "utf-8"],
    ["utf-8-sig", "utf-8"],
    ["utf_16_le", "utf-16le"],
    ["utf_16", "utf-16le"],
    ["shift_jis", "shift_jis"],
    ["euc_jp", "euc-jp"],
    ["koi8_r", "koi8-r"],
    // Java.
    ["ISO8859_1", "iso-8859-1"],
    ["Cp1252", "windows-1252"],
    ["UTF8", "utf-8"],
    ["US_ASCII", "us-ascii"],
    // Windows, databases and prose.
    ["windows1252", "windows-1252"],
    ["win-1251", "windows-1251"],
    ["CP-1250", "windows-1250"],
    ["cp65001", "utf-8"],
    ["cp936", "gbk"],
    ["8859-2", "iso-8859-2"],
    ["Latin-9", "iso-8859-15"],
    ["utf8mb4", "utf-8"],
    ["UTF 16", "utf-16le"],
    // As the standard has it.
    ["iso-8859-1", "iso-8859-1"],
    ["ISO_8859-1:1987", "iso-8859-1"],
    ["utf-16be", "utf-16be"],
  ])("%s is that of %s", (declared, standard) => {
    const label = charsetLabel(declared) ?? "none";
    expect(new TextDecoder(label).encoding).toBe(new TextDecoder(standard).encoding);
  });

  it.each(["klingon", "", "latin", "latin-11", "utf-7", "utf-32", "iso-8859-99", "windows"])(
    "%j is none that a decoder knows",
    (declared) => {
      expect(charsetLabel(declared)).toBeUndefined();
      expect(decode(Buffer.from("café"), declared)).toEqual({
        text: "café",
        malformed: false,
        unknownCharset: true,
      });
    },
  );

  it("decides how a body is read", () => {
    const known = { malformed: false, unknownCharset: false };
    const latin = Buffer.from("café", "latin1");
    expect(decode(latin, "latin-1")).toEqual({ text: "café", ...known });
    // What is UTF-8 is often declared as Latin-1.
    expect(decode(Buffer.from("café"), "latin-1")).toEqual({ text: "café", ...known });
    const wide = Buffer.from('{"a":"é"}', "utf16le");
    expect(decode(wide, "utf_16")).toEqual({ text: '{"a":"é"}', ...known });
    expect(decode(wide.swap16(), "utf_16_le")).toEqual({ text: '{"a":"é"}', ...known });
  });

  it("does not matter when a byte order mark says the charset", () => {
    const marked = Buffer.from("\uFEFFcafé", "utf16le");
    expect(decode(marked, "klingon")).toEqual({
      text: "café",
      malformed: false,
      unknownCharset: false,
    });
  });
});
