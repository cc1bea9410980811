/** Redis: a real server for tests, on loopback, in a temporary folder that goes away with it; nothing on this machine is touched. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Redis {
  readonly url: string;
  /** Makes it stand still without closing connections, and go on. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const startDeadlineMs = 30_000;

/** Why there is no Redis for tests here; undefined: there is one, perhaps because this call installed it. For the `skip` of a test. */
export function redisMissing(): string | undefined {
  const script = fileURLToPath(new URL('../../scripts/test-tools.sh', import.meta.url));
  const { status, stderr } = spawnSync(script, ['redis'], { encoding: 'utf8' });
  if (status === 3) return stderr.trim();
  if (status !== 0) throw new Error(`Redis cannot be installed for the tests: ${stderr}`);
  return undefined;
}

/** `settings` as in redis.conf: { maxmemory: '3mb' }. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-redis-'));
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const all = { port: `${port}`, bind: '127.0.0.1', dir: folder, save: '', requirepass: password, ...settings };
  const words = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('redis-server', words, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const kill = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(kill, startDeadlineMs);
    child.once('error', reject).once('exit', () => reject(new Error('Redis did not start')));
    createInterface(child.stdout!).on('line', line => {
      if (!line.includes('Ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return {
    url: `redis://:${password}@127.0.0.1:${port}/0`,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      process.off('exit', kill);
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}
