import { startHarness } from "../support/harness";
import { makeAll, namespaceProgram } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { refresh, up, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** A whole pipeline and a namespace: nine resources, with names of their own. */
async function makeChain(provider: TestProvider, number: number): Promise<readonly Deployed[]> {
  const name = `shopper${String(number)}`;
  const namespace = up(provider, urnOf("identity:Namespace", name), {
    ...namespaceProgram,
    code: name,
    name,
  });
  const whole = await makeAll(provider, name);
  return [...Object.values<Deployed>({ ...whole }), await namespace];
}

/**
 * Requests that so many chains at once take, in one run that makes them and one that refreshes them. How often a run
 * looks whether a new dataflow is enabled depends on how long that takes, so these looks are left out.
 */
async function requestsFor(chains: number) {
  const harness = await startHarness();
  try {
    const numbers = Array.from({ length: chains }, (_, index) => index);
    const count = async () => (await harness.requests()).length;
    const before = await count();
    const making = numbers.map((number) => makeChain(harness.provider, number));
    const made = (await Promise.all(making)).flat();
    expect(new Set(made.map(({ id }) => id)).size).toBe(9 * chains);
    const requests = (await harness.requests()).slice(before);
    const after = before + requests.length;
    const looks = requests.filter(({ path }) => /\/flows\/[^/?]+/.test(path)).length;
    expect(looks).toBeGreaterThanOrEqual(chains);
    const next = await harness.another();
    await Promise.all(made.map((one) => refresh(next, one)));
    return { create: requests.length - looks, refresh: (await count()) - after };
  } finally {
    await harness.close();
  }
}

/** Each resource takes a lookup and a create, and in a refresh one read. */
const EACH = { create: 2 * 9, refresh: 9 };

test("a hundred resources take no more requests each than nine do", async () => {
  const one = await requestsFor(1);
  const eleven = await requestsFor(11);
  expect({ create: eleven.create - one.create, refresh: eleven.refresh - one.refresh }).toEqual({
    create: 10 * EACH.create,
    refresh: 10 * EACH.refresh,
  });
  // The token; and the token, the tenant id and a list of each service to see whether it works.
  expect(one.refresh).toBe(EACH.refresh + 1);
  expect(one.create - EACH.create).toBeLessThan(12);
});
