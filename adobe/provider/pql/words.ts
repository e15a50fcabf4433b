/** Words between two values. Letter case does not matter, as Adobe's examples have both. */
export const infixWords = ["and", "or", "in", "notin", "like", "occurs"];

/** Signs between two values. */
export const infixSigns = ["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "=>"];

/** Signs before a value. */
export const prefixSigns = ["-", "+", "!", "^"];

/** Signs that a time is compared by, or computed with. */
export const timeSigns = ["=", "!=", "<", "<=", ">", ">=", "+", "-"];

/** Words that begin a query over a list: `exists E from xEvent where …`. */
export const queryWords = [
  "select",
  "exists",
  "forall",
  "count",
  "sum",
  "average",
  "avg",
  "min",
  "max",
];

/** Units of time, and what some of them are called when there is one. */
export const timeUnits = [
  ...["millisecond", "second", "minute", "hour", "day", "week", "month", "year", "decade"].flatMap(
    (unit) => [unit, `${unit}s`],
  ),
  "century",
  "centuries",
  "millennium",
  "millennia",
];

/** From a time to another one. */
export const directions = ["before", "after", "from"];
