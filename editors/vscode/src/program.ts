import { execFile } from "node:child_process";
import type { Origin } from "./locate";

/** zeplint said why it could not do what it was asked to. */
export class ZeplintError extends Error {}

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A zeplint program. */
export interface Program {
  readonly file: string;
  readonly origin: Origin;
  /** Such as `0.1.0`. */
  readonly version: string;
}

const PREFIX = "zeplint: error: ";
const FAILED = 2;
const LONGEST_MS = 60_000;
const LARGEST_OUTPUT = 64 * 1024 * 1024;

/**
 * Run zeplint in a folder, and wait for its end.
 *
 * An exit code of 1 says that something was found or is left to do; that is an answer like another. Throws
 * a ZeplintError with zeplint's own words where the run failed.
 */
export function run(file: string, args: readonly string[], cwd: string): Promise<Output> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd,
      timeout: LONGEST_MS,
      maxBuffer: LARGEST_OUTPUT,
      // On Windows, Python writes the code page of the machine unless it is told.
      env: { ...process.env, PYTHONUTF8: "1", NO_COLOR: "1" },
    };
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === "number" && code < FAILED) {
        resolve({ code, stdout, stderr });
      } else {
        reject(new ZeplintError(reason(stderr) ?? error?.message ?? `${file} failed`));
      }
    });
  });
}

/** What zeplint says went wrong, without its name. */
function reason(stderr: string): string | undefined {
  const lines = stderr.trim().split(/\r?\n/);
  const last = lines.findLast((line) => line.startsWith(PREFIX)) ?? lines.at(-1);
  return last?.replace(PREFIX, "") || undefined;
}
