import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { claimPort, freePort } from "../../../local/services/ports";

test("a port that is taken is named with the option that asked for it", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await expect(claimPort(port, "MiniStack", "--aws-port")).rejects.toMatchObject({
      name: "ToolchainError",
      message: `Port ${port}, asked for by --aws-port, is taken by another program: MiniStack cannot start. Give another port, or leave --aws-port out for a free one.`,
    });
  } finally {
    server.close();
  }
});

test("a free port can be claimed", async () => {
  await expect(claimPort(await freePort(), "MiniStack", "--aws-port")).resolves.toBeUndefined();
});
