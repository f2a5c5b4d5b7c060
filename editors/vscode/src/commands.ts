import * as path from "node:path";
import * as vscode from "vscode";
import { activeDocument } from "./documents";
import { pickProposal, pickStatus } from "./proposals";
import { areFilesSaved, list, open, type Workbench } from "./workbench";

interface Rule {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly enabled: boolean;
}

/** Apply the safe fixes of the document in front. */
export async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.codeAction", {
    kind: "source.fixAll.zeplint",
    apply: "first",
  });
}

export async function newProposal({ cwd, directory, zeplint }: Workbench): Promise<void> {
  const title = await vscode.window.showInputBox({
    title: "New proposal",
    prompt: "Its title, without a number",
    validateInput: (value) => (value.trim() ? undefined : "A proposal has a title"),
  });
  if (title === undefined) return;
  const { stdout } = await zeplint("new", "--directory", directory, "--", title.trim());
  await open(path.resolve(cwd, stdout.trim()));
}

export async function checklist(bench: Workbench): Promise<void> {
  const { pages, zeplint } = bench;
  if (!(await areFilesSaved())) return;
  const listing = await list(bench);
  const proposal = await pickProposal(listing, bench.cwd, "The proposal that is decided on");
  const status = proposal && (await pickStatus(listing, proposal, "The status it is to have"));
  if (!status) return;
  const args = ["checklist", "--output-format", "markdown", "--", proposal.path, status.name];
  const { stdout } = await zeplint(...args);
  await pages.showMarkdown(`${path.parse(proposal.path).name}, ${status.name}`, stdout);
  const copy = "Copy as Markdown";
  const heading = stdout.split("\n", 1)[0]?.replace(/^#+ /, "") ?? "";
  if ((await vscode.window.showInformationMessage(heading, copy)) === copy) {
    await vscode.env.clipboard.writeText(stdout);
  }
}

export async function showRule({ pages, zeplint }: Workbench, wanted?: string): Promise<void> {
  const code = wanted ?? (await pickRule(zeplint));
  if (!code) return;
  const { stdout } = await zeplint("rule", "--output-format", "markdown", "--", code);
  await pages.showMarkdown(code, stdout);
}

/** Ask for a rule; those found on the line in front come first. */
async function pickRule(zeplint: Workbench["zeplint"]): Promise<string | undefined> {
  const rules = JSON.parse((await zeplint("rule", "--output-format", "json")).stdout) as Rule[];
  const here = codesAtCursor();
  const choices = rules
    .toSorted((a, b) => Number(here.has(b.code)) - Number(here.has(a.code)))
    .map((rule) => ({
      label: rule.code,
      description: rule.name + (rule.enabled ? "" : " (off by default)"),
      detail: rule.summary,
    }));
  const options = { placeHolder: "A rule", matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(choices, options))?.label;
}

function codesAtCursor(): Set<string> {
  const document = activeDocument();
  const line = vscode.window.activeTextEditor?.selection.active.line;
  if (!document || line === undefined) return new Set();
  return new Set(
    vscode.languages
      .getDiagnostics(document.uri)
      .filter(
        (found) =>
          found.source === "zeplint" && found.range.start.line <= line && line <= found.range.end.line,
      )
      .map(({ code }) => String(typeof code === "object" ? code.value : code)),
  );
}
