import { readState } from "../../infra/relay/lastDeployment";

/** A read that fails some times with an error, and counts its attempts. */
function failing(times: number, message: string) {
  const read = {
    attempts: 0,
    pauses: [] as number[],
    run: () =>
      readState(
        () => {
          read.attempts++;
          const failure = new Error(message);
          return read.attempts <= times ? Promise.reject(failure) : Promise.resolve("state");
        },
        (milliseconds) => Promise.resolve(read.pauses.push(milliseconds)),
      ),
  };
  return read;
}

const beingWritten =
  "invocation of pulumi:pulumi:readStackResourceOutputs returned an error: failed to load checkpoint: EOF";

test("a state that is being written is read again, after longer and longer pauses", async () => {
  const read = failing(3, beingWritten);
  expect(await read.run()).toBe("state");
  expect(read.pauses).toEqual([20, 50, 100]);
});

test("a state that stays unreadable is an error after some seconds", async () => {
  const read = failing(Infinity, beingWritten);
  await expect(read.run()).rejects.toThrow("EOF");
  expect(read.attempts).toBe(8);
  expect(read.pauses.reduce((sum, one) => sum + one)).toBeLessThan(5_000);
});

test("another error is not tried again", async () => {
  const read = failing(1, "no stack named dev");
  await expect(read.run()).rejects.toThrow("no stack named dev");
  expect(read.attempts).toBe(1);
});
