import * as vscode from "vscode";
import { checklist, fixAll, newProposal, showRule } from "./commands";
import { activeFolder, isServed, placeOfWork } from "./documents";
import { findProgram, installCommand, MissingError } from "./find";
import { Pages } from "./pages";
import { run, type Program } from "./program";
import { promote } from "./promote";
import { onInterpreterChange } from "./python";
import { Session } from "./session";
import { Status } from "./status";
import type { Workbench } from "./workbench";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const extension = new Extension();
  context.subscriptions.push(extension);
  context.subscriptions.push(await onInterpreterChange(() => void extension.lookAgain()));
}

class Extension implements vscode.Disposable {
  readonly #log = vscode.window.createOutputChannel("zeplint", { log: true });
  readonly #session = new Session(this.#log);
  readonly #pages = new Pages();
  readonly #subscriptions: vscode.Disposable[] = [];
  #program: Promise<Program> | undefined;
  #isStarted = false;

  constructor() {
    const bench = (task: (bench: Workbench, ...rest: string[]) => Promise<void>) => {
      return (...rest: string[]) => this.#inPlace((found) => task(found, ...rest));
    };
    const commands: Record<string, (...args: string[]) => unknown> = {
      fixAll,
      new: bench(newProposal),
      checklist: bench(checklist),
      promote: bench(promote),
      showRule: bench(showRule),
      restart: () => this.restart(),
      showOutput: () => {
        this.#log.show(true);
      },
    };
    this.#subscriptions.push(
      this.#log,
      this.#session,
      this.#pages,
      new Status(this.#session),
      ...Object.entries(commands).map(([name, command]) =>
        vscode.commands.registerCommand(`zeplint.${name}`, command),
      ),
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#startFor(document);
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("zeplint.path")) void this.lookAgain();
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.#startFor(document);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions.reverse()).dispose();
  }

  /** Look for zeplint anew, and start the server that is found. */
  async restart(): Promise<void> {
    this.#isStarted = true;
    this.#program = undefined;
    try {
      await this.#session.start(() => this.#find());
    } catch (error) {
      this.#report(error);
    }
  }

  /** Take over what has changed in where zeplint is found, unless nothing has. */
  async lookAgain(): Promise<void> {
    const before = this.#session.health;
    this.#program = undefined;
    if (!this.#isStarted) return;
    const found = await this.#find().catch(() => undefined);
    if (before.state === "running" && found?.file === before.program.file) return;
    await this.restart();
  }

  #startFor(document: vscode.TextDocument): void {
    if (!this.#isStarted && isServed(document)) void this.restart();
  }

  #find(): Promise<Program> {
    return (this.#program ??= findProgram(activeFolder(), this.#log));
  }

  /** Do what a command does, and say why if it cannot. */
  async #inPlace(task: (bench: Workbench) => Promise<void>): Promise<void> {
    const place = await placeOfWork();
    if (place === undefined) {
      void vscode.window.showInformationMessage("Open the folder with the proposals first.");
      return;
    }
    try {
      const { file } = await this.#find();
      await task({
        ...place,
        pages: this.#pages,
        zeplint: (...args) => {
          this.#log.debug(`${place.cwd}: zeplint ${args.join(" ")}`);
          return run(file, args, place.cwd);
        },
      });
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    this.#program = undefined;
    const message = error instanceof Error ? error.message : String(error);
    this.#log.error(message);
    const missing = error instanceof MissingError;
    if (missing || message.includes("zeplint[lsp]")) {
      void this.#offerInstallation(message, missing ? error.interpreter : undefined);
    } else {
      void this.#offerOutput(message);
    }
  }

  async #offerInstallation(message: string, interpreter: string | undefined): Promise<void> {
    const command = installCommand(interpreter, process.platform === "win32");
    const [copy, set, retry] = ["Copy Command", "Set Path", "Try Again"];
    const text = `${message} To install it, beside a checkout of zeplint: ${command}`;
    switch (await vscode.window.showErrorMessage(text, copy, set, retry)) {
      case copy:
        await vscode.env.clipboard.writeText(command);
        break;
      case set:
        await vscode.commands.executeCommand("workbench.action.openSettings", "zeplint.path");
        break;
      case retry:
        await this.restart();
    }
  }

  async #offerOutput(message: string): Promise<void> {
    const show = "Show Output";
    if ((await vscode.window.showErrorMessage(`zeplint: ${message}`, show)) === show) this.#log.show(true);
  }
}
