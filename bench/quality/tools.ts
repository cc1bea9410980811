import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Tools that only this benchmark needs. Says what is missing and how to get it; undefined when nothing is. */
export function missingTools({ withWords }: { withWords: boolean }): string | undefined {
  const needed = [
    { program: 'flite', probe: ['--version'], packages: 'flite', wanted: true },
    { program: 'ffmpeg', probe: ['-version'], packages: 'ffmpeg', wanted: true },
    { program: 'pocketsphinx_batch', probe: [], packages: 'pocketsphinx pocketsphinx-en-us', wanted: withWords },
  ];
  const missing = needed.filter(({ program, probe, wanted }) => wanted && !runs(program, probe));
  if (
    withWords &&
    !existsSync('/usr/share/pocketsphinx/model/en-us/en-us.lm.bin') &&
    !missing.some(tool => tool.packages.includes('sphinx'))
  ) {
    missing.push(needed[2]);
  }
  if (missing.length === 0) return undefined;
  const names = missing.map(({ program }) => program).join(', ');
  const hint = withWords ? '\nWithout word errors (--no-wer), pocketsphinx is not needed.' : '';
  return `bench:quality needs ${names}. On Debian or Ubuntu: apt-get install ${missing.map(tool => tool.packages).join(' ')}${hint}`;
}

function runs(program: string, probe: readonly string[]): boolean {
  try {
    execFileSync(program, probe, { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'; // there, but displeased with the options
  }
}
