import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { emulatorCredentials } from "../../../emulator";
import { useEmulator } from "../../emulator/support/emulator";
import { sendLabRequests } from "../../emulator/support/labs";
import { runWritten, writtenCommands } from "../../support/writtenCommands";

const client = useEmulator();

test("the commands of docs/provider/importing.md", async () => {
  await sendLabRequests(client);
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const env = {
    ...process.env,
    AEP_ORG_ID: orgId,
    AEP_CLIENT_ID: clientId,
    AEP_CLIENT_SECRET: clientSecret,
    AEP_SANDBOX: sandbox,
    AEP_IMS_URL: client.url,
    AEP_PLATFORM_URL: client.url,
  };
  const cwd = await mkdtemp(path.join(os.tmpdir(), "import-sandbox-"));
  try {
    const page = "docs/provider/importing.md";
    const look = writtenCommands(page, "npx chatlio-aep import-sandbox\n");
    const looked = await runWritten(look, { cwd, env });
    expect(looked).toMatch(/^flow:Dataflow /m);
    expect(looked).toMatch(/^xdm:Schema +Customer Account +\S+ +yes$/m);
    const choice = 'npx chatlio-aep import-sandbox --name "Customer*" --out';
    await runWritten(writtenCommands(page, choice), { cwd, env });
    expect(await readdir(path.join(cwd, "brought"))).toEqual(["import.json", "index.ts"]);
  } finally {
    await rm(cwd, { recursive: true });
  }
}, 120_000);
