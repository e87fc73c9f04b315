import { defineConfig } from "vite";

import { compressed, emptied, licences, openInDevelopment } from "./scripts/build-plugins.js";

export default defineConfig({
  // Relative addresses: the build works from any folder of any host.
  base: "./",
  build: {
    target: "es2022",
    // A file inlined as a data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // `emptied` does it, and leaves the file that keeps the folder in version control.
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  worker: { format: "es" },
  // The engine finds its WebAssembly and its workers beside its own modules.
  optimizeDeps: { exclude: ["@ludograph/engine"] },
  // The engine's package lies beside this one.
  server: { fs: { allow: [".."] } },
  plugins: [emptied(), licences(), compressed(), openInDevelopment()],
});
