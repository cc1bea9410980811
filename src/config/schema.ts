import { isIP } from 'node:net';
import { z } from 'zod';

/**
 * Schema: every setting once, with its unit in its name, its default and what is allowed. A file may leave out all of it. Secrets have no
 * place here: see secrets.ts.
 */
const url = (protocols: readonly string[]) =>
  z.string().refine(text => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that begins with ${protocols.map(one => `${one}//`).join(' or ')}`,
  });

const path = z.string().min(1);
/** "discord:1234", "telegram:1234", as /privacy shows it to a person. */
const personId = z
  .string()
  .regex(/^[a-z]+:[^\s:]+$/, 'must be a platform and an account number, such as discord:80351110224678912');
const host = z
  .string()
  .refine(
    text => isIP(text) !== 0 || /^[a-z0-9.-]+(?::\d+)?$/i.test(text),
    'must be the name of a host, such as cdn.discordapp.com',
  );

const data = z.strictObject({
  /** Databases and what the engine caches; for one process at a time. */
  folder: path.default('data'),
  /** The ledger elsewhere: a file, or postgres://. Left out: ledger.sqlite in the folder. */
  ledger: z.string().min(1).optional(),
  /** The stores elsewhere: a file, redis:// or postgres://. Left out: stores.sqlite in the folder. */
  store: z.string().min(1).optional(),
  /** Left out: ~/.config/consonant/master.key. */
  keyFile: path.optional(),
});

const engine = z.strictObject({
  id: z.string().min(1).default('mynah'),
  verifier: z.enum(['auto', 'embedded', 'sherpa']).default('auto'),
  /** Folder of the model files of the speech recognition. */
  speechModels: path.optional(),
  /** Whether the verifier gets ready for its words at the start, rather than with the first recording. */
  warm: z.boolean().default(true),
  /** For engines with neural networks. Folder of the models; left out: CONSONANT_MODELS, or models/ in the checkout. */
  models: path.optional(),
  /** What computes; left out: CONSONANT_PROVIDER, or the first that works. */
  provider: z.enum(['auto', 'webgpu', 'cuda', 'cpu', 'dml', 'coreml']).optional(),
  /** Of the processor; left out: CONSONANT_THREADS, or one for each core. */
  threads: z.int().min(1).max(64).optional(),
  /** Speeches that go through the networks together; left out: CONSONANT_TOGETHER, or 4. */
  together: z.int().min(1).max(16).optional(),
});

const log = z.strictObject({
  /** Left out: stderr. */
  file: path.optional(),
  level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const discord = z.strictObject({
  /** Where the REST interface is; the gateway's address comes from there. */
  apiUrl: url(['https:', 'http:']).default('https://discord.com/api'),
  /** Hosts that attachments may be fetched from, with a port where it is not the usual one. */
  mediaHosts: z.array(host).default(['cdn.discordapp.com', 'media.discordapp.net']),
  /** "auto" starts as many processes as Discord recommends; more than one needs data.ledger and data.store on servers. */
  shards: z
    .union([z.literal('auto'), z.number()])
    .refine(value => value === 'auto' || (Number.isInteger(value) && value >= 1 && value <= 1000), {
      message: 'must be auto, or a whole number from 1 to 1000',
    })
    .default(1),
  /** How long the bot stays in a voice channel where nothing is said. */
  idleMinutes: z.number().min(0.1).max(1440).default(5),
});

const telegram = z.strictObject({
  /** Also of a Bot API server of one's own. */
  apiRoot: url(['https:', 'http:']).default('https://api.telegram.org'),
  /** Of a Bot API server that runs with --local: the folder that it keeps files in, at the same path on this machine. */
  localFiles: path.optional(),
  webhook: z
    .strictObject({
      /** What Telegram calls, through a proxy that speaks TLS. */
      url: url(['https:', 'http:']),
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(8080),
    })
    .optional(),
});

const playground = z.strictObject({
  /** auto: when there is no token of a chat. */
  start: z.enum(['auto', 'always', 'never']).default('auto'),
  /** On 127.0.0.1; 0: any that is free. */
  port: z.int().min(0).max(65_535).default(8484),
  /** Who is there at the start; the first one manages the group. */
  people: z
    .array(z.string().regex(/^[\p{L}\p{N}_-]{1,20}$/u, 'must be 1 to 20 letters, digits, "-" or "_"'))
    .min(1)
    .max(10)
    .default(['Ada', 'Bob', 'Cleo']),
});

const operation = z.strictObject({
  /** Where /healthz, /readyz, /metrics and /status are told. */
  host: z.string().min(1).default('127.0.0.1'),
  /** 0: any that is free. Left out: nothing is told. */
  port: z.int().min(0).max(65_535).optional(),
});

export const schema = z.strictObject({
  data: data.prefault({}),
  engine: engine.prefault({}),
  /** People who run this: they may stop voices and end freezes. */
  operators: z.array(personId).default([]),
  log: log.prefault({}),
  discord: discord.prefault({}),
  telegram: telegram.prefault({}),
  playground: playground.prefault({}),
  operation: operation.prefault({}),
});

export type Config = z.infer<typeof schema>;
