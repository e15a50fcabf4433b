import { parseArgs } from "node:util";

/** An invalid option. The message is meant for the user. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

export interface Options {
  readonly events: number;
  readonly seed: number;
  readonly json: boolean;
}

const USAGE = "options are --events N --seed S --json";

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        events: { type: "string", default: "10000" },
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const [first = ""] = (error as Error).message.split("\n");
    throw new OptionError(`${first.replace(/\.?$/, ".")} The ${USAGE}.`);
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
  throw new OptionError(`--${name} must be a whole number of at least ${least}; the ${USAGE}.`);
}

/** Reads the options of the fault test. Throws an {@link OptionError} of one line. */
export function readOptions(args: readonly string[]): Options {
  const { events, seed, json } = parse(args);
  return { events: wholeNumber("events", events, 2), seed: wholeNumber("seed", seed, 0), json };
}
