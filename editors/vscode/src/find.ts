import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { candidates } from "./locate";
import { run, ZeplintError, type Program } from "./program";
import { selectedInterpreter } from "./python";

/** There is no zeplint to run. */
export class MissingError extends ZeplintError {
  /** @param interpreter the Python into which zeplint would best be installed, if one is selected */
  constructor(
    message: string,
    readonly interpreter: string | undefined,
  ) {
    super(message);
  }
}

/** Find the zeplint of a workspace folder, and see that it runs; throws a MissingError. */
export async function findProgram(
  folder: vscode.WorkspaceFolder | undefined,
  log: vscode.LogOutputChannel,
): Promise<Program> {
  const setting = vscode.workspace.getConfiguration("zeplint", folder?.uri).get<string>("path", "");
  const interpreter = await selectedInterpreter(folder?.uri);
  const cwd = folder?.uri.fsPath ?? homedir();
  const choices = candidates({
    setting,
    interpreter,
    folder: folder?.uri.fsPath,
    searchPath: process.env.PATH ?? "",
    home: homedir(),
    windows: process.platform === "win32",
  });
  for (const { file, origin } of choices) {
    if (!(await isProgram(file))) continue;
    try {
      const { stdout } = await run(file, ["--version"], cwd);
      return { file, origin, version: stdout.trim().split(" ").at(-1) ?? "" };
    } catch (error) {
      log.warn(`${file} does not run: ${String(error)}`);
    }
  }
  const where = interpreter ? `the selected environment (${interpreter}), ` : "";
  const message = setting
    ? `zeplint.path is ${setting}, and that is no zeplint that runs.`
    : `zeplint was found neither in ${where}in .venv of the folder, nor on the PATH.`;
  throw new MissingError(message, interpreter);
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** The command that installs zeplint, for the terminal of this platform. */
export function installCommand(interpreter: string | undefined, windows: boolean): string {
  // A checkout, as long as there is no release.
  const rest = ' -m pip install "./zeplint[lsp]"';
  if (!interpreter) return (windows ? "py" : "python3") + rest;
  if (!/[^\w./\\:-]/.test(interpreter)) return interpreter + rest;
  return (windows ? `& "${interpreter}"` : `'${interpreter.replaceAll("'", "'\\''")}'`) + rest;
}
