import { describeEarlier } from "./earlierStack";

// A whole stack on a busy machine: this ends what hangs.
jest.setTimeout(600_000);

// recordedStack.test.ts has the same program with the other source.
describeEarlier("http-api");
