import * as vscode from "vscode";

type Items = vscode.CompletionItem[] | vscode.CompletionList | null | undefined;

/**
 * What the server completes, without what VS Code offers in Markdown itself: folders, files by their names, and
 * the anchors of headings. Proposals by their titles stay.
 */
export function withoutTwice(document: vscode.TextDocument, found: Items): Items {
  const settings = vscode.workspace.getConfiguration("markdown", document.uri);
  if (!found || document.languageId !== "markdown" || !settings.get<boolean>("suggest.paths.enabled", true)) {
    return found;
  }
  const items = (Array.isArray(found) ? found : found.items).filter((item) => !isOfEditor(item));
  return Array.isArray(found) ? items : new vscode.CompletionList(items, found.isIncomplete);
}

function isOfEditor({ kind, label, detail }: vscode.CompletionItem): boolean {
  if (kind === vscode.CompletionItemKind.Folder) return true;
  // A file that is shown by its title tells the way to it.
  if (kind === vscode.CompletionItemKind.File) return !detail;
  // An anchor that is no heading's has no title.
  return typeof label === "string" && label.startsWith("#") && Boolean(detail);
}
