/** Long enough for a busy machine; it only ends what hangs. */
jest.setTimeout(600_000);
