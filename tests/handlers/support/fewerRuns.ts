import fc from "fast-check";

// Each mutant runs the tests that reach it: a few examples of a property are enough to tell.
fc.configureGlobal({ numRuns: 30 });
