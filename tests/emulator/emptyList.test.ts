import { adobeServices } from "../../emulator/services";
import { useEmulator } from "./support/emulator";

/** All routes that take a JSON object in a POST or PUT. */
const routes = adobeServices.flatMap(({ base, access, routes: all }) =>
  access === "gateway"
    ? all
        .filter(({ method, rawBody }) => ["POST", "PUT"].includes(method) && rawBody !== true)
        .map(({ method, path }) => [method, `${base}${path}`] as const)
    : [],
);

describe("an empty list in place of an object", () => {
  const client = useEmulator();

  it.each(routes)("is rejected: %s %s", async (method, path) => {
    const { status } = await client.call(method, path.replaceAll(/:\w+/g, "x"), { body: [] });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});
