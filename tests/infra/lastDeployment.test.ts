import * as pulumi from "@pulumi/pulumi";

import { hasCompleted, isInState, lastOutputs, readState } from "../../infra/relay/lastDeployment";

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

test("a state that cannot be read ends the program with one error, whoever waits for it", async () => {
  const mocks: pulumi.runtime.Mocks = {
    newResource: () => ({ id: "", state: {} }),
    call: ({ token }) => {
      const details = `invocation of ${token} returned an error: Error making API request.\n\nURL: PUT https://vault.test\nCode: 403`;
      throw Object.assign(new Error(details), { details });
    },
  };
  await pulumi.runtime.setMocks(mocks, "chatlio-aep", "dev", false, "organization");
  const error = jest.spyOn(pulumi.log, "error").mockResolvedValue();
  const exit = jest.spyOn(process, "exit").mockImplementation(() => {
    throw new Error("ended");
  });
  const waiting = [lastOutputs(), hasCompleted(), isInState("urn"), lastOutputs()];
  for (const one of waiting) await expect(one).rejects.toThrow("ended");
  expect(error.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^The state of this stack cannot be read \(Error making API request\. URL: PUT https:\/\/vault\.test Code: 403\)\. Check /,
      ),
    ],
  ]);
  // Pulumi adds nothing to what a program with this exit code has reported.
  expect(exit.mock.calls).toEqual([[32]]);
});
