import { InvalidArgumentError } from "commander";

/** Parses the value of a commander option that must be a whole number. */
export function wholeNumber(least = 0) {
  return (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least && text.trim() !== "") return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
  };
}
