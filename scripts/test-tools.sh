#!/bin/sh
# Installs servers and programs that tests start for themselves: scripts/test-tools.sh postgres redis chromium
# Does nothing for what is there. Needs root and apt; elsewhere it says what to install and ends with 3, and the tests that need it are skipped.
# No server is started by this, and none will start with the machine.
set -eu

say() { printf 'test tools: %s\n' "$1" >&2; }

has() {
  case "$1" in
    postgres) command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ;;
    redis) command -v redis-server >/dev/null 2>&1 ;;
    chromium) command -v chromium >/dev/null 2>&1 ;;
    *) say "unknown tool \"$1\"; there are: postgres redis chromium"; exit 2 ;;
  esac
}

package_of() {
  case "$1" in
    postgres) echo postgresql ;;
    redis) echo redis-server ;;
    chromium) echo chromium ;;
  esac
}

install() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "$1 is missing. Install it, on Debian or Ubuntu with: sudo apt-get install $(package_of "$1")"
    exit 3
  fi
  say "installing $1 through apt"
  if [ "$1" = postgres ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    printf 'create_main_cluster = false\n' >/etc/postgresql-common/createcluster.conf
  fi
  # Debian starts a server as soon as it is installed, unless this file forbids it.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  apt_get update
  apt_get install -y --no-install-recommends -o Dpkg::Options::=--force-confold "$(package_of "$1")"
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >/dev/null || {
    say "apt-get $1 failed; its messages are above. Install by hand what is missing, then repeat."
    exit 1
  }
}

missing() {
  for tool in "$@"; do if ! has "$tool"; then return 0; fi; done
  return 1
}

missing "$@" || exit 0
# Several test files may ask at the same time: one installs, the others wait for it.
if command -v flock >/dev/null 2>&1; then
  exec 9<"$0"
  flock 9
fi
for tool in "$@"; do has "$tool" || install "$tool"; done
