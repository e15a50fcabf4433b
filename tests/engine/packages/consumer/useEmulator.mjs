import { createClient } from "@chatlio-aep/adobe-aep/client";
import { EmulatorClient, emulatorCredentials } from "@chatlio-aep/emulator";

const emulator = await EmulatorClient.start();
const client = createClient({
  ...emulatorCredentials,
  imsUrl: emulator.url,
  platformUrl: emulator.url,
});
const sandbox = await client.sandboxes.get("dev");
const page = await fetch(emulator.url);
client.close();
await emulator.close();
process.stdout.write(JSON.stringify({ sandbox: sandbox?.name, page: page.status }));
