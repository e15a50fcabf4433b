import { InvalidArgumentError } from "commander";

/** Reads an option that is a whole number from 1 to `max`. */
export function wholeNumber(max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < 1 || value > max) {
      throw new InvalidArgumentError(`Give a whole number from 1 to ${max}.`);
    }
    return value;
  };
}
