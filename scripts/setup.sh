#!/bin/sh
# Makes a fresh checkout ready to run: a suitable Node, the npm packages, ffmpeg. Safe to repeat; takes milliseconds when nothing is missing.
# Needs only git and any Node >= 20 with npm. Everything it installs stays inside the checkout, except ffmpeg (system package).
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$1" >&2; }

# Prints "yes" when the Node at $1 runs our TypeScript as it is (>= 24.12).
node_is_new_enough() {
  "$1" -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 24 || (major === 24 && minor >= 12) ? 0 : 1)' 2>/dev/null
}

install_node() {
  say "Node $(node -p process.versions.node) is older than 24.12; putting Node 24 into .runtime/ (once, about 125 MB)"
  mkdir -p .runtime
  printf '{ "private": true }\n' >.runtime/package.json
  # The package's own install step picks the binary for this machine; it is run by hand because some npm versions hold install scripts back.
  (cd .runtime && npm install --no-save --no-package-lock --ignore-scripts --loglevel=error node@24 >/dev/null &&
    cd node_modules/node && node installArchSpecificPackage.js >/dev/null)
  node_is_new_enough .runtime/node_modules/node/bin/node || {
    say "could not install Node 24 for $(uname -sm). Install Node 24.12 or newer from your system or nodejs.org, then repeat."
    exit 1
  }
}

install_packages() {
  # npm copies the lock file into node_modules; comparing the two lock files would miss nothing but costs a parse, so a stamp is kept instead.
  stamp=node_modules/.consonant-lock
  cmp -s package-lock.json "$stamp" 2>/dev/null && return
  say "installing npm packages"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json "$stamp"
}

install_ffmpeg() {
  command -v "${FFMPEG_PATH:-ffmpeg}" >/dev/null 2>&1 && command -v "${FFPROBE_PATH:-ffprobe}" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing ffmpeg through apt"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg; } >/dev/null || {
      say "apt could not install ffmpeg; its messages are above. Install ffmpeg by hand, then repeat."
      exit 1
    }
    return
  fi
  if command -v apt-get >/dev/null 2>&1; then how='sudo apt-get install ffmpeg'
  elif command -v dnf >/dev/null 2>&1; then how='sudo dnf install ffmpeg-free'
  elif command -v pacman >/dev/null 2>&1; then how='sudo pacman -S ffmpeg'
  elif command -v apk >/dev/null 2>&1; then how='sudo apk add ffmpeg'
  elif command -v brew >/dev/null 2>&1; then how='brew install ffmpeg'
  else how='see ffmpeg.org/download.html'
  fi
  say "ffmpeg is missing (it reads and writes every audio format here). Install it with: $how"
  say "then repeat. If it lives elsewhere, set FFMPEG_PATH and FFPROBE_PATH."
  exit 1
}

command -v node >/dev/null 2>&1 || { say 'Node is missing. Install Node 20 or newer with npm, then repeat.'; exit 1; }
if ! node_is_new_enough node; then
  node_is_new_enough .runtime/node_modules/node/bin/node || install_node
  PATH="$PWD/.runtime/node_modules/node/bin:$PATH"
fi
install_packages
install_ffmpeg
