#!/usr/bin/env bash
# Installs what `npm run e2e` needs into e2e/.browser: VS Code as code-server. On Debian, with Node.js 20:
#     apt-get install chromium ripgrep libkrb5-dev python3 make g++
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p .browser
cd .browser
[ -e package.json ] || echo '{"private": true}' >package.json
quiet=(--no-audit --no-fund)
# Some of its parts call node-gyp through npx.
export npm_config_yes=true
# Its own install scripts download ripgrep, and build in a way that newer versions of npm refuse.
npm install --ignore-scripts "${quiet[@]}" code-server@4.100.3
npm rebuild argon2 --build-from-source
cd node_modules/code-server/lib/vscode
npm install --ignore-scripts --omit=dev "${quiet[@]}"
(cd extensions && npm install --ignore-scripts --omit=dev "${quiet[@]}")
ln -sfn node_modules node_modules.asar
mkdir -p node_modules/@vscode/ripgrep/bin
ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
npm rebuild --build-from-source node-pty @vscode/spdlog native-watchdog @parcel/watcher kerberos
