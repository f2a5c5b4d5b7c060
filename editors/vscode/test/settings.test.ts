import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { beforeEach, test } from "node:test";
import { KEYS, serverSettings } from "../src/settings";
import { fake, reset } from "./fake/vscode";

const here = path.resolve(__dirname, "..");
const readJson = (name: string) => JSON.parse(readFileSync(path.join(here, name), "utf8")) as unknown;

beforeEach(reset);

test("only what is set goes to the server, by the keys of a settings file", () => {
  assert.deepEqual(serverSettings(), {});
  fake.settings = {
    "zeplint.path": "/opt/zeplint",
    "zeplint.ignore": ["ZEP210"],
    "zeplint.select": null,
    "zeplint.process": "",
    "zeplint.perFileIgnores": { "draft/*": ["ZEP2"] },
    "zeplint.suppressionReason": false,
  };
  assert.deepEqual(serverSettings(), {
    ignore: ["ZEP210"],
    "per-file-ignores": { "draft/*": ["ZEP2"] },
    "suppression-reason": false,
  });
});

test("each setting that is declared is sent, and zeplint knows its key", () => {
  const { contributes } = readJson("package.json") as {
    contributes: { configuration: { properties: Record<string, { default: unknown }> } };
  };
  const declared = contributes.configuration.properties;
  const own = ["zeplint.path", "zeplint.trace.server"];
  assert.deepEqual(
    Object.keys(declared).filter((name) => !own.includes(name)),
    Object.keys(KEYS).map((name) => `zeplint.${name}`),
  );
  const known = readJson("../../zeplint/settings/settings.schema.json") as { properties: object };
  for (const key of Object.values(KEYS)) assert.ok(key in known.properties, key);
});
