import * as path from "node:path";
import * as vscode from "vscode";

const LANGUAGES = ["markdown", "restructuredtext"];

/** The documents that the server is told of; which of them are proposals, it finds out. */
export const SELECTOR = LANGUAGES.map((language) => ({ scheme: "file", language }));

export function isServed(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file" && LANGUAGES.includes(document.languageId);
}

/** The document in front, if it is one that the server is told of. */
export function activeDocument(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && isServed(document) ? document : undefined;
}

/** The workspace folder of the document in front, else the first one. */
export function activeFolder(): vscode.WorkspaceFolder | undefined {
  const document = activeDocument();
  return (
    (document && vscode.workspace.getWorkspaceFolder(document.uri)) ?? vscode.workspace.workspaceFolders?.[0]
  );
}

/** Where a command works. */
export interface Place {
  /** The folder in which zeplint is run, which the paths that it prints are relative to. */
  readonly cwd: string;
  /** A folder of the collection that the command is about, relative to that. */
  readonly directory: string;
}

/**
 * The collection of the document in front, else of a workspace folder, of several one that is asked for.
 * Undefined where there is none, or the question was left.
 */
export async function placeOfWork(): Promise<Place | undefined> {
  const document = activeDocument();
  if (document) {
    const directory = path.dirname(document.uri.fsPath);
    const cwd = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? directory;
    return { cwd, directory: path.relative(cwd, directory) || "." };
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  return folder && { cwd: folder.uri.fsPath, directory: "." };
}
