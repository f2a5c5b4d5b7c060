// npm run e2e: the packaged extension in VS Code, as a person sees it.
//
// Opens examples/ in code-server and headless Chromium, waits for the findings, shows a hover, takes
// a fix, and promotes a proposal; writes screenshots to docs/images/. Run install.sh first. CHROMIUM and ZEPLINT
// name other programs than /usr/bin/chromium and the zeplint of the checkout's .venv.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const checkout = path.resolve(here, "../../..");
const images = path.join(checkout, "docs/images");
const codeServer = path.join(here, ".browser/node_modules/code-server/out/node/entry.js");
const zeplint = process.env.ZEPLINT ?? path.join(checkout, ".venv/bin/zeplint");
const vsix = path.resolve(here, "../zeplint.vsix");
for (const file of [codeServer, zeplint, vsix]) assert.ok(existsSync(file), `there is no ${file}`);

const folder = mkdtempSync(path.join(tmpdir(), "zeplint-e2e-"));
const zeps = path.join(folder, "zeps");
cpSync(path.join(checkout, "examples"), zeps, { recursive: true });
mkdirSync(path.join(zeps, ".git"));
mkdirSync(path.join(folder, "data/User"), { recursive: true });
writeFileSync(
  path.join(folder, "data/User/settings.json"),
  JSON.stringify({
    "zeplint.path": zeplint,
    "editor.fontSize": 13,
    "editor.minimap.enabled": false,
    "editor.wordWrap": "on",
    "extensions.ignoreRecommendations": true,
    "git.enabled": false,
    "workbench.colorTheme": "Default Light Modern",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
    "window.commandCenter": false,
    "workbench.layoutControl.enabled": false,
  }),
);
const places = ["--user-data-dir", `${folder}/data`, "--extensions-dir", `${folder}/extensions`];
execFileSync(process.execPath, [codeServer, ...places, "--install-extension", vsix], { stdio: "inherit" });

const port = await freePort();
const server = spawn(
  process.execPath,
  [
    codeServer,
    ...places,
    "--auth=none",
    `--bind-addr=127.0.0.1:${String(port)}`,
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-workspace-trust",
    "--disable-getting-started-override",
  ],
  { stdio: ["ignore", "pipe", "pipe"] },
);
let said = "";
for (const stream of [server.stdout, server.stderr])
  stream.on("data", (data) => {
    said += String(data);
  });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1060, height: 640 } });
page.setDefaultTimeout(60_000);
try {
  await walk();
  console.log(`as it should be; screenshots in ${path.relative(process.cwd(), images)}`);
} catch (error) {
  await page.screenshot({ path: path.join(here, "failed.png") });
  console.error(said.slice(-2000));
  throw error;
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function walk() {
  await until(() => said.includes("HTTP server listening"), "code-server listens");
  await page.goto(`http://127.0.0.1:${String(port)}/?folder=${zeps}`);
  await page.locator(".monaco-workbench").waitFor();
  await open("zep-0003");

  // Findings while reading
  await page.locator(".squiggly-error").first().waitFor();
  await page.locator(".statusbar-item", { hasText: "zeplint" }).waitFor();
  await run("View: Focus Problems");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "ZEP301" }).waitFor();
  await shoot("vscode-findings");
  await page.keyboard.press("Control+j");

  // What a rule says, at the pointer
  const { x, y } = await firstError();
  await page.mouse.move(x, y);
  await page.locator(".monaco-hover-content", { hasText: "must be written" }).first().waitFor();
  await shoot("vscode-hover");
  await page.mouse.move(20, 500);

  // A fix with one key
  const before = await page.locator(".squiggly-error").count();
  await page.mouse.click(x, y);
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row", { hasText: "Write Draft" }).first().waitFor();
  await shoot("vscode-fix");
  await page.keyboard.press("Enter");
  await until(async () => (await page.locator(".squiggly-error").count()) < before, "the finding goes");
  await page.keyboard.press("Control+s");
  const file = path.join(zeps, "docs/zeps/draft/zep-0003.md");
  await until(() => /^Status: Draft$/m.test(readFileSync(file, "utf8")), "the fix is saved");

  // A decision, carried out
  await open("zep-0002");
  await run("zeplint: Promote a Proposal");
  for (const answer of [
    "2  A checksum",
    "Accepted",
    "https://github.com/zarr-developers/zarr-specs/issues/2",
    "",
  ]) {
    await page.locator(".quick-input-widget").waitFor();
    await page.waitForTimeout(700);
    if (answer) await page.keyboard.type(answer);
    await page.waitForTimeout(300);
    await page.keyboard.press("Enter");
  }
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Apply these changes" }).waitFor();
  await page.locator(".view-line", { hasText: "+Status: Accepted" }).waitFor();
  await shoot("vscode-promote");
  await page.keyboard.press("Enter");
  await until(() => existsSync(path.join(zeps, "docs/zeps/accepted/zep-0002.md")), "the file moves");
  await page.locator(".notification-toast", { hasText: "ZEP 2 is Accepted" }).waitFor();
}

/** The middle of the first underlined error. */
async function firstError() {
  const boxes = await Promise.all(
    (await page.locator(".squiggly-error").all()).map((mark) => mark.boundingBox()),
  );
  const [first] = boxes.filter((box) => box !== null).sort((a, b) => a.y - b.y);
  assert.ok(first);
  return { x: first.x + first.width / 2, y: first.y + first.height / 2 };
}

/** @param {string} name */
async function open(name) {
  await page.keyboard.press("Control+p");
  await page.locator(".quick-input-widget input").fill(name);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: name }).waitFor();
}

/** @param {string} command */
async function run(command) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").fill(`>${command}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first().waitFor();
  await page.keyboard.press("Enter");
}

/** @param {string} name */
async function shoot(name) {
  await page.waitForTimeout(400); // what moves or fades
  mkdirSync(images, { recursive: true });
  await page.screenshot({ path: path.join(images, `${name}.png`) });
}

/**
 * @param {() => boolean | Promise<boolean>} holds
 * @param {string} what
 */
async function until(holds, what) {
  for (const end = Date.now() + 60_000; !(await holds());) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      assert.ok(address && typeof address === "object");
      probe.close(() => {
        resolve(address.port);
      });
    });
  });
}
