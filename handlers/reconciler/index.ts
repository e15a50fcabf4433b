import { createClient } from "../../adobe/client";
import { cloudWatch } from "../shared/cloudWatch";
import { httpFetch as fetch } from "../shared/httpFetch";
import { log } from "../shared/log";
import { createMeter } from "../shared/metrics";
import { readSecretVersion, secretsManager } from "../shared/secretVersion";
import { reconcileOnce, type ReconcilerParts } from "./reconciler";
import { adobeSecret, readReconcilerSettings, type AdobeSecret } from "./settings";

const settings = readReconcilerSettings(process.env);
const limits = { attempts: 3, attemptMs: 4_000 };

/** Milliseconds for one response of Adobe. */
const ADOBE_TIMEOUT_MS = 20_000;

async function readCredential(): Promise<AdobeSecret> {
  const version = { arn: settings.secretArn, versionId: settings.secretVersionId };
  const text = await readSecretVersion(secretsManager(limits), version);
  const read = adobeSecret.safeParse(JSON.parse(text ?? "null"));
  if (read.success) return read.data;
  throw new Error("The reconciler's secret is invalid. Deploy it with `pulumi up`.");
}

const withAdobe: ReconcilerParts["withAdobe"] = async (work) => {
  const client = createClient({ ...(await readCredential()), fetch, timeoutMs: ADOBE_TIMEOUT_MS });
  try {
    return await work(client);
  } finally {
    client.close();
  }
};

/** Lambda's entry point, on a schedule. Returns what it has found. */
export function handler() {
  return reconcileOnce({
    settings,
    withAdobe,
    sumMetric: cloudWatch(process.env["AWS_REGION"] ?? "", limits),
    log,
    meter: createMeter(settings),
    now: Date.now,
  });
}
