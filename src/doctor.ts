/** Doctor: looks at this machine and says what is there, what is missing and what to do about it. Changes nothing. */
import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { inspectFfmpeg } from './audio/programs.ts';
import { type Config, loadConfig } from './config/load.ts';
import { readSecrets, type Secrets } from './config/secrets.ts';
import { usualConfigFile } from './config/usual-file.ts';
import { createEngineHost } from './engine/host.ts';
import { backends, defaultEngine } from './engine/index.ts';
import { candidates, troubleWith, withFirstWorking } from './engine/onnx/providers.ts';
import { findSpeechModels } from './engine/sherpa/models.ts';
import { isSherpaInstalled } from './engine/sherpa/package.ts';
import { Refusal } from './errors.ts';
import type { Finding } from './finding.ts';
import { platforms } from './platforms.ts';

export type { Finding } from './finding.ts';

/** Stops early when `signal` aborts; what it has started is gone by then. `configuration`: its file, where it is not the usual one. */
export async function examine(signal: AbortSignal, configuration?: string): Promise<readonly Finding[]> {
  const findings = [
    examineNode(process.versions.node),
    examineMachine(),
    ...(await examineFfmpeg(signal)),
    await examineReader(),
  ];
  for (const id of Object.keys(backends)) {
    signal.throwIfAborted();
    findings.push(await examineEngine(id));
  }
  const verifiers = await examineVerifiers(process.env.CONSONANT_ASR_MODELS);
  return [
    ...findings,
    ...verifiers,
    await examineProvider(process.env, configuration),
    ...(await examinePlatforms(process.env, signal, configuration)),
  ];
}

/** Node runs our TypeScript as it is from 24.12 on. */
export function examineNode(version: string): Finding {
  const [major, minor] = version.split('.').map(Number);
  const shared = { id: 'node', label: 'Node.js', found: version };
  if (major > 24 || (major === 24 && minor >= 12)) return { ...shared, state: 'good' };
  return { ...shared, state: 'missing', next: 'Needs 24.12 or newer. Start through npm, which puts one into .runtime/.' };
}

function examineMachine(): Finding {
  const gigabytes = (Math.min(totalmem(), process.constrainedMemory() || totalmem()) / 1e9).toFixed(1);
  const model = cpus()[0]?.model.trim() ?? process.arch;
  return {
    id: 'machine',
    label: 'Machine',
    state: 'good',
    found: `${availableParallelism()} cores (${model}), ${gigabytes} GB of memory`,
  };
}

async function examineFfmpeg(signal: AbortSignal): Promise<Finding[]> {
  const shared = { id: 'ffmpeg', label: 'ffmpeg' };
  try {
    const { ffmpegPath, ffprobePath, version, hasOpusEncoder } = await inspectFfmpeg(signal);
    const opus: Finding = hasOpusEncoder
      ? { id: 'opus', label: 'Opus encoder', state: 'good', found: 'libopus' }
      : {
          id: 'opus',
          label: 'Opus encoder',
          state: 'missing',
          found: 'none',
          next: 'Install an ffmpeg that was built with libopus.',
        };
    return [{ ...shared, state: 'good', found: `${version} (${ffmpegPath}, ${ffprobePath})` }, opus];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ ...shared, state: 'missing', found: 'not found', next: error.message }];
  }
}

/** By its package file only: the GPL code itself is loaded in the engine process and nowhere else. */
async function examineReader(): Promise<Finding> {
  const shared = { id: 'espeak-ng', label: 'espeak-ng (GPL-3.0)' };
  const path = findPackageJSON('@echogarden/espeak-ng-emscripten', import.meta.url);
  const file = path && (await readFile(path, 'utf8').catch(() => undefined));
  if (!file) return { ...shared, state: 'missing', found: 'not installed', next: 'Run: npm ci --ignore-scripts' };
  return { ...shared, state: 'good', found: `package ${(JSON.parse(file) as { version: string }).version}` };
}

