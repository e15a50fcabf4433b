/**
 * A stub of `pulumi-language-nodejs`, the part of Pulumi that runs Node.js programs. It is used only
 * where the official one is missing, which comes with Pulumi's own download. It runs programs, policy packs and
 * providers that are folders, and has npm install packages; it does not generate code.
 */
import { endPrograms, runProgram } from "./program";
import { startLanguageHost } from "./server";

async function main(): Promise<void> {
  const port = await startLanguageHost({
    engineAddress: process.argv.at(-1) ?? "",
    run: runProgram,
    cancel: endPrograms,
  });
  process.stdout.write(`${String(port)}\n`);
  const end = () => {
    endPrograms();
    process.exit(0);
  };
  // The engine holds the other end; a killed engine cannot say goodbye.
  process.stdin.on("end", end).resume();
  process.on("SIGTERM", end);
}

void main();
