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
  const match = /-(aix|android|darwin|freebsd|linux|netbsd|openbsd|sunos|win32)-([a-z0-9]+)(?:-(musl|gnu|gnueabihf|msvc))?$/.exec(
    name,
  );
  if (!match) throw new Error(`package-lock.json: cannot tell the platform of the optional package "${name}" from its name.`);
  const [, os, cpu, libc] = match;
  return { os: [os!], cpu: [cpu!], ...(libc === 'musl' ? { libc: ['musl'] } : libc === 'gnu' ? { libc: ['glibc'] } : {}) };
}

for (const owner of Object.values(lock.packages)) {
  delete owner.resolved;
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path]) continue;
    const { cpu, libc, os } = platformOf(name);
    // In npm's own order of keys, so that its next write changes nothing.
    lock.packages[path] = {
      version,
      cpu,
      ...(owner.dev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      os,
    };
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
