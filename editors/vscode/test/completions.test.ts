import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { CompletionItem, CompletionList, TextDocument } from "vscode";
import { withoutTwice } from "../src/completions";
import { CompletionItemKind, fake, reset } from "./fake/vscode";

const { File, Folder, Reference } = CompletionItemKind;
const ITEMS = [
  { label: "ZEP 2: Sharding codec (Accepted)", kind: File, detail: "../accepted/ZEP0002.md" },
  { label: "notes.md", kind: File },
  { label: "../", kind: Folder },
  { label: "#abstract", kind: Reference, detail: "Abstract" },
  { label: "#ref-CRC", kind: Reference },
  { label: "ZEP 2: Sharding codec", kind: Reference, detail: "(Accepted)" },
  { label: "Draft", kind: 19, detail: "early" },
] as unknown as CompletionItem[];

const labels = (languageId: string): unknown[] => {
  const list = { items: ITEMS, isIncomplete: true } as unknown as CompletionList;
  const found = withoutTwice({ languageId } as TextDocument, list) as CompletionList;
  assert.equal(found.isIncomplete, true);
  return found.items.map(({ label }) => label);
};
const ALL = ITEMS.map(({ label }) => label);

beforeEach(reset);

test("in Markdown, what VS Code completes itself is not shown twice", () => {
  assert.deepEqual(labels("markdown"), [ALL[0], ALL[4], ALL[5], ALL[6]]);
  assert.deepEqual(withoutTwice({ languageId: "markdown" } as TextDocument, ITEMS.slice(1, 3)), []);
  assert.equal(withoutTwice({ languageId: "markdown" } as TextDocument, undefined), undefined);
});

test("where it does not, everything is", () => {
  assert.deepEqual(labels("restructuredtext"), ALL);
  fake.settings["markdown.suggest.paths.enabled"] = false;
  assert.deepEqual(labels("markdown"), ALL);
});
