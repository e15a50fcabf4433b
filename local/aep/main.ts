import { AssumptionError, PortTakenError, startEmulator } from ".";
import { readArguments, UsageError } from "./arguments";

/** The emulator as a process of its own: prints its URL, ends on SIGINT and SIGTERM. */
const main = async (): Promise<void> => {
  try {
    const options = readArguments(process.argv.slice(2));
    const emulator = await startEmulator(options);
    process.stdout.write(`${emulator.url}\n`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void emulator.close().then(() => process.exit(0)));
    }
  } catch (error) {
    const isUsers =
      error instanceof UsageError ||
      error instanceof AssumptionError ||
      error instanceof PortTakenError;
    if (!isUsers) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
};

void main();
