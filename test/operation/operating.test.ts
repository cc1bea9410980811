/** What an operator sees of a program that works: the real service, its numbers, and what reads them. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { createLog } from '../../src/log.ts';
import { createOperating } from '../../src/operating.ts';
import { type OperationServer, startOperationServer } from '../../src/operation/server.ts';
import { createService, type Service } from '../../src/service.ts';
import { consonant, sharedFolder, startConsonant } from '../cli/consonant.ts';
import { requestFor } from '../commands/requests.ts';
import { soon } from '../engine/support.ts';

const inProject = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = [{ kind: 'text', text: 'Hello there' }] as const;

describe('with operation.port', () => {
  const folder = sharedFolder();
  let isUp = true;
  let service: Service;
  let server: OperationServer;
  let metrics = '';

  before(async () => {
    mkdirSync(join(folder, 'keys'), { mode: 0o700 });
    const operating = createOperating(await loadConfig(undefined, { CONSONANT_OPERATION_PORT: '0' }));
    service = await createService({
      dataFolder: join(folder, 'data'),
      keyFile: join(folder, 'keys', 'key'),
      engine: 'tone',
      operators: [],
      log: createLog({ level: 'silent' }),
      warm: false,
      meters: operating.meters!,
    });
    server = (await operating.start({ service, bots: () => [{ platform: 'discord', isUp, voiceConnections: 2 }] }))!;
    const ask = (...words: Parameters<typeof requestFor>) => Array.fromAsync(service.dispatcher.handle(requestFor(...words)));
    await ask('design', { options: { gender: 'female', name: 'Robin' } });
    // With a sample of the voice, that is three notes; the last one was made before.
    await ask('say', { options: { text, voice: 'Robin' } });
    await ask('say', { options: { text, voice: 'Robin' } });
    await ask('say', { options: { text, voice: 'Nobody' } });
    metrics = await (await fetch(`${server.url}/metrics`)).text();
  });
  after(async () => {
    await server?.close();
    await service?.close(0);
  });

  const told: readonly [what: string, line: RegExp][] = [
    ['jobs by kind of place and outcome', /^consonant_jobs_total\{form="note",place="group",outcome="done"\} 3$/m],
    ['the kind of jobs that wait or run', /^# TYPE consonant_jobs gauge$/m],
    ['waiting', /^consonant_queue_wait_seconds_count\{form="note"\} 3$/m],
    ['the first sound', /^consonant_first_audio_seconds_count\{form="note"\} 2$/m],
    ['the real-time factor', /^consonant_real_time_factor_count\{form="note"\} 2$/m],
    ['notes that were made before', /^consonant_cache_hits_total 1$/m],
    ['restarts of the engine', /^consonant_engine_restarts 0$/m],
    ['that the engine is ready', /^consonant_engine_ready 1$/m],
    ['voice connections', /^consonant_voice_connections 2$/m],
    ['requests', /^consonant_requests_total\{command="say",outcome="answered"\} 2$/m],
    ['refusals by code', /^consonant_requests_total\{command="say",outcome="voice-unknown"\} 1$/m],
    ['the delay of the event loop', /^nodejs_eventloop_lag_p99_seconds \d/m],
  ];
  for (const [what, line] of told)
    test(`the metrics tell ${what}`, () => assert.ok(line.test(metrics), `${metrics.match(/^consonant.*$/gm)?.join('\n')}`));

  test('no metric has a name, a text or a number of somebody', () => {
    assert.equal(/Robin|Nobody|Hello|"Ada|console:/.exec(metrics)?.[0], undefined);
  });

  test('the dashboard asks for metrics and labels that exist', () => {
    const names = new Set(
      [...metrics.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name, type]) =>
        type === 'histogram' ? ['bucket', 'sum', 'count'].map(part => `${name}_${part}`) : [name!],
      ),
    );
    const labels = new Set(['le', 'form', 'place', 'outcome', 'state', 'command']);
    const { panels } = JSON.parse(inProject('deploy/grafana-dashboard.json')) as {
      panels: { title: string; targets?: { expr: string }[] }[];
    };
    const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    assert.ok(asked.length >= 10, `${asked.length} questions`);
    for (const expression of asked) {
      const used = expression.match(/\b(?:consonant|nodejs|process)_\w+/g) ?? [];
      assert.ok(used.length > 0, expression);
      for (const name of used) assert.ok(names.has(name), `${name}, in ${expression}`);
      for (const [, group] of expression.matchAll(/by \(([^)]*)\)|\{([^}]*)\}/g))
        for (const label of group?.split(',') ?? []) assert.ok(labels.has(label.trim()), `${label}, in ${expression}`);
    }
    const own = [...names].filter(name => name.startsWith('consonant_')).map(name => name.replace(/_(bucket|sum|count)$/, ''));
    for (const name of new Set(own)) {
      if (name === 'consonant_open_requests') continue;
      assert.ok(
        asked.some(expression => expression.includes(name)),
        `the dashboard does not show ${name}`,
      );
    }
  });

  test('the guide for operators names metrics that exist', () => {
    const named = inProject('docs/operating.md').match(/(?:consonant|nodejs|process)_\w+/g) ?? [];
    assert.ok(named.length >= 4);
    for (const name of named) assert.ok(metrics.includes(name), name);
  });

  const status = (...words: string[]) => consonant(['status', '--url', server.url, ...words], { folder });

  test('`status` shows it, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await status();
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^discord +up, in 2 voice channels\nengine +tone, ready, 0 restarts\njobs +0 running, 0 waiting\n/);
  });

  test('`status` ends with 2 when a bot is down, and says which', async () => {
    isUp = false;
    const { exitCode, stdout } = await status('--json');
    isUp = true;
    assert.equal(exitCode, 2);
    assert.deepEqual(JSON.parse(stdout).bots, [{ platform: 'discord', isUp: false, voiceConnections: 2 }]);
  });

  test('`status --watch` shows it again and again, also that nothing answers, until somebody ends it', async () => {
    const own = await startOperationServer({
      host: '127.0.0.1',
      port: 0,
      metrics: async () => '',
      missing: () => [],
      status: () => ({
        upSeconds: 61,
        engine: { id: 'tone', ready: true, restarts: 1 },
        bots: [],
        jobs: [],
        openRequests: 0,
        memoryBytes: 1e6,
      }),
    });
    const { child, outcome } = startConsonant(['status', '--watch', '--url', own.url], { folder });
    const printed = (pattern: RegExp) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      let text = '';
      child.stdout!.on('data', part => {
        text += part;
        if (pattern.test(text)) resolve();
      });
      return soon(promise, `${pattern}`);
    };
    await printed(/1 restart\n[\s\S]*up +0 h 1 min\n\n[\s\S]*up +0 h 1 min\n/);
    await own.close();
    await printed(/Nothing answers at/);
    child.kill('SIGINT');
    assert.equal((await outcome).exitCode, 130);
  });

  test('is ready as long as everything is', async () => {
    assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
    isUp = false;
    assert.equal(await (await fetch(`${server.url}/readyz`)).text(), 'not ready: discord\n');
    isUp = true;
  });
});

test('without operation.port nothing is counted and nothing is told', async () => {
  const operating = createOperating(await loadConfig(undefined, {}));
  assert.equal(operating.meters, undefined);
  assert.equal(await operating.start({ service: {} as Service, bots: () => [] }), undefined);
});

test('`status` of nothing says what to start, and ends with 2', async () => {
  const { exitCode, stderr } = await consonant(['status', '--url', 'http://127.0.0.1:9'], { folder: process.cwd() });
  assert.equal(exitCode, 2);
  assert.match(stderr, /Nothing answers at http:\/\/127\.0\.0\.1:9\. Start Consonant with operation\.port/);
});
