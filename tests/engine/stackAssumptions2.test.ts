import { stackHoldsUnderAssumptions } from "./stackAssumptions";

stackHoldsUnderAssumptions(1);
