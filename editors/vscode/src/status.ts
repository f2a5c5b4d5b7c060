import * as vscode from "vscode";
import { activeDocument } from "./documents";
import type { Origin } from "./locate";
import type { Health, Session } from "./session";

const FOUND: Record<Origin, string> = {
  setting: "from the setting `zeplint.path`",
  environment: "from the selected Python environment",
  workspace: "from `.venv` of the workspace folder",
  path: "from the `PATH`",
};

/** The item in the status bar, shown beside a document that the server is told of. A click shows the output. */
export class Status implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("zeplint.status", vscode.StatusBarAlignment.Right, 90);
  readonly #subscriptions: vscode.Disposable[];

  constructor(session: Session) {
    this.#item.name = "zeplint";
    this.#item.command = "zeplint.showOutput";
    this.#subscriptions = [
      session.onChange((health) => {
        this.#show(health);
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#show(session.health);
      }),
    ];
    this.#show(session.health);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#item).dispose();
  }

  #show(health: Health): void {
    const failed = health.state === "failed";
    this.#item.text = `${icon(health)} zeplint`;
    this.#item.tooltip = tooltip(health);
    this.#item.backgroundColor = failed ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    // A failure is shown anywhere: it concerns what is not seen.
    if (failed || activeDocument()) this.#item.show();
    else this.#item.hide();
  }
}

function icon(health: Health): string {
  return { idle: "$(circle-slash)", starting: "$(sync~spin)", running: "$(check)", failed: "$(error)" }[
    health.state
  ];
}

function tooltip(health: Health): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  if (health.state === "running") {
    const { version, origin, file } = health.program;
    text.appendMarkdown(`zeplint ${version} runs, ${FOUND[origin]}\n\n`).appendText(file);
  } else if (health.state === "failed") {
    text.appendText(`zeplint does not run: ${health.reason}`);
  } else {
    text.appendText(health.state === "starting" ? "zeplint is starting" : "zeplint is stopped");
  }
  return text;
}
