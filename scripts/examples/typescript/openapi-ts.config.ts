import { defineConfig } from "@hey-api/openapi-ts";

// `npx openapi-ts` reads this file and writes the client beside it, from docs/openapi.json or from a gateway of yours.
export default defineConfig({
  input: process.env.QUAY_OPENAPI ?? "https://gateway.example/openapi.json",
  output: { path: "client", module: { extension: ".ts" } },
  plugins: ["@hey-api/client-fetch"],
});
