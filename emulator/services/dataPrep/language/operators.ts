/** An operator as `/languages/el/operators` lists it. */
export interface Operator {
  readonly operatorSymbol: string;
  /** `add`, `divide`, `complement`, `negate` and `not` are Adobe's; the others are named after their words. */
  readonly methodName: string;
  readonly numberOfOperands: number;
  readonly description: string;
  readonly example: string;
}

function operator(
  operatorSymbol: string,
  methodName: string,
  description: string,
  numberOfOperands = 2,
): Operator {
  return {
    operatorSymbol,
    methodName,
    numberOfOperands,
    description,
    example:
      ["", `${operatorSymbol}4`, `1 ${operatorSymbol} 2`, "a ? 1 : 2"][numberOfOperands] ?? "",
  };
}

/** Every operator of the language. Those with a word have two spellings. */
export const operators: readonly Operator[] = [
  operator("+", "add", "Adds numbers; joins when one side is a text"),
  operator("-", "subtract", "Subtracts"),
  operator("*", "multiply", "Multiplies"),
  operator("/", "divide", "Divides; also written div"),
  operator("%", "mod", "Remainder; also written mod"),
  operator("==", "eq", "Equal; also written eq"),
  operator("!=", "ne", "Not equal; also written ne"),
  operator("<", "lt", "Less; also written lt"),
  operator("<=", "le", "Less or equal; also written le"),
  operator(">", "gt", "Greater; also written gt"),
  operator(">=", "ge", "Greater or equal; also written ge"),
  operator("&&", "and", "Both; also written and"),
  operator("||", "or", "Either; also written or"),
  operator("!", "not", "The opposite; also written not", 1),
  operator("-", "negate", "The number with the other sign", 1),
  operator("~", "complement", "All bits turned", 1),
  operator("? :", "choice", "The second value when the first is true, else the third", 3),
];
