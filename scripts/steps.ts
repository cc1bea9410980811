/** Steps: the checks that `npm test` and `npm run check` are made of, each a child process in the repository root. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** A test, or a file of tests, that hangs is ended and reported after this long. */
const TEST_TIMEOUT_MS = 600_000;

export const types: Step = { name: 'types', command: 'tsc', arguments: ['--project', '.'] };
/** The page of the playground runs in a browser: other globals, and plain JavaScript. */
export const pageTypes: Step = {
  name: 'types of the page',
  command: 'tsc',
  arguments: ['--project', 'src/bots/playground/page'],
};
export const lintAndFormat: Step = {
  name: 'lint and format',
  command: 'biome',
  arguments: ['check', '--error-on-warnings', '.'],
};
export const architecture: Step = testStep('architecture', ['test/architecture.test.ts']);
export const allTests: Step = testStep('tests', testFiles([]));

/** Test files whose path contains any of `words`; all of them for no words. Paths from the repository root, in order. */
export function testFiles(words: readonly string[]): string[] {
  const files = globSync('test/**/*.test.ts', { cwd: root }).sort();
  return words.length === 0 ? files : files.filter(file => words.some(word => file.includes(word)));
}

/** `options` go to node, for example --test-name-pattern=clone. */
export function testStep(name: string, files: readonly string[], options: readonly string[] = []): Step {
  // Node would leave one core free, which on two cores halves the speed.
  const concurrency = `--test-concurrency=${availableParallelism()}`;
  const standard = ['--test', '--test-reporter=spec', `--test-timeout=${TEST_TIMEOUT_MS}`, concurrency];
  return { name, command: process.execPath, arguments: [...standard, ...options, ...files] };
}

/** Runs one step with its output shown; resolves to whether it passed and how long it took. */
export async function run(step: Step): Promise<{ passed: boolean; seconds: number }> {
  const startMs = performance.now();
  // A test runner inside a test runner would report to the outer one instead of the terminal.
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const child = spawn(step.command, step.arguments, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: environment });
  const passed = await new Promise<boolean>(resolve => {
    child.once('error', error => {
      console.error(`${step.name}: cannot run "${step.command}": ${error.message}. Run it through npm, which sets the path.`);
      resolve(false);
    });
    child.once('exit', code => resolve(code === 0));
  });
  return { passed, seconds: (performance.now() - startMs) / 1000 };
}
