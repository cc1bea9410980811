/** Postgres: a real server for tests, on loopback, in a temporary folder that goes away with it; nothing on this machine is touched. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Postgres {
  /** Of an empty database; its user may do everything. */
  readonly url: string;
  stop(): Promise<void>;
}

const startDeadlineMs = 60_000;

/** Why there is no Postgres for tests here; undefined: there is one, perhaps because this call installed it. For the `skip` of a test. */
export function postgresMissing(): string | undefined {
  const script = fileURLToPath(new URL('../../scripts/test-tools.sh', import.meta.url));
  const { status, stderr } = spawnSync(script, ['postgres'], { encoding: 'utf8' });
  if (status === 3) return stderr.trim();
  if (status !== 0) throw new Error(`Postgres cannot be installed for the tests: ${stderr}`);
  return process.getuid?.() === 0 && !unprivileged() ? 'Postgres does not run as root, and there is no user "nobody"' : undefined;
}

export async function startPostgres(): Promise<Postgres> {
  const user = process.getuid?.() === 0 ? unprivileged() : undefined; // Postgres refuses to run as root
  const folder = mkdtempSync(join(tmpdir(), 'consonant-postgres-'));
  let child: ChildProcess | undefined;
  const cleanUp = () => {
    child?.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', cleanUp); // for a test that ends without stopping it
  try {
    const options = { ...user, cwd: folder };
    const password = randomBytes(12).toString('hex');
    writeFileSync(join(folder, 'password'), password);
    if (user) for (const path of [folder, join(folder, 'password')]) chownSync(path, user.uid, user.gid);
    execFileSync(program('initdb'), initWords, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    const port = await freePort();
    const server = await startServer(port, options);
    child = server;
    return {
      url: `postgres://tester:${password}@127.0.0.1:${port}/postgres`,
      async stop() {
        if (server.exitCode === null && server.signalCode === null) {
          const exited = once(server, 'exit');
          server.kill('SIGINT'); // ends without waiting for clients
          await exited;
        }
        process.off('exit', cleanUp);
        cleanUp();
      },
    };
  } catch (error) {
    process.off('exit', cleanUp);
    cleanUp();
    throw error;
  }
}

/** Run in the server's folder. Loopback is open to all users of the machine, hence the password. */
const initWords = '-D data -U tester --pwfile=password -A password -E UTF8 --no-locale --no-sync'.split(' ');

/** Nothing needs to outlive a crash of the machine here, so nothing waits for the disk. */
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'unix_socket_directories=',
  'listen_addresses=127.0.0.1',
  'max_connections=200',
];

async function startServer(port: number, options: object): Promise<ChildProcess> {
  const words = ['-D', 'data', '-p', `${port}`, ...settings.flatMap(setting => ['-c', setting])];
  const child = spawn(program('postgres'), words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error(`Postgres did not start:\n${said.join('\n')}`));
    const timer = setTimeout(() => child.kill('SIGQUIT'), startDeadlineMs);
    child.once('error', reject).once('exit', fail);
    createInterface(child.stderr!).on('line', line => {
      if (said.length < 100) said.push(line);
      if (!line.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return child;
}

/** In PATH, or where Debian keeps it. */
function program(name: string): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...globSync('/usr/lib/postgresql/*/bin').sort().reverse()];
  const found = folders.map(folder => join(folder, name)).find(path => existsSync(path));
  if (!found) throw new Error(`"${name}" of Postgres is not installed`);
  return found;
}

function unprivileged(): { uid: number; gid: number } | undefined {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map(what => spawnSync('id', [what, name], { encoding: 'utf8' }));
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}
