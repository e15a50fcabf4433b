import { decodeForSearch } from "../../../handlers/privacy/decode";
import { Work } from "../../../handlers/privacy/work";

test.each([
  ["percent", "a%40b", "a@b"],
  ["percent of percent", "a%252540b", "a@b"],
  ["percent of each byte of a letter", "Jos%25C3%25A9", "José"],
  ["Latin-1 in percent", "Jos%E9", "José"],
  ["a percent sign alone", "100%25", "100%"],
  ["a number, with its semicolon", "a&#64;b", "a@b"],
  ["a number, without", "a&#64 b", "a@ b"],
  ["a hexadecimal number, with its semicolon", "a&#x40;b", "a@b"],
  ["a hexadecimal number, without", "a&#X40zb", "a@zb"],
  ["the last code point", "&#1114111;", "\u{10ffff}"],
  ["no code point at all", "&#0; &#1114112;", "&#0; &#1114112;"],
  ["a name", "a&commat;b&Period;c", "a@b.c"],
  ["every name there is", "&AMP;&apos;&colon;&gt;&lt;&nbsp;&quot;", "&':><\u00a0\""],
  ["an old name without its semicolon", "Ren&eacutee &AMPx &lt b&nbspc", "Renée &x < b\u00a0c"],
  ["a parameter that begins like one", "?a=1&copy=2&x=3&=", "?a=1&copy=2&x=3&="],
  ["a newer name without its semicolon", "a&commat b", "a&commat b"],
  ["an unknown name", "a&who;b", "a&who;b"],
  ["an escape of JSON", "a\\u0040b", "a@b"],
  ["each short escape", String.raw`a\nb\tc\rd\be\ff\"g\/h`, 'a\nb\tc\rd\be\ff"g/h'],
  ["an escape of an outer layer", String.raw`a\\nb`, "a\nb"],
  ["a backslash before any other letter", String.raw`a\d\N\\`, String.raw`a\d\N\\`],
  ["one in the other", "a%26%2364%3Bb", "a@b"],
])("%s is undone", (_what, text, decoded) => {
  expect(decodeForSearch(text, new Work()).text).toBe(decoded);
});
