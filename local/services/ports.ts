import net from "node:net";

import { errorCode, errorMessage, ToolchainError } from "../toolchain/errors";

/** A port that is free on the loopback interface. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/**
 * Checks that a service can listen on a port that the user chose.
 *
 * @throws ToolchainError naming the port, the service and the option that changes it.
 */
export async function claimPort(port: number, service: string, option: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    const code = errorCode(error);
    const why =
      code === "EADDRINUSE"
        ? "is in use by another program"
        : code === "EACCES"
          ? "needs special permissions"
          : `cannot be used (${errorMessage(error)})`;
    throw new ToolchainError(
      `Port ${port} (${option}) ${why}, so ${service} cannot start. Choose another port, or omit ${option} to use a free one.`,
    );
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? port) : port));
    });
  });
}
