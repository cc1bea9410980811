/**
 * Run after every change of dependencies: node scripts/lock.ts
 * Makes package-lock.json the same whatever mirror wrote it: drops download addresses, and adds the entries of platform packages
 * (optional, picked by os and cpu) that a partial mirror does not carry, so that `npm ci` works on every platform.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  version?: string;
  resolved?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, LockedPackage> };

/** "@napi-rs/canvas-linux-x64-musl" -> os, cpu and libc, as such packages declare them. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const match =
    /-(android|darwin|freebsd|linux|win32)-(arm64|arm|x64|ia32|riscv64|ppc64|s390x)(?:-(musl|gnu|gnueabihf|msvc))?$/.exec(name);
  if (!match) throw new Error(`package-lock.json: cannot tell the platform of the optional package "${name}" from its name.`);
  const [, os, cpu, libc] = match;
  return { os: [os!], cpu: [cpu!], ...(libc === 'musl' ? { libc: ['musl'] } : libc === 'gnu' ? { libc: ['glibc'] } : {}) };
}

for (const owner of Object.values(lock.packages)) {
  delete owner.resolved;
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    lock.packages[`node_modules/${name}`] ??= {
      version,
      ...(owner.dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    };
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
