import * as vscode from "vscode";

/** The settings that go to the server, with their keys in a settings file. */
export const KEYS: Readonly<Record<string, string>> = {
  select: "select",
  extendSelect: "extend-select",
  ignore: "ignore",
  perFileIgnores: "per-file-ignores",
  severity: "severity",
  parameters: "parameters",
  process: "process",
  zeps: "zeps",
  exclude: "exclude",
  suppressionReason: "suppression-reason",
};

/** What is set in VS Code, by the keys of a settings file: it wins over the file. */
export function serverSettings(scope?: vscode.Uri): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration("zeplint", scope);
  const values = Object.entries(KEYS).map(([name, key]) => [key, configuration.get<unknown>(name, null)]);
  // Nothing is set by default: a setting that stands at its default leaves the file's.
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== "")) as Record<
    string,
    unknown
  >;
}
