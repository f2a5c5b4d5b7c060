import * as path from "node:path";

/** Where a zeplint program was looked for, in the order in which they are tried. */
export type Origin = "setting" | "environment" | "workspace" | "path";

export interface Candidate {
  readonly file: string;
  readonly origin: Origin;
}

/** What decides where zeplint is looked for. */
export interface Surroundings {
  /** The setting `zeplint.path`, empty where there is none. */
  readonly setting: string;
  /** The interpreter selected in VS Code, if the Python extension knows one. */
  readonly interpreter: string | undefined;
  /** The workspace folder. */
  readonly folder: string | undefined;
  /** The variable PATH. */
  readonly searchPath: string;
  readonly home: string;
  readonly windows: boolean;
}

/** The files that may be zeplint, the first to be preferred; a setting leaves no other choice. */
export function candidates(where: Surroundings): Candidate[] {
  const paths = where.windows ? path.win32 : path.posix;
  const name = where.windows ? "zeplint.exe" : "zeplint";
  if (where.setting.trim()) {
    return [{ file: expand(where.setting.trim(), where), origin: "setting" }];
  }
  const found: Candidate[] = [];
  if (where.interpreter) {
    const beside = paths.dirname(where.interpreter);
    found.push({ file: paths.join(beside, name), origin: "environment" });
    // conda's python.exe lies above its programs
    if (where.windows) found.push({ file: paths.join(beside, "Scripts", name), origin: "environment" });
  }
  if (where.folder) {
    const programs = where.windows ? "Scripts" : "bin";
    found.push({ file: paths.join(where.folder, ".venv", programs, name), origin: "workspace" });
  }
  for (const folder of where.searchPath.split(paths.delimiter)) {
    // A relative entry would mean another file in each folder that is opened.
    if (paths.isAbsolute(folder)) {
      found.push({ file: paths.join(folder, name), origin: "path" });
    }
  }
  return found;
}

function expand(setting: string, where: Surroundings): string {
  const paths = where.windows ? path.win32 : path.posix;
  let file = setting.replaceAll("${workspaceFolder}", where.folder ?? "");
  if (/^~(?=[/\\]|$)/.test(file)) file = where.home + file.slice(1);
  return paths.isAbsolute(file) || !where.folder ? file : paths.join(where.folder, file);
}
