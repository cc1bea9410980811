/** The rules of the source tree as a function: what breaks them, one line each. ARCHITECTURE.md explains them. */
import { type Import, importsOf, packageOf, type SourceTree } from './source-tree.ts';

/** Folder of src/ -> folders that it may import, besides itself and the helpers directly in src/. */
const layers: Readonly<Record<string, readonly string[]>> = {
  bots: ['commands', 'audio', 'text'],
  commands: ['consent', 'voices', 'jobs', 'stores', 'audio', 'text'],
  consent: ['stores'],
  voices: ['consent', 'stores', 'audio'],
  jobs: ['consent', 'voices', 'engine', 'stores', 'audio', 'text'],
  engine: ['audio', 'text'],
  stores: [],
  text: [],
  audio: [],
  config: [],
  operation: ['consent', 'jobs'],
};

/** The parts that know every other, and who may import them. */
const composers: Readonly<Record<string, readonly string[]>> = {
  'src/main.ts': [],
  'src/running.ts': ['src/main.ts'],
  'src/operating.ts': ['src/running.ts'],
  'src/demo-voice.ts': ['src/service.ts'],
  'src/service.ts': ['src/running.ts', 'src/operating.ts', 'src/cli/'],
  'src/platforms.ts': ['src/main.ts', 'src/reloading.ts', 'src/running.ts', 'src/sharding.ts', 'src/doctor.ts', 'src/cli/'],
  'src/sharding.ts': ['src/main.ts'],
  'src/reloading.ts': ['src/main.ts'],
  'src/doctor.ts': ['src/main.ts', 'src/cli/'],
  'src/cli/': ['src/main.ts', 'src/running.ts', 'src/sharding.ts', 'src/reloading.ts'],
};

/** Package -> the only place that imports it, or the few for one that reads configurations of any kind. A package without a line here is imported nowhere. */
const doors: Readonly<Record<string, string | readonly string[]>> = {
  '@discordjs/voice': 'src/bots/discord/voice/',
  '@echogarden/espeak-ng-emscripten': 'src/engine/reading/',
  '@hono/node-server': 'src/bots/playground/',
  '@huggingface/tokenizers': 'src/engine/backends/spark/tokenizer.ts',
  '@keyv/postgres': 'src/stores/',
  '@keyv/redis': 'src/stores/',
  '@keyv/sqlite': 'src/stores/',
  '@noble/ciphers': 'src/bots/discord/voice/',
  '@napi-rs/canvas': 'src/audio/quality/',
  'dejavu-fonts-ttf': 'src/audio/quality/',
  'discord.js': 'src/bots/discord/',
  'discord-markdown-parser': 'src/text/markup/',
  'emojibase-data': 'src/text/',
  commander: 'src/cli/',
  fflate: 'src/commands/',
  'fft.js': 'src/audio/fft.ts',
  'fluent-ffmpeg': 'src/audio/ffmpeg.ts',
  hono: 'src/bots/playground/',
  'intl-messageformat': 'src/commands/',
  keyv: 'src/stores/',
  'linkify-it': 'src/text/',
  'lru-cache': ['src/jobs/', 'src/voices/'],
  'ml-matrix': 'src/engine/backends/mynah/mapping/',
  n2words: 'src/text/',
  'onnxruntime-node': 'src/engine/onnx/session.ts',
  pg: 'src/consent/',
  pino: 'src/log.ts',
  'prom-client': 'src/operation/',
  'prism-media': 'src/audio/ogg.ts',
  protobufjs: 'src/engine/onnx/proto.ts',
  'sherpa-onnx-node': 'src/engine/sherpa/',
  telegraf: 'src/bots/telegram/',
  yaml: ['src/config/', 'src/engine/backends/spark/config.ts'],
  zod: ['src/config/', 'src/engine/'],
};

/** Table of plug-ins -> where they live: no other file may name one, and the table only lazily. */
const plugIns: Readonly<Record<string, readonly string[]>> = {
  'src/engine/index.ts': ['src/engine/backends/'],
  'src/engine/verifiers/index.ts': ['src/engine/verifiers/embedded/', 'src/engine/verifiers/sherpa/'],
};

