import type { EventSlug, PrivacyCategory } from "../handlers/model";

/** A body made to be expensive: the event it is posted as, and its JSON of about `bytes` bytes. */
export interface HostileBody {
  readonly name: string;
  readonly event: EventSlug;
  /** Categories that are kept, so that the field is looked through; texts and traits always are. */
  readonly kept?: readonly PrivacyCategory[];
  readonly make: (bytes: number) => string;
}

function fill(piece: string, bytes: number): string {
  return piece.repeat(Math.max(1, Math.floor(bytes / JSON.stringify(piece).slice(1, -1).length)));
}

/** A chat event whose only long value is a field of the visitor. */
function visitorField(field: string, before: string, piece: string, after = "") {
  return (bytes: number) =>
    JSON.stringify({ visitor: { [field]: before + fill(piece, bytes) + after }, message: "hello" });
}

function message(piece: string, visitor: object = {}) {
  return (bytes: number) => JSON.stringify({ visitor, message: fill(piece, bytes) });
}

/** Distinct short pieces one after the other, so that nothing can be remembered from one to the next. */
function counted(piece: (index: string) => string) {
  return (bytes: number) => {
    const pieces: string[] = [];
    for (let length = 0, index = 0; length < bytes; index += 1) {
      const next = piece(index.toString(36));
      pieces.push(next);
      length += next.length;
    }
    return JSON.stringify({ message: pieces.join("") });
  };
}

function transcript(list: (count: number) => unknown[], each: number) {
  return (bytes: number) => JSON.stringify({ messages: list(Math.floor(bytes / each)) });
}

/** 125 letters and digits, in an order that differs early for each number. */
function lettersOf(index: number): string[] {
  const first = Array.from((index * 7_919).toString(36).padStart(5, "0")).reverse();
  return [...first, ...Array.from({ length: 120 }, (_, at) => ((at + index) % 36).toString(36))];
}

/** A punctuation mark for a letter or digit. */
function markFor(letter: string): string {
  const marks = "!#$%&()*+,-./:;<=>?@[]^_{|}~ !#$%&()*";
  return marks.charAt(Number.parseInt(letter, 36));
}

/** A text of JSON in a list in a text of JSON, four times. */
function traitsInTraits(text: string): string {
  let json = JSON.stringify(text);
  for (let depth = 0; depth < 4; depth += 1) json = JSON.stringify([json]);
  return `{"visitor":{"name":"Mara","identTraits":${json}}}`;
}

/** A page whose host is as long as the body, and not in ASCII. */
function pageWithHost(bytes: number): string {
  const codes = Array.from({ length: bytes / 3 }, (_, index) => 0x4e00 + (index % 20_000));
  const host = codes.map((code) => String.fromCodePoint(code)).join("");
  return JSON.stringify({ visitor: { currentPage: `https://${host}/` } });
}

const chat = "conversation-started";
const words = Array.from({ length: 31 }, () => "a").join(" ");

