/** scripts/setup.sh in a small checkout of its own, with a PATH that holds only what each test puts there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const scripts = fileURLToPath(new URL('../scripts', import.meta.url));
const systemTools = ['sh', 'dirname', 'cmp', 'cp', 'mkdir', 'uname', 'cat', 'readlink', 'env'];
const skip = process.platform === 'win32' ? 'needs a POSIX shell' : false;

interface Machine {
  readonly root: string;
  /** Adds a program; its text is the body of a shell script. */
  install(name: string, body: string): void;
  /** What the fake programs wrote down, in order. */
  log(): string;
  run(script: string, ...words: string[]): { exitCode: number | null; stdout: string; stderr: string };
}

/** A machine with a suitable Node, npm and a set-up checkout, whose user is not root; no ffmpeg yet. */
function createMachine(context: TestContext): Machine {
  const root = mkdtempSync(join(tmpdir(), 'consonant-setup-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const programs = join(root, 'programs');
  const log = join(root, 'log');
  mkdirSync(programs);
  mkdirSync(join(root, 'node_modules'));
  cpSync(scripts, join(root, 'scripts'), { recursive: true });
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, 'node_modules/.consonant-lock'), '{}');
  writeFileSync(log, '');
  for (const tool of systemTools) symlinkSync(findTool(tool), join(programs, tool));
  symlinkSync(process.execPath, join(programs, 'node'));

  const install = (name: string, body: string) => {
    const path = join(programs, name);
    rmSync(path, { force: true });
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  };
  install('npm', `echo "npm $*" >>"${log}"`);
  install('id', 'echo 1000');

  return {
    root,
    install,
    log: () => readFileSync(log, 'utf8'),
    run(script, ...words) {
      const { status, stdout, stderr } = spawnSync(join(root, script), words, { env: { PATH: programs }, encoding: 'utf8' });
      return { exitCode: status, stdout, stderr };
    },
  };
}

function findTool(name: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const folder = folders.find(candidate => existsSync(join(candidate, name)));
  assert.ok(folder, `this machine has no ${name}`);
  return join(folder, name);
}

function installFfmpeg(machine: Machine): void {
  machine.install('ffmpeg', 'exit 0');
  machine.install('ffprobe', 'exit 0');
}

test('a checkout that is set up costs nothing and says nothing', { skip }, context => {
  const machine = createMachine(context);
  installFfmpeg(machine);
  assert.deepEqual(machine.run('scripts/setup.sh'), { exitCode: 0, stdout: '', stderr: '' });
  assert.equal(machine.log(), '');
});

test('packages are installed when the lock file is new, once', { skip }, context => {
  const machine = createMachine(context);
  installFfmpeg(machine);
  writeFileSync(join(machine.root, 'package-lock.json'), '{"new": true}');
  assert.match(machine.run('scripts/setup.sh').stderr, /installing npm packages/);
  assert.match(machine.log(), /^npm ci --ignore-scripts /);
  assert.equal(machine.run('scripts/setup.sh').stderr, '');
  assert.equal(machine.log().split('\n').length, 2, 'npm ran once');
});

test('an installation of packages that failed is tried again', { skip }, context => {
  const machine = createMachine(context);
  installFfmpeg(machine);
  writeFileSync(join(machine.root, 'package-lock.json'), '{"new": true}');
  machine.install('npm', 'exit 7');
  assert.equal(machine.run('scripts/setup.sh').exitCode, 7);
  machine.install('npm', 'exit 0');
  assert.match(machine.run('scripts/setup.sh').stderr, /installing npm packages/);
});

const advice: readonly { manager: string; command: string }[] = [
  { manager: 'apt-get', command: 'sudo apt-get install ffmpeg' },
  { manager: 'dnf', command: 'sudo dnf install ffmpeg-free' },
  { manager: 'pacman', command: 'sudo pacman -S ffmpeg' },
  { manager: 'apk', command: 'sudo apk add ffmpeg' },
  { manager: 'brew', command: 'brew install ffmpeg' },
];

