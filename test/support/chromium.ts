/** Chromium: the system's own browser for tests, without a window, with a microphone that plays a file. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** Why there is no browser for tests here; undefined: there is one, perhaps because this call installed it. For the `skip` of a test. */
export function chromiumMissing(): string | undefined {
  const script = fileURLToPath(new URL('../../scripts/test-tools.sh', import.meta.url));
  const { status, stderr } = spawnSync(script, ['chromium'], { encoding: 'utf8' });
  if (status === 3) return stderr.trim();
  if (status !== 0) throw new Error(`Chromium cannot be installed for the tests: ${stderr}`);
  return undefined;
}

/** `microphone`: path of a WAV file, played once. */
export function startChromium({ microphone }: { readonly microphone?: string } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    timeout: 60_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}%noloop`] : []),
    ],
  });
}
