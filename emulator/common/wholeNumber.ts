import { InvalidArgumentError } from "commander";

/** Reads a whole number that is an option's value, for commander. */
export const wholeNumber =
  (least = 0) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least && text.trim() !== "") return value;
    throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`);
  };
