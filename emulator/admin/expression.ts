import { adminError } from "../common/apiError";
import { objectOf } from "../common/json";
import type { Call } from "../common/service";
import { engine } from "../services/dataPrep/language/lazyEngine";
import type { Value } from "../services/dataPrep/language/values";

/** Evaluates an expression of Data Prep's language with the given data. Throws 400 for one that fails. */
export function evaluateExpression(call: Call): unknown {
  const { expression, data } = objectOf(call.body);
  const { evaluate, ExpressionError, parseExpression, plain, TransformError } = engine();
  try {
    const record = (data ?? {}) as Value;
    const value = evaluate(parseExpression(String(expression)), {
      now: () => call.organization.now(),
      record,
    });
    return { value: plain(value) };
  } catch (error) {
    if (!(error instanceof ExpressionError || error instanceof TransformError)) throw error;
    throw adminError(400, error.message);
  }
}
