// What the tests of the whole extension stand on.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach } from "node:test";
import type { ExtensionContext } from "vscode";
import { activate } from "../src/extension";
import { LanguageClient } from "./fake/client";
import { EventEmitter, fake, reset, Uri } from "./fake/vscode";

const CHECKOUT = path.resolve(__dirname, "../../..");
/** The real program: the one of the checkout, unless ZEPLINT names another. */
export const ZEPLINT = process.env.ZEPLINT ?? path.join(CHECKOUT, ".venv/bin/zeplint");
export const without = existsSync(ZEPLINT) ? false : `there is no ${ZEPLINT}: set ZEPLINT`;

export let folder = "";
const subscriptions: { dispose(): unknown }[] = [];
const searchPath = process.env.PATH ?? "";

beforeEach(() => {
  reset();
  LanguageClient.reset();
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "zeplint-")));
  // What happens to be installed here must not be found.
  process.env.PATH = path.join(folder, "path");
});

afterEach(() => {
  for (const subscription of subscriptions.splice(0)) subscription.dispose();
  process.env.PATH = searchPath;
  rmSync(folder, { recursive: true });
});

export async function activateExtension(): Promise<void> {
  await activate({ subscriptions } as unknown as ExtensionContext);
}

/** Copy the example proposals into the folder. */
export function examples(): void {
  cpSync(path.join(CHECKOUT, "examples"), folder, { recursive: true });
}

/** Write a program that knows its version only. */
export function program(name: string, version = "1.2.3"): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "zeplint ${version}"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A Python extension in which `select` selects an interpreter. */
export function pythonExtension(interpreter: string) {
  const changed = new EventEmitter<unknown>();
  let current = interpreter;
  const environments = {
    getActiveEnvironmentPath: () => ({ path: current }),
    resolveEnvironment: ({ path }: { path: string }) =>
      Promise.resolve({ executable: { uri: Uri.file(path) } }),
    onDidChangeActiveEnvironmentPath: changed.event,
  };
  fake.extensions["ms-python.python"] = { activate: () => Promise.resolve({ environments }) };
  return {
    select(other: string): void {
      current = other;
      changed.fire(undefined);
    },
  };
}

/** Wait until something holds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 10_000; !holds();) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