/** Only plug-ins may import it: it is GPL, and loads in the engine process when one of them is asked for. */
const READING = 'src/engine/reading/';
const MAX_LINES = 300;

export function violations(tree: SourceTree): string[] {
  const imports = [...tree].flatMap(([path, source]) => importsOf(path, source));
  return [
    ...[...tree].flatMap(([path, source]) => tooLong(path, source)),
    ...imports.flatMap(item => [...missing(item, tree), ...wrongWay(item), ...wrongDoor(item), ...namesPlugIn(item)]),
    ...[...tree].flatMap(([path, source]) => (source.includes('createRequire') ? [`${path}: createRequire hides imports`] : [])),
    ...cycles(imports),
  ];
}

function tooLong(path: string, source: string): string[] {
  const lines = source.trimEnd().split('\n').length;
  return lines > MAX_LINES ? [`${path}: ${lines} lines, at most ${MAX_LINES}; split it by idea`] : [];
}

function isLocal(item: Import): boolean {
  return item.to.startsWith('src/');
}

function missing({ from, to }: Import, tree: SourceTree): string[] {
  return to.startsWith('src/') && !tree.has(to) && to.endsWith('.ts') ? [`${from}: imports ${to}, which does not exist`] : [];
}

function composerOf(path: string): string | undefined {
  return Object.keys(composers).find(composer => path.startsWith(composer));
}

/** "src/audio/ogg.ts" -> "audio"; "" for a file directly in src/. */
function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? parts[1] : '';
}

function wrongWay(item: Import): string[] {
  if (!isLocal(item)) return [];
  const { from, to } = item;
  const composer = composerOf(to);
  if (composer && composer !== composerOf(from)) {
    return composers[composer].some(allowed => from.startsWith(allowed)) ? [] : [`${from}: may not import ${to}`];
  }
  if (composerOf(from)) return [];
  const [fromFolder, toFolder] = [folderOf(from), folderOf(to)];
  if (toFolder === '' || toFolder === fromFolder) return [];
  if (fromFolder === '') return [`${from}: a helper for all may not import ${to}`];
  const allowed = layers[fromFolder];
  if (!allowed) return [`${from}: the folder src/${fromFolder}/ has no line in the table of layers`];
  return allowed.includes(toFolder) ? [] : [`${from}: src/${fromFolder}/ may not import ${to}`];
}

function wrongDoor(item: Import): string[] {
  if (isLocal(item)) return [];
  const name = packageOf(item.to);
  if (name.startsWith('node:')) return [];
  const door = doors[name];
  if (!door) return [`${item.from}: imports ${item.to}, which has no line in the table of doors`];
  const places = [door].flat();
  return places.some(place => item.from.startsWith(place)) ? [] : [`${item.from}: only ${places.join(', ')} may import ${name}`];
}

/** Plug-ins load on demand in the engine process only: what is static here would load, GPL parts included, wherever the table is imported. */
function namesPlugIn({ from, to, kind }: Import): string[] {
  const isPlugIn = (path: string) => Object.values(plugIns).some(places => places.some(place => path.startsWith(place)));
  if (to.startsWith(READING) && !from.startsWith(READING) && !isPlugIn(from))
    return [`${from}: only plug-ins of the engine may import ${to}`];
  for (const [table, places] of Object.entries(plugIns)) {
    const place = places.find(prefix => to.startsWith(prefix));
    if (!place || from.startsWith(place)) continue;
    if (from !== table) return [`${from}: only ${table} may import ${to}`];
    return kind === 'dynamic' ? [] : [`${from}: must import ${to} lazily, with await import(...)`];
  }
  return [];
}

/** Each cycle once, by depth-first search; imports of types count, for they tie files together in a reader's head. */
function cycles(imports: readonly Import[]): string[] {
  const targets = Map.groupBy(imports.filter(isLocal), item => item.from);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push(`import cycle: ${[...trail.slice(at), path].join(' -> ')}`);
    if (at >= 0 || done.has(path)) return;
    for (const { to } of targets.get(path) ?? []) visit(to, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}
