/** Data Prep's language: its grammar, functions and time zones. Slow to load, so it is loaded by `lazyEngine`. */
export { applyMapping, compileMapping } from "./apply";
export { evaluate } from "./evaluate";
export { functions } from "./functions";
export { ExpressionError, parseExpression } from "./parser";
export { plain, TransformError } from "./values";
