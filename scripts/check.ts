/** npm run check: everything that must hold before a commit, each step timed. Exit code 1 when one of them fails. */
import { allTests, architecture, lintAndFormat, pageTypes, run, types } from './steps.ts';

const lines: string[] = [];
for (const step of [types, pageTypes, lintAndFormat, architecture, allTests]) {
  console.log(`\n== ${step.name}`);
  const { passed, seconds } = await run(step);
  lines.push(`${passed ? 'passed' : 'FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${step.name}`);
  if (!passed) process.exitCode = 1;
}
console.log(`\n${lines.join('\n')}`);
