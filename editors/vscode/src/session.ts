import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  type CloseHandlerResult,
  type ConfigurationParams,
  type LSPAny,
} from "vscode-languageclient/node";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline";
import { withoutTwice } from "./completions";
import { SELECTOR } from "./documents";
import type { Program } from "./program";
import { serverSettings } from "./settings";

export type Health =
  | { readonly state: "idle" | "starting" }
  | { readonly state: "running"; readonly program: Program }
  | { readonly state: "failed"; readonly reason: string };

const MOST_CRASHES = 4;
const CRASH_WINDOW_MS = 180_000;

/** The language server: at most one at a time, started again when it ends by itself. */
export class Session implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Health>();
  readonly onChange = this.#changed.event;
  #health: Health = { state: "idle" };
  #client: LanguageClient | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  get health(): Health {
    return this.#health;
  }

  /** Stop what runs, and start a server with the program that `find` gives. Failures become the health. */
  start(find: () => Promise<Program>): Promise<void> {
    return this.#queue(async () => {
      await this.#stop();
      this.#set({ state: "starting" });
      try {
        await this.#run(await find());
      } catch (error) {
        this.#set({
          state: "failed",
          reason: error instanceof Error ? error.message : String(error),
        });
        throw error;
      }
    });
  }

  stop(): Promise<void> {
    return this.#queue(async () => {
      await this.#stop();
      this.#set({ state: "idle" });
    });
  }

  dispose(): void {
    this.#changed.dispose();
    void this.stop();
  }

  async #run(program: Program): Promise<void> {
    this.log.info(`zeplint ${program.version}: ${program.file}`);
    const said: string[] = [];
    const crashes: number[] = [];
    let isUp = false;
    const closed = (): CloseHandlerResult => {
      const now = Date.now();
      crashes.push(now);
      const recent = crashes.filter((time) => now - time < CRASH_WINDOW_MS).length;
      if (isUp && recent <= MOST_CRASHES) return { action: CloseAction.Restart, handled: true };
      const reason = said.at(-1)?.replace(/^zeplint: error: /, "") ?? "the server ended without a word";
      this.#set({ state: "failed", reason });
      return { action: CloseAction.DoNotRestart, handled: true };
    };
    const client = new LanguageClient(
      "zeplint",
      "zeplint",
      { command: program.file, args: ["server"], options: { env: { PYTHONUTF8: "1" } } },
      {
        documentSelector: SELECTOR,
        initializationOptions: serverSettings(),
        middleware: {
          workspace: { configuration },
          provideCompletionItem: async (document, position, context, token, next) =>
            withoutTwice(document, await next(document, position, context, token)),
        },
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        errorHandler: { error: () => ({ action: ErrorAction.Continue, handled: true }), closed },
        initializationFailedHandler: () => false,
        stdioOptions: {
          stdout: () => undefined,
          stderr: (stream: Readable) => {
            createInterface({ input: stream }).on("line", (line) => {
              if (line.trim()) said.push(line);
              if (said.length > 50) said.shift();
              this.log.error(line);
            });
          },
        },
      },
    );
    this.#client = client;
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        isUp = true;
        this.#set({ state: "running", program });
      } else if (newState === State.Starting && isUp) {
        this.#set({ state: "starting" });
      }
    });
    try {
      await client.start();
    } catch (error) {
      if (this.#health.state === "failed") throw new Error(this.#health.reason, { cause: error });
      throw error;
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    try {
      await client.dispose();
    } catch (error) {
      this.log.debug(`the server did not stop in order: ${String(error)}`);
    }
  }

  #queue<T>(task: () => Promise<T>): Promise<T> {
    const next = this.#last.then(task, task);
    this.#last = next.catch(() => undefined);
    return next;
  }

  #set(health: Health): void {
    this.#health = health;
    this.#changed.fire(health);
  }
}

/** Answer a server that asks for its settings. */
function configuration({ items }: ConfigurationParams): LSPAny[] {
  return items.map(({ scopeUri, section }) =>
    section === "zeplint" ? serverSettings(scopeUri ? vscode.Uri.parse(scopeUri) : undefined) : null,
  );
}
