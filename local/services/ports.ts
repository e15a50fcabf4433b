import net from "node:net";
import { errorCode, errorMessage, ToolchainError } from "../toolchain/errors";

/** A port on the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/**
 * Makes sure that a port the user chose can be listened on.
 *
 * @throws ToolchainError naming the port, who wants it and the option that changes it.
 */
export async function claimPort(port: number, service: string, option: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    const code = errorCode(error);
    const why =
      code === "EADDRINUSE"
        ? "is taken by another program"
        : code === "EACCES"
          ? "may not be used without special rights"
          : `cannot be used (${errorMessage(error)})`;
    throw new ToolchainError(
      `Port ${port}, asked for by ${option}, ${why}: ${service} cannot start. Give another port, or leave ${option} out for a free one.`,
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
