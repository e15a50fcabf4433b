import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import { asText, TransformError, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const hashing = group("hashing");

/** The text's bytes in one of the documented character sets. */
function bytes(text: Value, charset: Value): Buffer {
  const given = asText(text);
  switch (charset === null ? "UTF-8" : asText(charset).toUpperCase()) {
    case "UTF-8":
      return Buffer.from(given, "utf8");
    case "UTF-16":
      // Java's UTF-16: big-endian, with a byte order mark.
      return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(given, "utf16le").swap16()]);
    case "ISO-8859-1":
      return Buffer.from(given.replace(/[^\u0000-\u00ff]/gu, "?"), "latin1");
    case "US-ASCII":
      return Buffer.from(given.replace(/[^\u0000-\u007f]/gu, "?"), "latin1");
    default:
      throw new TransformError("the character set is not known");
  }
}

function digest(name: string): MappingFunction {
  return hashing(name, [1, 2], ([text = null, charset = "UTF-8"]) =>
    createHash(name).update(bytes(text, charset)).digest("hex"),
  );
}

export const hashingFunctions: readonly MappingFunction[] = [
  digest("sha1"),
  digest("sha256"),
  digest("sha512"),
  digest("md5"),
  hashing("crc32", [1, 2], ([text = null, charset = "UTF-8"]) => {
    // The guide's sample has the bytes of the checksum in little-endian order.
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(bytes(text, charset)));
    return sum.toString("hex");
  }),
];
