import { stackHoldsUnderAssumptions } from "./stackAssumptions";

stackHoldsUnderAssumptions(0);
