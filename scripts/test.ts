/**
 * npm test                     types, lint and format, then every test; ends with the test runner's own summary
 * npm test -- print cli/say    only the test files whose path contains one of the words, without the other checks
 * Words that start with "-" go to node: npm test -- engine --test-name-pattern=abort
 */
import { allTests, lintAndFormat, pageTypes, run, testFiles, testStep, types } from './steps.ts';

const options = process.argv.slice(2).filter(argument => argument.startsWith('-'));
const words = process.argv.slice(2).filter(argument => !argument.startsWith('-'));
const failed: string[] = [];

if (words.length === 0 && options.length === 0) {
  // The checks come first so that what is printed last is the summary of the tests; a failed check does not hide the tests.
  for (const step of [types, pageTypes, lintAndFormat, allTests]) {
    if (!(await run(step)).passed) failed.push(step.name);
  }
} else {
  const files = testFiles(words);
  if (files.length === 0) {
    console.error(`No test file has ${words.map(word => `"${word}"`).join(' or ')} in its path. There are:`);
    for (const file of testFiles([])) console.error(`  ${file}`);
    process.exit(2);
  }
  if (!(await run(testStep('tests', files, options))).passed) failed.push('tests');
}

if (failed.length > 0) {
  console.error(`\nFAILED: ${failed.join(', ')}`);
  process.exitCode = 1;
}
