import path from "node:path";

import { serve } from "../../provider-sdk";
import { backendUrl, pulumiHome } from "./backend";
import { createProvider } from "./definition";

void serve(
  createProvider({
    backend: backendUrl(process.env, process.cwd()),
    journalDirectory: path.join(pulumiHome(process.env), "adobe-aep", "creates"),
  }),
);
