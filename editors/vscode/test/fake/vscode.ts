// A stand-in for the module `vscode`: as much of it as the extension uses, with a person who answers.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL, fileURLToPath } from "node:url";

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}
  static file(file: string): Uri {
    return new Uri("file", pathToFileURL(file).pathname);
  }
  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path);
  }
  get fsPath(): string {
    return this.scheme === "file" ? fileURLToPath(`file://${this.path}`) : this.path;
  }
  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

interface Disposes {
  dispose(): unknown;
}

export class Disposable {
  constructor(readonly dispose: () => unknown) {}
  static from(...all: Disposes[]): Disposable {
    return new Disposable(() => {
      for (const one of all) one.dispose();
    });
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();
  readonly event = (listener: (value: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class MarkdownString {
  value = "";
  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
  appendText(text: string): this {
    this.value += text;
    return this;
  }
}

export const StatusBarAlignment = { Left: 1, Right: 2 };
export const CompletionItemKind = { File: 16, Reference: 17, Folder: 18 };
export class CompletionList {
  constructor(
    readonly items: unknown[],
    readonly isIncomplete = false,
  ) {}
}
export const QuickPickItemKind = { Separator: -1, Default: 0 };

export interface Document {
  uri: Uri;
  languageId: string;
  isDirty: boolean;
  getText(): string;
}

interface Folder {
  uri: Uri;
  name: string;
  index: number;
}

interface Item {
  label: string;
  kind?: number;
}

interface ContentProvider {
  provideTextDocumentContent(uri: Uri): string;
}

/** What a person does: the label that begins so, the text, or undefined for Escape. */
type Answer = string | undefined;

function statusBarItem() {
  return {
    name: "",
    text: "",
    command: "",
    tooltip: undefined as MarkdownString | undefined,
    backgroundColor: undefined as ThemeColor | undefined,
    visible: false,
    show() {
      this.visible = true;
    },
    hide() {
      this.visible = false;
    },
    dispose() {
      this.visible = false;
    },
  };
}

function state() {
  return {
    settings: {} as Record<string, unknown>,
    folders: [] as Folder[],
    documents: [] as Document[],
    active: undefined as Document | undefined,
    cursor: 0,
    diagnostics: [] as unknown[],
    extensions: {} as Record<string, unknown>,
    answers: [] as Answer[],
    /** Which button of a message is pressed, by a part of the message. */
    buttons: {} as Record<string, string>,
    questions: [] as { title: string; labels: string[] }[],
    messages: [] as string[],
    executed: [] as [string, ...unknown[]][],
    clipboard: "",
    log: [] as string[],
    isLogShown: false,
    items: [] as ReturnType<typeof statusBarItem>[],
    commands: new Map<string, (...args: unknown[]) => unknown>(),
    providers: new Map<string, ContentProvider>(),
    opened: new EventEmitter<Document>(),
    activated: new EventEmitter<unknown>(),
    configured: new EventEmitter<{ affectsConfiguration(section: string): boolean }>(),
  };
}

/** What the test sees and decides. */
export let fake = state();

export function reset(): void {
  fake = state();
}

export function folder(file: string): Folder {
  const made = { uri: Uri.file(file), name: file, index: fake.folders.length };
  fake.folders.push(made);
  return made;
}

/** Open a file as a person does: it is in front from then on. */
export function openFile(file: string, languageId = "markdown"): Document {
  const document: Document = {
    uri: Uri.file(file),
    languageId,
    isDirty: false,
    getText: () => (existsSync(file) ? readFileSync(file, "utf8") : ""),
  };
  fake.documents.push(document);
  fake.active = document;
  fake.opened.fire(document);
  fake.activated.fire(undefined);
  return document;
}

/** Change a setting as a person does. */
export function configure(name: string, value: unknown): void {
  fake.settings[name] = value;
  fake.configured.fire({ affectsConfiguration: (section) => name.startsWith(section) });
}

export async function execute(command: string, ...args: unknown[]): Promise<void> {
  const found = fake.commands.get(command);
  if (!found) throw new Error(`there is no command ${command}`);
  await found(...args);
}

function answer(title: string, labels: string[]): Answer {
  fake.questions.push({ title, labels });
  if (!fake.answers.length) throw new Error(`no answer to ${title}: ${labels.join(" | ")}`);
  return fake.answers.shift();
}

function message(text: string, ...rest: (string | object)[]): Promise<string | undefined> {
  fake.messages.push(text);
  const buttons = rest.filter((item) => typeof item === "string");
  const pressed = Object.entries(fake.buttons).find(([part]) => text.includes(part))?.[1];
  if (pressed !== undefined && !buttons.includes(pressed)) throw new Error(`no ${pressed} below: ${text}`);
  return Promise.resolve(pressed);
}

export const window = {
  get activeTextEditor() {
    return fake.active && { document: fake.active, selection: { active: { line: fake.cursor } } };
  },
  createOutputChannel() {
    const write = (text: string) => void fake.log.push(text);
    return {
      debug: write,
      info: write,
      warn: write,
      error: write,
      show: () => (fake.isLogShown = true),
      dispose: () => undefined,
    };
  },
  createStatusBarItem() {
    const item = statusBarItem();
    fake.items.push(item);
    return item;
  },
  onDidChangeActiveTextEditor: (listener: (value: unknown) => unknown) => fake.activated.event(listener),
  showErrorMessage: message,
  showWarningMessage: message,
  showInformationMessage: message,
  showQuickPick(items: Item[], { placeHolder = "" }: { placeHolder?: string }): Promise<Item | undefined> {
    const wanted = answer(
      placeHolder,
      items.map(({ label }) => label),
    );
    if (wanted === undefined) return Promise.resolve(undefined);
    const found = items.find(
      ({ label, kind }) => kind !== QuickPickItemKind.Separator && label.startsWith(wanted),
    );
    if (!found) throw new Error(`no ${wanted} among ${items.map(({ label }) => label).join(" | ")}`);
    return Promise.resolve(found);
  },
  showInputBox(options: {
    prompt: string;
    value?: string;
    validateInput(value: string): string | undefined;
  }): Promise<string | undefined> {
    const text = answer(options.prompt, [options.value ?? ""]);
    const wrong = text === undefined ? undefined : options.validateInput(text);
    if (wrong) throw new Error(wrong);
    return Promise.resolve(text);
  },
  showTextDocument(document: Document): Promise<void> {
    fake.active = document;
    return Promise.resolve();
  },
  showWorkspaceFolderPick: (): Promise<Folder | undefined> => {
    const wanted = answer("folder", []);
    return Promise.resolve(fake.folders.find(({ name }) => name === wanted));
  },
};

export const workspace = {
  get workspaceFolders() {
    return fake.folders.length ? fake.folders : undefined;
  },
  get textDocuments() {
    return fake.documents;
  },
  getConfiguration: (section: string) => ({
    get: (name: string, fallback: unknown) => fake.settings[`${section}.${name}`] ?? fallback,
  }),
  getWorkspaceFolder: (uri: Uri) => fake.folders.find((one) => uri.fsPath.startsWith(`${one.uri.fsPath}/`)),
  onDidOpenTextDocument: (listener: (document: Document) => unknown) => fake.opened.event(listener),
  onDidChangeConfiguration: (
    listener: (change: { affectsConfiguration(section: string): boolean }) => unknown,
  ) => fake.configured.event(listener),
  openTextDocument(uri: Uri): Promise<Document> {
    const provided = fake.providers.get(uri.scheme)?.provideTextDocumentContent(uri);
    if (provided === undefined) return Promise.resolve(openFile(uri.fsPath));
    return Promise.resolve({ uri, languageId: "plaintext", isDirty: false, getText: () => provided });
  },
  registerTextDocumentContentProvider(scheme: string, provider: ContentProvider): Disposable {
    fake.providers.set(scheme, provider);
    return new Disposable(() => fake.providers.delete(scheme));
  },
  saveAll(): Promise<boolean> {
    for (const document of fake.documents) document.isDirty = false;
    return Promise.resolve(true);
  },
};

export const commands = {
  registerCommand(name: string, command: (...args: unknown[]) => unknown): Disposable {
    fake.commands.set(name, command);
    return new Disposable(() => fake.commands.delete(name));
  },
  executeCommand(name: string, ...args: unknown[]): Promise<void> {
    fake.executed.push([name, ...args]);
    return Promise.resolve();
  },
};

export const languages = {
  getDiagnostics: () => fake.diagnostics,
  setTextDocumentLanguage(document: Document, languageId: string): Promise<Document> {
    document.languageId = languageId;
    return Promise.resolve(document);
  },
};

export const extensions = { getExtension: (id: string) => fake.extensions[id] };

export const env = {
  clipboard: {
    writeText(text: string): Promise<void> {
      fake.clipboard = text;
      return Promise.resolve();
    },
  },
};
