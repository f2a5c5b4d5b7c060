import assert from "node:assert/strict";
import { test } from "node:test";
import { installCommand } from "../src/find";

test("the command to install with names the selected interpreter", () => {
  const command = '-m pip install "./zeplint[lsp]"';
  assert.equal(installCommand("/envs/zarr/bin/python3", false), `/envs/zarr/bin/python3 ${command}`);
  assert.equal(installCommand("/my envs/it's/python", false), `'/my envs/it'\\''s/python' ${command}`);
  assert.equal(installCommand("C:\\envs\\python.exe", true), `C:\\envs\\python.exe ${command}`);
  assert.equal(installCommand("C:\\my envs\\python.exe", true), `& "C:\\my envs\\python.exe" ${command}`);
  assert.equal(installCommand(undefined, false), `python3 ${command}`);
  assert.equal(installCommand(undefined, true), `py ${command}`);
});
