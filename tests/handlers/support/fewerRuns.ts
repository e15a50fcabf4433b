import fc from "fast-check";

// Each mutant runs the tests that reach it: a few examples of a property are enough to tell, and
// the smallest one that fails is of no interest (looking for it took longer than the time allowed).
fc.configureGlobal({ numRuns: 30, endOnFailure: true });
