import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

import { claimPort, freePort } from "../../../local/services/ports";

test("names a port that is in use, and the option that sets it", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await expect(claimPort(port, "MiniStack", "--aws-port")).rejects.toMatchObject({
      name: "ToolchainError",
      message: `Port ${port} (--aws-port) is in use by another program, so MiniStack cannot start. Choose another port, or omit --aws-port to use a free one.`,
    });
  } finally {
    server.close();
  }
});

test("a free port can be claimed", async () => {
  await expect(claimPort(await freePort(), "MiniStack", "--aws-port")).resolves.toBeUndefined();
});
