import * as path from "node:path";
import * as vscode from "vscode";
import { activeDocument } from "./documents";

/** What `zeplint list --output-format json` prints, as far as it is used here. */
export interface Listing {
  readonly statuses: readonly Status[];
  readonly proposals: readonly Proposal[];
}

export interface Status {
  readonly name: string;
  /** The roles of the headers that a proposal of this status has. */
  readonly requires: readonly string[];
}

export interface Proposal {
  readonly number: number | null;
  readonly title: string;
  readonly status: string;
  /** The statuses that may follow. */
  readonly next: readonly string[];
  readonly days: Readonly<Record<string, string>>;
  /** Relative to the folder in which the list was made. */
  readonly path: string;
}

interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/** Ask for a proposal; the one in front comes first. Undefined where the question was left. */
export async function pickProposal(
  listing: Listing,
  cwd: string,
  question: string,
  except?: Proposal,
): Promise<Proposal | undefined> {
  const front = activeDocument()?.uri.fsPath;
  const isFront = (proposal: Proposal): boolean => path.resolve(cwd, proposal.path) === front;
  const choices = listing.proposals
    .filter((proposal) => proposal !== except)
    .toSorted((a, b) => Number(isFront(b)) - Number(isFront(a)))
    .map((proposal): Choice<Proposal> => ({
      label: `${String(proposal.number ?? "?")}  ${proposal.title}`,
      description: proposal.status,
      detail: proposal.path,
      value: proposal,
    }));
  const choice = await vscode.window.showQuickPick(choices, {
    placeHolder: choices.length ? question : "There are no proposals here",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice?.value;
}

/** Ask for a status; those that may follow the proposal's own come first. */
export async function pickStatus(
  listing: Listing,
  proposal: Proposal,
  question: string,
): Promise<Status | undefined> {
  const follows = (status: Status): boolean => proposal.next.includes(status.name);
  const item = (status: Status): Choice<Status> => ({
    label: status.name,
    ...(status.name === proposal.status ? { description: "what it is now" } : {}),
    value: status,
  });
  const others = listing.statuses.filter((status) => !follows(status));
  const choices: Choice<Status>[] = [
    ...listing.statuses.filter(follows).map(item),
    { label: "not foreseen by the process", kind: vscode.QuickPickItemKind.Separator },
    ...others.map(item),
  ];
  return (await vscode.window.showQuickPick(choices, { placeHolder: question }))?.value;
}
