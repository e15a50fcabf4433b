import { InvalidArgumentError } from "commander";

/** As the command `chatlio-aep` writes them too: the emulator imports nothing of it. */
const millisecondsPer: Readonly<Record<string, number>> = {
  "": 1,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Parses an option that is a length of time, such as `90s` or `5m`. A bare number is milliseconds. */
export function duration(text: string): number {
  const [, count = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|[smhd]|)$/.exec(text) ?? [];
  const value = count === "" ? NaN : Number(count) * (millisecondsPer[unit] ?? NaN);
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError(
    "It must be a length of time such as 500ms, 90s or 5m. A number without a unit is whole milliseconds.",
  );
}
