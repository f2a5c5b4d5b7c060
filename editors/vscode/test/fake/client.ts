// A stand-in for `vscode-languageclient/node`: a server that runs, fails or crashes as the test says.
export const State = { Stopped: 1, Running: 2, Starting: 3 };
export const CloseAction = { DoNotRestart: 1, Restart: 2 };
export const ErrorAction = { Continue: 1, Shutdown: 2 };
export const RevealOutputChannelOn = { Never: 4 };

interface Options {
  initializationOptions: unknown;
  documentSelector: unknown;
  errorHandler: { closed(): { action: number } };
  stdioOptions: { stderr(stream: NodeJS.ReadableStream): void };
}

type Listener = (change: { newState: number }) => void;

export class LanguageClient {
  static readonly all: LanguageClient[] = [];
  /** What the next servers say before they end at once; undefined for one that runs. */
  static lastWords: string | undefined;
  readonly #listeners: Listener[] = [];
  isDisposed = false;
  starts = 0;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: { command: string; args: string[] },
    readonly options: Options,
  ) {
    LanguageClient.all.push(this);
  }

  static reset(): void {
    this.all.length = 0;
    this.lastWords = undefined;
  }

  onDidChangeState(listener: Listener): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    this.starts += 1;
    this.#tell(State.Starting);
    if (LanguageClient.lastWords !== undefined) {
      const { PassThrough } = await import("node:stream");
      const stream = new PassThrough();
      this.options.stdioOptions.stderr(stream);
      stream.end(LanguageClient.lastWords);
      await new Promise((resolve) => setTimeout(resolve, 20));
      this.options.errorHandler.closed();
      throw new Error("the connection got closed");
    }
    this.#tell(State.Running);
  }

  /** The server ends by itself. */
  async crash(): Promise<void> {
    if (this.options.errorHandler.closed().action === CloseAction.Restart) await this.start();
  }

  dispose(): Promise<void> {
    this.isDisposed = true;
    return Promise.resolve();
  }

  #tell(newState: number): void {
    for (const listener of this.#listeners) listener({ newState });
  }
}