/** Every kind of body that was ever found, or is thought, to be expensive. */
export const hostileBodies: readonly HostileBody[] = [
  { name: "`://` in a message", event: chat, make: message("://") },
  { name: "`a://` in a message", event: chat, make: message("a://") },
  { name: "marks on one letter", event: chat, make: message("\u0301\u0316") },
  { name: "a host of distinct characters", event: chat, kept: ["urls"], make: pageWithHost },
  {
    name: "`//` in a page",
    event: chat,
    kept: ["urls"],
    make: visitorField("currentPage", "https://x", "/y/", "a"),
  },
  {
    name: "`a-` in a name",
    event: chat,
    kept: ["name"],
    make: visitorField("name", "a", "-", "a"),
  },
  {
    name: "spaces in a location",
    event: chat,
    kept: ["location"],
    make: visitorField("location", "a", " ", "b"),
  },
  {
    name: "`/a` in a page",
    event: chat,
    kept: ["urls"],
    make: visitorField("currentPage", "https://x", "/a/a"),
  },
  {
    name: "`?a=b&` in a page",
    event: chat,
    kept: ["urls"],
    make: visitorField("currentPage", "https://x/", "?a=b&"),
  },
  {
    name: "`a@b` in a page",
    event: chat,
    kept: ["urls"],
    make: visitorField("currentPage", "https://x/?", "a@b&"),
  },
  { name: "addresses, all alike", event: chat, make: message("a@b ") },
  { name: "addresses, all different", event: chat, make: counted((index) => `${index}a@b `) },
  {
    name: "IPv4, all different",
    event: chat,
    make: counted((index) => `1.2.3.${Number.parseInt(index, 36) % 256} `),
  },
  { name: "`1.`", event: chat, make: message("1.") },
  { name: "`1:`", event: chat, make: message("1:") },
  { name: "`::1 `", event: chat, make: message("::1 ") },
  { name: "`@`", event: chat, make: message("@") },
  { name: '`"@`', event: chat, make: message('"@') },
  { name: "percent signs", event: chat, make: message("%25") },
  { name: "percent-encoded `@`", event: chat, make: message("a%40b") },
  { name: "character references", event: chat, make: message("&amp;") },
  { name: "nested references", event: chat, make: message("&amp;amp;#64;") },
  {
    name: "a value of 31 words, and its words",
    event: chat,
    make: message("a ", { name: `${words} b` }),
  },
  {
    name: "phone numbers",
    event: chat,
    make: counted(
      (index) => `+4131555${index.charCodeAt(0)}${(Number.parseInt(index, 36) % 90) + 10} `,
    ),
  },
  {
    name: "phone numbers after letters, in one long word",
    event: chat,
    make: message("é0041315550123", { name: "Mara Q" }),
  },
  { name: "digits and spaces", event: chat, make: message("+1 ") },
  {
    name: "traits of small members",
    event: chat,
    make: (bytes) =>
      JSON.stringify({ visitor: { identTraits: `{${fill('"a":1,', bytes / 2)}"b":2}` } }),
  },
  {
    name: "traits of lists",
    event: chat,
    make: (bytes) => JSON.stringify({ visitor: { identTraits: `[${fill("1,", bytes)}1]` } }),
  },
  {
    name: "trait objects of addresses",
    event: "transcript-exported",
    make: (bytes) =>
      `{"visitorTraits":{${Array.from({ length: Math.floor(bytes / 14) }, (_, index) => `"${index.toString(36)}":"a@b"`).join(",")}}}`,
  },
  {
    name: "messages that are texts",
    event: "transcript-exported",
    make: transcript((count) => Array.from({ length: count }, () => "x"), 4),
  },
  {
    name: "messages that are objects",
    event: "transcript-exported",
    make: transcript((count) => Array.from({ length: count }, () => ({ text: "x" })), 13),
  },
  {
    name: "messages by different people",
    event: "transcript-exported",
    make: transcript(
      (count) =>
        Array.from({ length: count }, (_, index) => ({
          text: "x",
          username: `N${index.toString(36)}x`,
        })),
      32,
    ),
  },
  {
    name: "names of 125 letters and as many spaces",
    event: "transcript-exported",
    make: transcript(
      (count) =>
        Array.from({ length: count }, (_, index) => ({
          text: "x",
          username: lettersOf(index).join(" "),
        })),
      279,
    ),
  },
  {
    name: "names of a letter and 24 marks",
    event: "transcript-exported",
    make: transcript(
      (count) =>
        Array.from({ length: count }, (_, index) => ({
          username: `a${lettersOf(index).slice(0, 24).map(markFor).join("")}`,
        })),
      43,
    ),
  },
  {
    name: "names of different short words",
    event: "transcript-exported",
    make: transcript(
      (count) =>
        Array.from({ length: count }, (_, index) => ({
          username: Array.from({ length: 60 }, (__, word) =>
            (index * 60 + word + 50_000).toString(36),
          ).join(" "),
        })),
      257,
    ),
  },
  {
    name: "names of particles and umlauts",
    event: "transcript-exported",
    make: transcript(
      (count) =>
        Array.from({ length: count }, (_, index) => ({
          username: Array.from(
            { length: 40 },
            (__, word) => `q ${(index * 40 + word + 46_656).toString(36)}\u00fc`,
          ).join(" "),
        })),
      348,
    ),
  },
  {
    name: "addresses in keys and members of traits",
    event: "feedback-left",
    make: (bytes) => {
      const text = `\\u${"a@b@".repeat(10)}`.repeat(bytes / 139);
      const traits = JSON.stringify({ [text]: [text, { a: text }] });
      return JSON.stringify({ visitor: { identTraits: traits } });
    },
  },
  { name: "unknown lists", event: chat, make: (bytes) => `{"unknown":[${fill("[],", bytes)}1]}` },
  {
    name: "unknown members",
    event: chat,
    make: (bytes) =>
      `{${Array.from({ length: Math.floor(bytes / 10) }, (_, index) => `"${index.toString(36)}":1`).join(",")}}`,
  },
  {
    name: "long numbers",
    event: chat,
    make: (bytes) => `{"unknown":[${fill("12345678901234567890,", bytes)}1]}`,
  },
  {
    name: "control characters",
    event: chat,
    make: (bytes) => `{"message":"${"\u0001".repeat(bytes)}"}`,
  },
  { name: "lone surrogates", event: chat, make: message("\ud800") },
  {
    name: "Chinese",
    event: chat,
    make: (bytes) =>
      JSON.stringify({ visitor: { name: "田中" }, message: "田山".repeat(bytes / 6) }),
  },
  {
    name: "accents",
    event: chat,
    make: (bytes) =>
      JSON.stringify({ visitor: { name: "é" }, message: "e\u0301 ".repeat(bytes / 4) }),
  },
  {
    name: "messages that are numbers",
    event: "transcript-exported",
    make: (bytes) => `{"messages":["x",${fill("0,", bytes)}0]}`,
  },
  {
    name: "messages that are lists",
    event: "transcript-exported",
    make: (bytes) => `{"messages":["x",${fill("[0],", bytes)}0]}`,
  },
  {
    name: "messages that begin like JSON",
    event: "transcript-exported",
    make: transcript((count) => Array.from({ length: count }, () => "["), 4),
  },
  {
    name: "messages that begin and end like JSON",
    event: "transcript-exported",
    make: transcript((count) => Array.from({ length: count }, () => "[x]"), 6),
  },
  {
    name: "traits of texts that begin like JSON",
    event: "feedback-left",
    make: (bytes) => `{"visitor":{"identTraits":[${fill('"[",', (bytes * 5) / 4)}1]}}`,
  },
  {
    name: "traits of texts that begin and end like JSON",
    event: "feedback-left",
    make: (bytes) => `{"visitor":{"identTraits":[${fill('"[x]",', (bytes * 4) / 3)}1]}}`,
  },
  {
    name: "a long text in lists in lists",
    event: chat,
    make: (bytes) => {
      const depth = Math.min(2_500, Math.floor(bytes / 10));
      const text = "x".repeat(bytes - 4 * depth);
      return `{"1":0,"unknown":${"[0,".repeat(depth)}"${text}"${"]".repeat(depth)}}`;
    },
  },
  {
    name: "a name of one letter in a text beyond Latin-1",
    event: chat,
    make: (bytes) => JSON.stringify({ visitor: { name: "b" }, message: `✓${fill("b ", bytes)}` }),
  },
  {
    name: "names in traits in traits",
    event: "feedback-left",
    make: (bytes) => traitsInTraits(`✓${fill("Mara abcde ", bytes)}`),
  },
  {
    name: "addresses in a page that must be encoded",
    event: chat,
    kept: ["urls"],
    make: visitorField("currentPage", "https://x/", "a@b<"),
  },
  { name: "phone numbers in Arabic digits", event: chat, make: message("+٤١٣١٥٥٥٠١٢٣ ") },
  { name: "phone numbers in groups of one digit", event: chat, make: message("0 0 1 ") },
  {
    name: "a long number, and unknown objects",
    event: chat,
    make: (bytes) => `{"id":12345678901234567890,"unknown":[${fill("{},", bytes)}1]}`,
  },
];
