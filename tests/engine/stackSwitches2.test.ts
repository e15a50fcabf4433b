import { stackHoldsUnderTheSwitches } from "./stackSwitches";

stackHoldsUnderTheSwitches(1);
