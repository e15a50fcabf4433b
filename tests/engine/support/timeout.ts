/** An update of a whole stack takes seconds, on a busy machine tens of them; what hangs is ended here. */
jest.setTimeout(180_000);