async function examineEngine(id: string): Promise<Finding> {
  const shared = { id: `engine-${id}`, label: `Engine "${id}"` };
  const startMs = performance.now();
  try {
    const host = await createEngineHost({ engine: id });
    const seconds = ((performance.now() - startMs) / 1000).toFixed(2);
    await host.close();
    return {
      ...shared,
      state: 'good',
      found: `ready in ${seconds} s; reads ${host.languages.length === 1 ? host.languages[0] : `${host.languages.length} languages`}; transcript ${host.transcript}`,
    };
  } catch (error) {
    const next = error instanceof Error ? error.message : String(error);
    return { ...shared, state: id === defaultEngine ? 'missing' : 'note', found: 'does not start', next };
  }
}

/** Who can tell that a challenge was read: the rows of engine/verifiers/index.ts. */
export async function examineVerifiers(modelFolder: string | undefined, isInstalled = isSherpaInstalled()): Promise<Finding[]> {
  const { recognition, speaker } = await findSpeechModels(modelFolder);
  const missing = [
    ...(isInstalled ? [] : ['the package sherpa-onnx-node']),
    ...(recognition ? [] : [modelFolder ? `a speech recognition model in ${modelFolder}` : 'CONSONANT_ASR_MODELS']),
  ];
  const sherpa: Finding =
    recognition && isInstalled
      ? {
          id: 'verifier-sherpa',
          label: 'Verifier "sherpa"',
          state: 'good',
          found: `${recognition.kind} model; speakers by ${speaker ? 'a CAM++ model' : 'pitch and timbre'}`,
        }
      : {
          id: 'verifier-sherpa',
          label: 'Verifier "sherpa"',
          state: 'note',
          found: `not used: ${missing.join(' and ')} missing`,
          next:
            'Only needed to check the wording of the statement as well: npm install --no-save sherpa-onnx-node, and set CONSONANT_ASR_MODELS to ' +
            'the folder of a Whisper or transducer model for sherpa-onnx.',
        };
  return [{ id: 'verifier-embedded', label: 'Verifier "embedded"', state: 'good', found: 'built in; reads English' }, sherpa];
}

/** The chats whose tokens are in the environment, as the configuration of the project has them. */
export async function examinePlatforms(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  file: string | undefined = usualConfigFile(),
): Promise<readonly Finding[]> {
  let settings: { readonly config: Config; readonly secrets: Secrets };
  try {
    const config = await loadConfig(file, environment);
    settings = { config, secrets: await readSecrets(environment) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ id: 'configuration', label: 'Configuration', state: 'missing', found: 'wrong', next: error.message }];
  }
  const findings: Finding[] = [];
  for (const platform of platforms) {
    signal.throwIfAborted();
    findings.push(...((await platform.examine?.(settings, signal)) ?? []));
  }
  return findings;
}

/**
 * What onnxruntime computes with, for the engines with neural networks: found as they find it, so a choice is obeyed, and refused as they refuse it.
 * The configuration's choice goes first, as with the bot; one that is wrong is told by {@link examinePlatforms}.
 */
export async function examineProvider(
  environment: NodeJS.ProcessEnv,
  file: string | undefined = usualConfigFile(),
): Promise<Finding> {
  const shared = { id: 'gpu', label: 'Neural networks' };
  const config = await loadConfig(file, environment).catch(() => undefined);
  const configured = config?.engine.provider;
  const wanted = configured ?? (environment.CONSONANT_PROVIDER || 'auto');
  const chosenBy = wanted === 'auto' ? '' : configured ? ', as the configuration says' : ', as CONSONANT_PROVIDER says';
  const troubles: string[] = [];
  try {
    const rows = candidates(wanted);
    const used = await withFirstWorking(
      { provider: wanted, onNote: note => troubles.push(note) },
      async (_openModel, row) => row,
      rows,
    );
    const others: string[] = [];
    for (const row of rows.slice(rows.indexOf(used) + 1)) {
      const trouble = await troubleWith(row);
      if (trouble) troubles.push(`${row.label} is not used: ${trouble}`);
      else others.push(row.label);
    }
    return {
      ...shared,
      state: 'good',
      found: `on ${used.label}${chosenBy}${others.length > 0 ? ` (also ${others.join(', ')})` : ''}`,
      ...(troubles.length > 0 && { next: `${troubles.join('; ')}.` }),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...shared, state: 'missing', found: `not with "${wanted}"${chosenBy}`, next: error.message };
  }
}
