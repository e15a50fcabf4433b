import { Instant, ZonedDateTime, ZoneOffset } from "@js-joda/core";
import { createHash, randomUUID } from "node:crypto";
import { asBoolean, asText } from "../values";
import { group, type MappingFunction } from "./function";

const string = group("string");
const hashing = group("hashing");
const logical = group("logical");
const date = group("date");

export const basicFunctions: readonly MappingFunction[] = [
  string("concat", [1, Infinity], (args) => args.map(asText).join("")),
  string("lower", [1, 1], ([text = null]) => asText(text).toLowerCase()),
  string("upper", [1, 1], ([text = null]) => asText(text).toUpperCase()),
  string("trim", [1, 1], ([text = null]) => asText(text).trim()),
  hashing("sha256", [1, 2], ([text = null]) =>
    createHash("sha256").update(asText(text)).digest("hex"),
  ),
  hashing("md5", [1, 2], ([text = null]) => createHash("md5").update(asText(text)).digest("hex")),
  logical("coalesce", [1, Infinity], (args) => args.find((value) => value !== null) ?? null, {
    takesNull: true,
  }),
  logical("iif", [3, 3], ([test = null, yes = null, no = null]) => (asBoolean(test) ? yes : no), {
    takesNull: true,
  }),
  logical("uuid", [0, 0], () => randomUUID()),
  logical("guid", [0, 0], () => randomUUID()),
  date("now", [0, 0], (_args, { now }) =>
    ZonedDateTime.ofInstant(Instant.ofEpochMilli(now()), ZoneOffset.UTC),
  ),
  date("timestamp", [0, 0], (_args, { now }) => now()),
];
