import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { run } from "../../../local/process/run";
import { ensureTestTool, type PythonTool } from "../../../local/toolchain";
import {
  observerPolicy,
  operatorPolicy,
  privacyOfficerPolicy,
} from "../../../scripts/deployerPolicy/policy";
import { runProgram } from "../../infra/program";
import { deployerPolicies } from "../deployerPolicies";
import { allows, withoutEachPart, type Call, type PolicyDocument } from "../evaluate";
import { kmsKey, optionsConfig, permissionsBoundary, saltsConfig } from "../options";
import { providerCalls, scope } from "../providerCalls";
import { objectsOf, operatorCalls, roleCalls, rolePolicyOf } from "../roleCalls";
import {
  operatorObjects,
  seenOfDlq,
  seenOfFunction,
  seenOfObserver,
  seenOfPrivacyOfficer,
} from "../seenCalls";

const moto: PythonTool = {
  name: "moto",
  title: "moto",
  kind: "an AWS emulator that evaluates IAM policies",
  requirements: path.join(__dirname, "requirements.txt"),
  // As its packages require.
  oldestPython: [3, 10],
  takes: "about 30 s, for the tests only",
};

/** A policy, and the calls that it must allow. */
interface Case {
  readonly policy: PolicyDocument;
  readonly calls: readonly Call[];
}

async function allCases(): Promise<readonly Case[]> {
  const target = { partition: "aws", prefix: "chatlio-aep", ...scope };
  const options = { kmsKey, permissionsBoundary, reservedConcurrency: true, smokeTest: true };
  const stack = await runProgram({ ...optionsConfig, ...saltsConfig });
  const roles = (["receiver", "forwarder", "keeper", "reconciler"] as const).map(async (part) => {
    const seen = await seenOfFunction(part, true);
    const calls = roleCalls(seen, { part, objects: objectsOf(stack), options: true });
    return { policy: rolePolicyOf(stack, part), calls };
  });
  return [
    { policy: deployerPolicies({ ...target, ...options }), calls: providerCalls(stack) },
    {
      policy: operatorPolicy({ ...target, kmsKey }),
      calls: operatorCalls("dlq", await seenOfDlq(), operatorObjects, true),
    },
    {
      policy: observerPolicy({ ...target, kmsKey }),
      calls: operatorCalls("status", await seenOfObserver(), operatorObjects, true),
    },
    {
      policy: privacyOfficerPolicy({ ...target, kmsKey }),
      calls: operatorCalls("forget", await seenOfPrivacyOfficer(), operatorObjects, true),
    },
    ...(await Promise.all(roles)),
  ];
}

/** For each policy, whether moto permits each call. */
async function decide(cases: readonly Case[]): Promise<readonly (readonly boolean[])[]> {
  const python = path.join(await ensureTestTool(moto), "bin/python");
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "moto-"));
  try {
    const file = path.join(directory, "cases.json");
    await fs.writeFile(file, JSON.stringify(cases));
    const script = path.join(__dirname, "decide.py");
    const { code, stdout, stderr } = await run(python, [script, file], {
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], PYTHONDONTWRITEBYTECODE: "1" },
    });
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as boolean[][];
  } finally {
    await fs.rm(directory, { recursive: true });
  }
}

/** moto knows only one operator of conditions, and takes a key that a call does not have for equal. */
function withoutConditions({ Statement }: PolicyDocument): PolicyDocument {
  return {
    Statement: Statement.map(({ Effect, Action, Resource = [] }) => ({ Effect, Action, Resource })),
  };
}

/**
 * Each policy without one of its parts, with the calls that it then no longer allows, whatever the
 * conditions.
 */
function smaller({ policy, calls }: Case): Case[] {
  return [...withoutEachPart(policy)]
    .map(([, less]) => ({
      policy: less,
      calls: calls.filter((call) => !allows(withoutConditions(less), call)),
    }))
    .filter((one) => one.calls.length > 0);
}

test("moto permits every call with the whole policy, and denies one without any part of it", async () => {
  const cases = await allCases();
  for (const decided of await decide(cases)) {
    expect(decided.length).toBeGreaterThan(5);
    expect(decided).not.toContain(false);
  }
  const less = cases.flatMap(smaller);
  expect(less.length).toBeGreaterThan(100);
  for (const decided of await decide(less)) expect(decided).not.toContain(true);
}, 600_000);
