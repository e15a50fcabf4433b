/** A busy machine is no failure; what hangs is ended here. */
jest.setTimeout(600_000);
