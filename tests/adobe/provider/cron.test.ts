import fc from "fast-check";

import { cronFault } from "../../../adobe/provider/resources/cron";

/** Cron expressions as Query Service takes them: what stands in them is right, or the message names the field. */
interface Kind {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words: readonly string[];
  readonly ofQuartz: readonly string[];
}

const kinds: readonly Kind[] = [
  { name: "minute", least: 0, most: 59, words: [], ofQuartz: [] },
  { name: "hour", least: 0, most: 23, words: [], ofQuartz: [] },
  { name: "day of the month", least: 1, most: 31, words: [], ofQuartz: ["?", "L", "LW", "L-3", "15W"] },
  { name: "month", least: 1, most: 12, words: ["JAN", "jun", "Dec"], ofQuartz: [] },
  { name: "day of the week", least: 0, most: 7, words: ["MON", "sun", "Sat"], ofQuartz: ["?", "L", "5L", "FRIL", "2#1"] },
]; // prettier-ignore

function valueOf({ least, most, words }: Kind): fc.Arbitrary<string> {
  const number = fc.integer({ min: least, max: most }).map(String);
  return words.length === 0 ? number : fc.oneof(number, fc.constantFrom(...words));
}

function rangeOf({ least, most }: Kind): fc.Arbitrary<string> {
  const end = fc.integer({ min: least, max: most });
  return fc.tuple(end, end).map((ends) => ends.toSorted((a, b) => a - b).join("-"));
}

function partOf(kind: Kind): fc.Arbitrary<string> {
  const step = fc.integer({ min: 1, max: kind.most - kind.least + 1 });
  const base = fc.oneof(fc.constant("*"), valueOf(kind), rangeOf(kind));
  return fc.oneof(
    base,
    fc.tuple(base, step).map(([of, every]) => `${of}/${every}`),
    ...(kind.ofQuartz.length === 0 ? [] : [fc.constantFrom(...kind.ofQuartz)]),
  );
}

function fieldOf(kind: Kind): fc.Arbitrary<string> {
  return fc.array(partOf(kind), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(","));
}

const expression = fc
  .tuple(...kinds.map(fieldOf))
  // A day that no month of the list has is a fault of its own.
  .map((fields) => fields.with(2, fields[3] === "*" ? (fields[2] ?? "*") : "*"));

const spaced = fc.constantFrom(" ", "  ", "\t");

/** No value of the field. */
function wrongOf({ least, most }: Kind): fc.Arbitrary<string> {
  return fc.oneof(
    fc.integer({ min: most + 1, max: 200 }).map(String),
    fc.integer({ min: 1, max: 200 }).map((number) => String(-number)),
    fc.integer({ min: most - least + 2, max: 200 }).map((step) => `*/${step}`),
    fc.constantFrom("*/0", "", "*/", "/5", "1-", "-1", "1-2-3", "1/2/3", "x", "MONDAY", "1.5", "**", "½", "#", "W")
      .filter((text) => text !== ""),
    ...(least === 0 ? [] : [fc.constant("0")]),
    ...(most > 7 ? [fc.constant(`${least + 2}-${least}`)] : []),
  ); // prettier-ignore
}

test("what cron and Quartz have is taken", () => {
  fc.assert(
    fc.property(expression, spaced, (fields, space) => {
      expect(cronFault(fields.join(space))).toBeUndefined();
    }),
  );
});

test("a field of seconds before them is taken, and looked at", () => {
  fc.assert(
    fc.property(expression, fc.integer({ min: 0, max: 99 }), (fields, second) => {
      const fault = cronFault([String(second), ...fields].join(" "));
      if (second < 60) expect(fault).toBeUndefined();
      else expect(fault).toContain(`has "${second}" as its seconds`);
    }),
  );
});

test.each(kinds)("a wrong $name is named, and no other field", (kind) => {
  const index = kinds.indexOf(kind);
  fc.assert(
    fc.property(expression, wrongOf(kind), fc.boolean(), (fields, wrong, inList) => {
      const field = inList ? `${fields[index] ?? ""},${wrong}` : wrong;
      const fault = cronFault(fields.with(index, field).join(" "));
      expect(fault).toContain(inList ? `has "${wrong}" in "${field}"` : `has "${wrong}"`);
      const named = kinds.filter(({ name }) => fault?.includes(`as its ${name};`) === true);
      expect(named).toEqual([kind]);
    }),
  );
});

test("each wrong field is named", () => {
  expect(cronFault("99 99 * * *")).toMatch(/"99" as its minute; .*0 to 59.*"99" as its hour; .*0 to 23/);
}); // prettier-ignore

test.each([
  ["0 6 * *", "has 4 fields; give five: minute, hour, day of the month, month, day of the week"],
  ["0 0 6 * * ? 2027", "has 7 fields"],
  ["0 0 31 2 *", "never runs: month 2 has no day 31"],
  ["0 0 31 4,JUN ?", "never runs: month 4,JUN has no day 31"],
  ["0 0 30,31 feb *", "never runs"],
])("%s %s", (text, reason) => {
  expect(cronFault(text)).toContain(reason);
});

test.each(["0 0 29 2 *", "0 0 31 1,2 *", "0 0 31 2 MON", "0 0 1-31 2 *", "0 0 * * 6-1", "@once"])(
  "%s runs",
  (text) => {
    expect(cronFault(text)).toBeUndefined();
  },
);
