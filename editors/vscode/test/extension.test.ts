import assert from "node:assert/strict";
import * as path from "node:path";
import { test } from "node:test";
import { LanguageClient } from "./fake/client";
import { configure, execute, fake, folder as openFolder, openFile } from "./fake/vscode";
import { activateExtension, folder, program, pythonExtension, until } from "./stage";

const item = () => fake.items[0] ?? assert.fail("there is no status item");
const servers = () => LanguageClient.all.map(({ server }) => server.command);

async function running(count = 1): Promise<void> {
  await until(() => servers().length === count && item().text === "$(check) zeplint", "the server runs");
}

async function failed(): Promise<void> {
  await until(() => item().text === "$(error) zeplint" && fake.messages.length > 0, "the server failed");
}

test("the server starts with the first document that it serves, and only then", async () => {
  const file = program(".venv/bin/zeplint");
  openFolder(folder);
  await activateExtension();
  openFile(path.join(folder, "main.py"), "python");
  assert.equal(item().visible, false);
  openFile(path.join(folder, "zep-0001.md"));
  await running();
  openFile(path.join(folder, "zep-0002.rst"), "restructuredtext");
  assert.deepEqual(servers(), [file]);
  assert.deepEqual(LanguageClient.all[0]?.server.args, ["server"]);
  assert.deepEqual(LanguageClient.all[0].options.documentSelector, [
    { scheme: "file", language: "markdown" },
    { scheme: "file", language: "restructuredtext" },
  ]);
  assert.equal(item().visible, true);
  assert.equal(
    item().tooltip?.value,
    `zeplint 1.2.3 runs, from \`.venv\` of the workspace folder\n\n${file}`,
  );
  openFile(path.join(folder, "main.py"), "python");
  assert.equal(item().visible, false);
  await execute(item().command);
  assert.equal(fake.isLogShown, true);
});

test("a document that was open before is served too", async () => {
  program(".venv/bin/zeplint");
  openFolder(folder);
  openFile(path.join(folder, "zep-0001.md"));
  await activateExtension();
  await running();
});

test("the zeplint of the selected environment is taken, and a change of it followed", async () => {
  program(".venv/bin/zeplint");
  const one = program("one/bin/zeplint");
  const two = program("two/bin/zeplint");
  const python = pythonExtension(path.join(folder, "one/bin/python"));
  openFolder(folder);
  openFile(path.join(folder, "zep-0001.md"));
  await activateExtension();
  await running();
  assert.deepEqual(servers(), [one]);
  python.select(path.join(folder, "two/bin/python"));
  await running(2);
  assert.deepEqual(servers(), [one, two]);
  assert.equal(LanguageClient.all[0]?.isDisposed, true);
  // The same again
  python.select(path.join(folder, "two/bin/python3"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(servers().length, 2);
});

test("a program that does not run is passed over", async () => {
  const broken = program("one/bin/zeplint");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(broken, "#!/nonexistent/python\n");
  pythonExtension(path.join(folder, "one/bin/python"));
  const other = program("path/zeplint");
  openFile(path.join(folder, "zep-0001.md"));
  await activateExtension();
  await running();
  assert.deepEqual(servers(), [other]);
  assert.match(fake.log.join("\n"), /one\/bin\/zeplint does not run/);
});

test("where there is no zeplint, it is said how to install it, and a later one is found", async () => {
  const interpreter = path.join(folder, "one/bin/python");
  pythonExtension(interpreter);
  fake.buttons["was found neither"] = "Copy Command";
  openFolder(folder);
  openFile(path.join(folder, "zep-0001.md"));
  await activateExtension();
  await failed();
  assert.equal(fake.messages.length, 1);
  assert.equal(fake.clipboard, `${interpreter} -m pip install "./zeplint[lsp]"`);
  assert.equal(item().backgroundColor?.id, "statusBarItem.errorBackground");
  openFile(path.join(folder, "zep-0002.md"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(fake.messages.length, 1, "said once");
  program("one/bin/zeplint");
  await execute("zeplint.restart");
  await running();
  assert.equal(item().backgroundColor, undefined);
});

test("a setting that names no zeplint is said, and leads to no other", async () => {
  program(".venv/bin/zeplint");
  const other = program("other/zeplint");
  fake.settings["zeplint.path"] = "/nonexistent/zeplint";
  openFolder(folder);
  openFile(path.join(folder, "zep-0001.md"));
  await activateExtension();
  await failed();
  assert.match(fake.messages[0] ?? "", /^zeplint.path is \/nonexistent\/zeplint, and that is no zeplint/);
  configure("zeplint.path", other);
  await running();
  assert.deepEqual(servers(), [other]);
});

test("a server that ends at its start says why, and is not started again and again", async () => {
  program(".venv/bin/zeplint");
  LanguageClient.lastWords = 'zeplint: error: the language server needs pygls: pip install "zeplint[lsp]"\n';
  openFolder(folder);
  openFile(path.join(folder, "zep-0001.md"));
  await activateExtension();
  await failed();
  assert.equal(LanguageClient.all[0]?.starts, 1);
  assert.match(fake.messages[0] ?? "", /the language server needs pygls/);
  assert.match(item().tooltip?.value ?? "", /the language server needs pygls/);
});

test("a server that crashes is started again, but not for ever", async () => {
  program(".venv/bin/zeplint");
  openFolder(folder);
  openFile(path.join(folder, "zep-0001.md"));
  await activateExtension();
  await running();
  const [client] = LanguageClient.all;
  for (let crash = 1; crash <= 4; crash++) {
    await client?.crash();
    assert.equal(item().text, "$(check) zeplint");
  }
  await client?.crash();
  assert.equal(item().text, "$(error) zeplint");
  assert.equal(client?.starts, 5);
});

test("without a folder, a command says what it needs", async () => {
  program("path/zeplint");
  await activateExtension();
  await execute("zeplint.checklist");
  assert.deepEqual(fake.messages, ["Open the folder with the proposals first."]);
});
