import * as path from "node:path";
import * as vscode from "vscode";
import { ZeplintError } from "./program";
import { pickProposal, pickStatus, type Listing, type Proposal, type Status } from "./proposals";
import { areFilesSaved, list, open, type Workbench } from "./workbench";

const APPLY = "Apply these changes";
const ALL_THE_SAME = "Show It All the Same";

/** Ask for a proposal and what was decided, show what that changes, and change it once that is confirmed. */
export async function promote(bench: Workbench): Promise<void> {
  if (!(await areFilesSaved())) return;
  const listing = await list(bench);
  const proposal = await pickProposal(listing, bench.cwd, "The proposal that was decided on");
  const status = proposal && (await pickStatus(listing, proposal, "The status that it gets"));
  const decision = status && (await askDecision(bench, listing, proposal, status));
  if (!decision) return;
  const args = ["promote", ...decision, "--", proposal.path, status.name];

  const preview = await previewed(bench, args);
  if (!preview) return;
  const name = `${path.parse(proposal.path).name} becomes ${status.name}`;
  await bench.pages.showDiff(name, preview.text);
  const choice = await vscode.window.showQuickPick(
    [
      { label: `$(check) ${APPLY}`, apply: true },
      { label: "$(close) Leave everything as it is", apply: false },
    ],
    { title: name, placeHolder: "The diff shows what would change", ignoreFocusOut: true },
  );
  if (!choice?.apply) return;

  await bench.zeplint(...preview.args);
  const after = await list(bench);
  const moved = after.proposals.find(({ number }) => number !== null && number === proposal.number);
  if (moved) await open(path.resolve(bench.cwd, moved.path));
  const { stdout } = await bench.zeplint(
    "checklist",
    "--output-format",
    "markdown",
    "--",
    moved?.path ?? proposal.path,
    status.name,
  );
  const show = "Show Checklist";
  const heading = stdout.split("\n", 1)[0]?.replace(/^#+ /, "") ?? name;
  if ((await vscode.window.showInformationMessage(heading, show)) === show) {
    await bench.pages.showMarkdown(`${path.parse(proposal.path).name}, ${status.name}`, stdout);
  }
}

/** The options that say what was decided, and undefined where a question was left. */
async function askDecision(
  bench: Workbench,
  listing: Listing,
  proposal: Proposal,
  status: Status,
): Promise<string[] | undefined> {
  const options: string[] = [];
  if (status.requires.includes("resolution")) {
    const link = await vscode.window.showInputBox({
      title: `${status.name}: the decision`,
      prompt: "The address of the discussion that decided it. Leave it empty to keep the one that is there.",
      placeHolder: "https://...",
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^(https?:\/\/\S+)?$/.test(value.trim()) ? undefined : "An address begins with https://",
    });
    if (link === undefined) return undefined;
    if (link.trim()) options.push("--resolution", link.trim());
  }
  if (status.requires.includes("accepted") && !proposal.days.accepted) {
    const day = await vscode.window.showInputBox({
      title: `${status.name}: the day of the decision`,
      prompt: "As yyyy-mm-dd",
      value: today(),
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^\d{4}-\d\d-\d\d$/.test(value.trim()) ? undefined : "A day such as 2024-11-05",
    });
    if (day === undefined) return undefined;
    options.push("--date", day.trim());
  }
  if (status.requires.includes("replaced-by")) {
    const question = "The proposal that takes its place";
    const successor = await pickProposal(listing, bench.cwd, question, proposal);
    if (!successor) return undefined;
    if (successor.number !== null) options.push("--replaced-by", String(successor.number));
  }
  return options;
}

function today(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** What promote would change, with the arguments that do it; undefined where nothing is to be done. */
async function previewed(
  bench: Workbench,
  args: string[],
): Promise<{ text: string; args: string[] } | undefined> {
  let chosen = args;
  let diff: string;
  try {
    diff = (await bench.zeplint(...args.slice(0, 1), "--diff", ...args.slice(1))).stdout;
  } catch (error) {
    // The process forbids it, which a person may know better.
    if (!(error instanceof ZeplintError) || !error.message.includes("--force")) throw error;
    const said = error.message.replace(/ \(--force.*\)$/, "");
    const answer = await vscode.window.showWarningMessage(said, { modal: true }, ALL_THE_SAME);
    if (answer !== ALL_THE_SAME) return undefined;
    chosen = ["promote", "--force", ...args.slice(1)];
    diff = (await bench.zeplint("promote", "--diff", ...chosen.slice(1))).stdout;
  }
  if (diff) return { text: diff, args: chosen };
  void vscode.window.showInformationMessage("There is nothing to change.");
  return undefined;
}
