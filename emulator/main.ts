#!/usr/bin/env node
import { emulatorCommand } from "./command";

/** The emulator as a process of its own. What the user can change is said without a stack trace. */
const main = async (): Promise<void> => {
  try {
    await emulatorCommand().name("aep-emulator").parseAsync();
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${name === "Error" ? (stack ?? message) : message}\n`);
    process.exitCode = 2;
  }
};

void main();
