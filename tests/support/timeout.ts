import { runsFull } from "./full";

// It only ends what hangs: every test with its own server is slower on a busy machine, and a whole sweep is long.
jest.setTimeout(runsFull ? 1_800_000 : 60_000);
