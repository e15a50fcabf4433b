import type { Run } from "../infra/program";

/** What the smoke test calls while Pulumi creates or updates it. Nothing else runs it. */
export function smokeTest(run: Run, arnOf: (group: string) => string) {
  const queried = run
    .all("aws:lambda/function:Function")
    .map(({ inputs }) => String(inputs["name"]))
    .filter((name) => /-(receiver|forwarder)/.test(name))
    .map((name) => ({ action: "logs:StartQuery", resource: arnOf(`/aws/lambda/${name}`) }));
  const calls = [queried, [{ action: "logs:GetQueryResults", resource: "*" }]];
  return { create: calls, read: [], update: calls, delete: [] };
}
