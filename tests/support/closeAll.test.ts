import { closeAll } from "../engine/support/closeAll";

test("what was never made is skipped, and what cannot be closed keeps nothing else open", async () => {
  const closed: string[] = [];
  const of = (name: string, error?: Error) => ({
    close: () => {
      closed.push(name);
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    },
  });
  const closing = closeAll(of("stack", new Error("in use")), undefined, of("services"));
  await expect(closing).rejects.toThrow("in use");
  expect(closed).toEqual(["stack", "services"]);
});
