import { randomUUID } from "node:crypto";

import sandbox, { type Assertion, type Execution, type SandboxContext } from "postman-sandbox";

import type { Pair } from "./collection";
import { variablesOf, type Scopes, type Variables } from "./variables";

/** A script of a collection may take this long, in milliseconds. */
const timeout = 10_000;

/** How a script asserted, and whether it failed itself. */
export interface ScriptResult {
  readonly assertions: readonly Assertion[];
  readonly error: string | undefined;
}

/** Postman's own sandbox: the scripts judge with the same `pm` and the same `chai` as in the application. */
export function openSandbox(): Promise<SandboxContext> {
  return new Promise((resolve, reject) => {
    sandbox.createContext({ timeout }, (error, context) => {
      if (error instanceof Error) reject(error);
      else resolve(context);
    });
  });
}

function toScope(variables: Variables): object {
  return { values: Object.entries(variables).map(([key, value]) => ({ key, value, type: "any" })) };
}

function fromScope(scope: Execution["environment"], old: Variables): Variables {
  return scope === undefined ? old : variablesOf(scope.values as readonly Pair[]);
}

function execute(
  box: SandboxContext,
  id: string,
  target: { readonly listen: string; readonly script: object },
  context: Readonly<Record<string, unknown>>,
): Promise<{ readonly error: string | undefined; readonly execution: Execution | undefined }> {
  return new Promise((resolve) => {
    box.execute(target, { id, timeout, context }, (error, execution) =>
      resolve({ error: error?.message, execution }),
    );
  });
}

/**
 * Runs one script of a request.
 *
 * @param listen - `prerequest` or `test`
 * @param scopes - the variables; changed as the script changes them
 * @param context - request and response, as the script sees them
 */
export async function runScript(
  box: SandboxContext,
  listen: "prerequest" | "test",
  script: object,
  scopes: Scopes,
  context: Readonly<Record<string, unknown>>,
): Promise<ScriptResult> {
  const id = randomUUID();
  const asserted = `execution.assertion.${id}`;
  const sending = `execution.request.${id}`;
  const assertions: Assertion[] = [];
  box.on(asserted, (_cursor: unknown, found: readonly Assertion[]) => assertions.push(...found));
  box.on(sending, (_cursor: unknown, _execution: string, request: string) => {
    const rejection = { message: "pm.sendRequest is not replayed" };
    box.dispatch(`execution.response.${id}`, request, rejection);
  });
  const { error, execution } = await execute(
    box,
    id,
    { listen, script },
    {
      environment: toScope(scopes.environment),
      globals: toScope(scopes.globals),
      collectionVariables: toScope(scopes.collection),
      ...context,
    },
  );
  box.removeAllListeners(asserted);
  box.removeAllListeners(sending);
  scopes.environment = fromScope(execution?.environment, scopes.environment);
  scopes.globals = fromScope(execution?.globals, scopes.globals);
  scopes.collection = fromScope(execution?.collectionVariables, scopes.collection);
  return { assertions, error };
}
