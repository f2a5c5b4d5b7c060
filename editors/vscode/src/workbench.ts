import * as vscode from "vscode";
import type { Place } from "./documents";
import type { Pages } from "./pages";
import type { Output } from "./program";
import type { Listing } from "./proposals";

/** What a command works with: a place, and zeplint run in its folder. */
export interface Workbench extends Place {
  readonly pages: Pages;
  readonly zeplint: (...args: string[]) => Promise<Output>;
}

/** The proposals of the collection, as they are on disk. */
export async function list({ directory, zeplint }: Workbench): Promise<Listing> {
  const { stdout } = await zeplint("list", "--no-findings", "--output-format", "json", "--", directory);
  return JSON.parse(stdout) as Listing;
}

/** Open a file in an editor. */
export async function open(file: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.file(file)));
}

/** Whether no file has changes that the program cannot see; offers to save them. */
export async function areFilesSaved(): Promise<boolean> {
  const isDirty = (document: vscode.TextDocument): boolean =>
    document.isDirty && document.uri.scheme === "file";
  if (!vscode.workspace.textDocuments.some(isDirty)) return true;
  const save = "Save All";
  const message = "zeplint works on the files as they are on disk, and some have changes that are not saved.";
  if ((await vscode.window.showWarningMessage(message, { modal: true }, save)) !== save) return false;
  return vscode.workspace.saveAll();
}