for (const { manager, command } of advice) {
  test(`without ffmpeg, not as root, with ${manager}: the command is told, nothing is installed`, { skip }, context => {
    const machine = createMachine(context);
    machine.install(manager, `echo "${manager} $*" >>"${join(machine.root, 'log')}"`);
    const { exitCode, stderr } = machine.run('scripts/setup.sh');
    assert.equal(exitCode, 1);
    assert.ok(
      stderr.includes(`ffmpeg is missing (it reads and writes every audio format here). Install it with: ${command}\n`),
      stderr,
    );
    assert.match(stderr, /set FFMPEG_PATH and FFPROBE_PATH/);
    assert.equal(machine.log(), '');
  });
}

test('without ffmpeg and without a known package manager there is an address', { skip }, context => {
  assert.match(createMachine(context).run('scripts/setup.sh').stderr, /ffmpeg\.org\/download\.html/);
});

test('ffprobe is needed too', { skip }, context => {
  const machine = createMachine(context);
  machine.install('ffmpeg', 'exit 0');
  assert.equal(machine.run('scripts/setup.sh').exitCode, 1);
});

test('as root, apt installs ffmpeg', { skip }, context => {
  const machine = createMachine(context);
  machine.install('id', 'echo 0');
  machine.install('apt-get', `echo "apt-get $*" >>"${join(machine.root, 'log')}"`);
  const { exitCode, stderr } = machine.run('scripts/setup.sh');
  assert.equal(exitCode, 0, stderr);
  assert.match(machine.log(), /^apt-get update .*\napt-get install .*ffmpeg\n$/);
});

test('as root, a failing apt is told', { skip }, context => {
  const machine = createMachine(context);
  machine.install('id', 'echo 0');
  machine.install('apt-get', 'echo "E: no network" >&2; exit 100');
  const { exitCode, stderr } = machine.run('scripts/setup.sh');
  assert.equal(exitCode, 1);
  assert.match(stderr, /E: no network[\s\S]*apt could not install ffmpeg/);
});

test('a Node that is too old is replaced inside the checkout', { skip }, context => {
  const machine = createMachine(context);
  installFfmpeg(machine);
  // The old Node prints its version and fails the question whether it is new enough.
  machine.install('node', `case "$1" in -p) echo 20.19.0 ;; installArchSpecificPackage.js) ;; *) exit 1 ;; esac`);
  const runtime = join(machine.root, '.runtime/node_modules/node/bin');
  machine.install(
    'npm',
    `echo "npm $*" >>"${join(machine.root, 'log')}"; mkdir -p "${runtime}"; echo '#!/bin/sh' >"${runtime}/node"; echo 'echo "node 24 runs $1"' >>"${runtime}/node"; ${process.execPath} -e 'require("fs").chmodSync(process.argv[1], 493)' "${runtime}/node"`,
  );
  const { exitCode, stdout, stderr } = machine.run('scripts/run.sh', 'node', 'program.ts');
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /Node 20\.19\.0 is older than 24\.12; putting Node 24 into \.runtime\//);
  assert.match(machine.log(), /^npm install .*--ignore-scripts.* node@24\n$/);
  assert.match(stdout, /node 24 runs program\.ts\n$/);
});

test('without Node the advice is to install it', { skip }, context => {
  const machine = createMachine(context);
  rmSync(join(machine.root, 'programs/node'));
  const { exitCode, stderr } = machine.run('scripts/setup.sh');
  assert.equal(exitCode, 1);
  assert.match(stderr, /Node is missing\. Install Node 20 or newer with npm/);
});

test('the command consonant works through links from any folder', { skip }, context => {
  const machine = createMachine(context);
  installFfmpeg(machine);
  mkdirSync(join(machine.root, 'src/cli'), { recursive: true });
  writeFileSync(join(machine.root, 'src/cli/main.ts'), 'console.log(process.cwd(), process.argv.slice(2).join("|"));');
  mkdirSync(join(machine.root, 'links'));
  symlinkSync('../scripts/consonant', join(machine.root, 'links/first'));
  symlinkSync(join(machine.root, 'links/first'), join(machine.root, 'links/second'));
  const { exitCode, stdout, stderr } = machine.run('links/second', 'say', 'two words');
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, `${process.cwd()} say|two words\n`);
});
