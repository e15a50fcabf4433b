import { createProvider } from "./definition";
import { serve } from "../../provider-sdk";

void serve(createProvider());
