import { createProvider } from "./definition";
import { serve } from "./rpc";

void serve(createProvider());
