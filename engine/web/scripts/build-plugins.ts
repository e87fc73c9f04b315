/** What the build adds to Vite's: compressed copies for servers that send them as they are, and the licences. */

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import type { Plugin } from "vite";

/** Files that are smaller than this, or of another kind, are sent as they are. */
const BYTES_MIN = 512;
const KINDS = /\.(?:js|css|html|svg|wasm|json|txt)$/;

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** Empties the output's folder but for the file that keeps it in version control. */
export function emptied(): Plugin {
  let folder = "";
  return {
    name: "emptied",
    apply: "build",
    configResolved: (config) => void (folder = join(config.root, config.build.outDir)),
    buildStart() {
      mkdirSync(folder, { recursive: true });
      for (const name of readdirSync(folder)) if (name !== ".gitignore") rmSync(join(folder, name), { recursive: true });
    },
  };
}

/** The server for development inserts styles and scripts of its own, which the policy of the built page forbids. */
export function openInDevelopment(): Plugin {
  return {
    name: "open-in-development",
    apply: "serve",
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
}

/** Writes `x.br` and `x.gz` beside every file that they make smaller. */
export function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    enforce: "post",
    configResolved: (config) => void (folder = join(config.root, config.build.outDir)),
    closeBundle() {
      for (const path of filesBelow(folder)) {
        const bytes = readFileSync(path);
        if (!KINDS.test(path) || bytes.length < BYTES_MIN) continue;
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/** Writes the licences of every package that the bundle holds code or fonts of. */
export function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        for (const id of Object.keys(output.modules)) {
          const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
          if (folder) folders.add(folder.replace(/^\0+/, ""));
        }
      }
      folders.add("node_modules/@fontsource-variable/inter");
      const texts = [...folders].map(licenceOf).sort();
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join("\n\n") });
    },
  };
}

function licenceOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}`;
}
