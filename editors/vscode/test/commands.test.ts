// The commands, with the real zeplint on a copy of examples/.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { beforeEach, describe, test } from "node:test";
import { execute, fake, folder as openFolder, openFile, type Uri } from "./fake/vscode";
import { activateExtension, examples, folder, without, ZEPLINT } from "./stage";

const DRAFT = "docs/zeps/draft/zep-0002.md";
const ACCEPTED = "docs/zeps/accepted/zep-0002.md";
const VOTE = "https://github.com/zarr-developers/zarr-specs/issues/2";

const inFolder = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(inFolder(name), "utf8");

/** The page that was shown last. */
function preview(): { name: string; text: string } {
  const uri = fake.executed.findLast(([command]) => command === "markdown.showPreview")?.[1] as Uri;
  return { name: uri.path, text: fake.providers.get("zeplint")?.provideTextDocumentContent(uri) ?? "" };
}

describe("commands", { skip: without }, () => {
  beforeEach(async () => {
    examples();
    openFolder(folder);
    fake.settings["zeplint.path"] = ZEPLINT;
    await activateExtension();
  });

  test("fix all asks the editor for zeplint's fixes alone", async () => {
    await execute("zeplint.fixAll");
    assert.deepEqual(fake.executed, [
      ["editor.action.codeAction", { kind: "source.fixAll.zeplint", apply: "first" }],
    ]);
  });

  test("new writes a proposal and opens it", async () => {
    fake.answers = ["--Shorter names"];
    await execute("zeplint.new");
    const file = inFolder("docs/zeps/draft/zep-0007.md");
    assert.equal(fake.active?.uri.fsPath, file);
    assert.match(readFileSync(file, "utf8"), /^(# )?ZEP 7 . --Shorter names\n/);
  });

  test("new writes nothing if the question is left", async () => {
    fake.answers = [undefined];
    await execute("zeplint.new");
    assert.equal(existsSync(inFolder("docs/zeps/draft/zep-0007.md")), false);
  });

  test("checklist asks for proposal and status, and shows what is open", async () => {
    openFile(inFolder(DRAFT));
    fake.answers = ["2  A checksum", "Accepted"];
    fake.buttons["ZEP 2 to become Accepted"] = "Copy as Markdown";
    await execute("zeplint.checklist");
    const [proposals, statuses] = fake.questions;
    assert.equal(proposals?.labels[0], "2  A checksum for every chunk", "the one in front comes first");
    assert.equal(proposals.labels.length, 6);
    assert.equal(statuses?.labels[0], "Accepted");
    assert.equal(statuses.labels.indexOf("not foreseen by the process"), statuses.labels.length - 3);
    const { name, text } = preview();
    assert.equal(name, "/zep-0002, Accepted.md");
    assert.match(text, /^### ZEP 2 to become Accepted: 4 of 10 steps open\n/);
    assert.equal(fake.clipboard, text);
  });

  test("promote shows the diff first, then carries it out and opens the file where it went", async () => {
    fake.answers = ["2  A checksum", "Accepted", VOTE, "2025-03-04", "$(check)"];
    fake.buttons["ZEP 2 is Accepted"] = "Show Checklist";

    await execute("zeplint.promote");
    const diff = fake.providers
      .get("zeplint")
      ?.provideTextDocumentContent({ path: "/zep-0002 becomes Accepted.diff" } as Uri);
    assert.match(diff ?? "", /^\+Status: Accepted$/m);
    assert.equal(existsSync(inFolder(DRAFT)), false);
    assert.match(read(ACCEPTED), /^Accepted: 2025-03-04$/m);
    assert.match(read(ACCEPTED), new RegExp(`^Resolution: ${VOTE}$`, "m"));
    assert.equal(fake.active?.uri.fsPath, inFolder(ACCEPTED));
    assert.match(preview().text, /- \[x\] The status is Accepted/);
  });

  test("promote changes nothing if the diff is not confirmed", async () => {
    for (const answer of ["$(close)", undefined]) {
      fake.answers = ["2  A checksum", "Accepted", VOTE, "2025-03-04", answer];
      await execute("zeplint.promote");
      assert.equal(existsSync(inFolder(ACCEPTED)), false);
      assert.match(read(DRAFT), /^Status: Draft$/m);
    }
  });

  test("promote says what is missing", async () => {
    fake.answers = ["2  A checksum", "Accepted", "", "2025-03-04"];
    await execute("zeplint.promote");
    assert.deepEqual(fake.messages, [
      "zeplint: Accepted asks for a Resolution header: give it with --resolution URL",
    ]);
  });

  test("promote asks again where the process forbids it", async () => {
    fake.answers = ["5  Groups by listing", "Draft"];
    await execute("zeplint.promote");
    assert.equal(fake.messages.length, 1);
    assert.doesNotMatch(fake.messages[0] ?? "", /--force/);
    fake.answers = ["5  Groups by listing", "Draft", "$(check)"];
    fake.buttons[fake.messages[0] ?? ""] = "Show It All the Same";
    await execute("zeplint.promote");
    assert.match(read("docs/zeps/draft/zep-0005.md"), /^:Status: Draft$/m);
  });

  test("promote asks which proposal takes the place of a superseded one", async () => {
    fake.answers = ["2  A checksum", "Superseded", "3  Shorter keys", "$(check)"];
    await execute("zeplint.promote");
    const text = read(existsSync(inFolder(DRAFT)) ? DRAFT : "docs/zeps/superseded/zep-0002.md");
    assert.match(text, /^Replaced-By: 3$/m);
  });

  for (const command of ["promote", "checklist"]) {
    test(`${command} works on saved files only`, async () => {
      const document = openFile(inFolder(DRAFT));
      document.isDirty = true;
      await execute(`zeplint.${command}`);
      assert.deepEqual(fake.questions, []);
      fake.buttons["not saved"] = "Save All";
      fake.answers = [undefined];
      await execute(`zeplint.${command}`);
      assert.equal(document.isDirty, false);
      assert.equal(fake.questions.length, 1);
    });
  }

  test("show rule offers those of the line first, and shows the page", async () => {
    openFile(inFolder("docs/zeps/accepted/zep-0001.md"));
    fake.cursor = 4;
    fake.diagnostics = [
      { source: "zeplint", code: { value: "ZEP304" }, range: { start: { line: 4 }, end: { line: 4 } } },
      { source: "zeplint", code: "ZEP208", range: { start: { line: 10 }, end: { line: 10 } } },
      { source: "other", code: "ZEP101", range: { start: { line: 4 }, end: { line: 4 } } },
    ];
    fake.answers = ["ZEP304"];
    await execute("zeplint.showRule");
    assert.deepEqual(fake.questions[0]?.labels.slice(0, 2), ["ZEP304", "ZEP001"]);
    assert.match(preview().text, /^# missing-resolution \(ZEP304\)\n/);
    await execute("zeplint.showRule", "ZEP101");
    assert.equal(preview().name, "/ZEP101.md");
  });
});
