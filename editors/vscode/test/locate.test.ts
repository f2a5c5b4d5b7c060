import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates, type Surroundings } from "../src/locate";

const here: Surroundings = {
  setting: "",
  interpreter: "/envs/zarr/bin/python3",
  folder: "/work/zeps",
  searchPath: "/usr/local/bin:/usr/bin",
  home: "/home/jane",
  windows: false,
};

test("the selected environment comes first, then .venv of the folder, then the PATH", () => {
  assert.deepEqual(candidates(here), [
    { file: "/envs/zarr/bin/zeplint", origin: "environment" },
    { file: "/work/zeps/.venv/bin/zeplint", origin: "workspace" },
    { file: "/usr/local/bin/zeplint", origin: "path" },
    { file: "/usr/bin/zeplint", origin: "path" },
  ]);
});

test("the setting leaves no other choice", () => {
  for (const [setting, file] of [
    ["/opt/zeplint", "/opt/zeplint"],
    ["~/bin/zeplint", "/home/jane/bin/zeplint"],
    ["${workspaceFolder}/env/bin/zeplint", "/work/zeps/env/bin/zeplint"],
    [" env/bin/zeplint ", "/work/zeps/env/bin/zeplint"],
    ["~jane/zeplint", "/work/zeps/~jane/zeplint"],
  ] as const) {
    assert.deepEqual(candidates({ ...here, setting }), [{ file, origin: "setting" }]);
  }
});

test("without a folder and an environment, the PATH is left", () => {
  const found = candidates({ ...here, interpreter: undefined, folder: undefined });
  assert.deepEqual(
    found.map(({ origin }) => origin),
    ["path", "path"],
  );
});

test("a relative entry of the PATH is passed over: it would mean a file of the workspace", () => {
  const found = candidates({
    ...here,
    interpreter: undefined,
    folder: undefined,
    searchPath: ".:bin::/usr/bin",
  });
  assert.deepEqual(found, [{ file: "/usr/bin/zeplint", origin: "path" }]);
});

test("on Windows, programs lie in Scripts, and conda's python above them", () => {
  const found = candidates({
    setting: "",
    interpreter: "C:\\conda\\python.exe",
    folder: "D:\\zeps",
    searchPath: "C:\\bin;D:\\tools",
    home: "C:\\Users\\jane",
    windows: true,
  });
  assert.deepEqual(
    found.map(({ file }) => file),
    [
      "C:\\conda\\zeplint.exe",
      "C:\\conda\\Scripts\\zeplint.exe",
      "D:\\zeps\\.venv\\Scripts\\zeplint.exe",
      "C:\\bin\\zeplint.exe",
      "D:\\tools\\zeplint.exe",
    ],
  );
});
