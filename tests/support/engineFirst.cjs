const Sequencer = require("@jest/test-sequencer").default;

/**
 * Without times from an earlier run jest begins with the largest files. The engine's tests are
 * small and take long: they come first, so that at the end there is always something short for a
 * worker that is free.
 */
module.exports = class EngineFirst extends Sequencer {
  sort(tests) {
    const isEngine = ({ context }) => context.config.displayName?.name !== "unit";
    const sorted = super.sort(tests);
    return [...sorted.filter(isEngine), ...sorted.filter((test) => !isEngine(test))];
  }
};
