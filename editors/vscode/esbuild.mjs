// node esbuild.mjs [--minify]   bundle the extension into dist/
// node esbuild.mjs test         bundle the tests into out/, with stand-ins for VS Code and the client
import { build } from "esbuild";
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** @type {import("esbuild").BuildOptions} */
const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" };

if (process.argv.includes("test")) {
  rmSync("out", { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: readdirSync("test")
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `test/${name}`),
    outdir: "out",
    sourcemap: "inline",
    alias: { vscode: "./test/fake/vscode.ts", "vscode-languageclient/node": "./test/fake/client.ts" },
  });
} else {
  const { metafile } = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify: process.argv.includes("--minify"),
    metafile: true,
  });
  copyFileSync("../../LICENSE", "LICENSE");
  writeFileSync("dist/NOTICES.txt", notices(Object.keys(metafile.inputs)));
}

/**
 * The licences of the packages that went into the bundle.
 * @param {string[]} inputs the files of the bundle
 */
function notices(inputs) {
  const packages = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  return [...packages].sort().map(notice).join("\n");
}

/** @param {string} folder */
function notice(folder) {
  const licence = readdirSync(folder).find((name) => /^licen[sc]e/i.test(name));
  if (!licence) throw new Error(`${folder} says nothing of its licence`);
  const name = folder.replace(/^.*node_modules\//, "");
  return `${name}\n${"-".repeat(name.length)}\n${readFileSync(`${folder}/${licence}`, "utf8").trim()}\n`;
}
