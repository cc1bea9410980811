/**
 * Service: everything behind the bots, put together from settings: ledger, stores, consent, voices, engine process, queue, dispatcher. Each
 * part is closed in the opposite order, also when a later one does not start.
 */
import { isMadeHere } from './audio/trace.ts';
import type { Bot, Memory } from './bots/bot.ts';
import { createActions } from './commands/action.ts';
import { languageFor, textsIn } from './commands/catalogues.ts';
import type { AnyCommand, EngineFacts } from './commands/command.ts';
import { createDispatcher, type Dispatcher } from './commands/dispatch.ts';
import { createDrafts } from './commands/drafts.ts';
import { createFlood } from './commands/flood.ts';
import { commands } from './commands/index.ts';
import { answerOwed } from './commands/owed.ts';
import { createRecent } from './commands/recent.ts';
import { createReports } from './commands/reports.ts';
import { createSettings } from './commands/stored-settings.ts';
import { challengeWords } from './consent/challenge-words.ts';
import { createChallenges } from './consent/challenges.ts';
import type { Consent } from './consent/consent.ts';
import { createConsent } from './consent/create-consent.ts';
import type { PersonId, PlaceId } from './consent/identity.ts';
import { createLedger } from './consent/ledger/index.ts';
import { type DemoVoiceWish, offerDemoVoice } from './demo-voice.ts';
import type { Computing } from './engine/environment.ts';
import { createEngineHost, type EngineHost } from './engine/host.ts';
import { writePrint } from './engine/print.ts';
import type { Studio } from './engine/studio.ts';
import type { StudioSettings } from './engine/studio-settings.ts';
import { createJournal } from './jobs/journal.ts';
import { createLocalQueue } from './jobs/local-queue.ts';
import type { Queue } from './jobs/queue.ts';
import type { UseRecord } from './jobs/runner.ts';
import { speakerOf } from './jobs/studio-speaker.ts';
import { createLine } from './line.ts';
import type { Log } from './log.ts';
import { meteredLog } from './operation/metered-log.ts';
import { meteredQueue } from './operation/metered-queue.ts';
import type { Meters } from './operation/meters.ts';
import { type DataFolder, openDataFolder } from './stores/data-folder.ts';
import { createStores } from './stores/index.ts';
import { rememberContents, requireWhole } from './stores/whole-data.ts';
import { createEnrolling } from './voices/create-enrolling.ts';
import { createVoices } from './voices/create-voices.ts';
import type { Ear } from './voices/enrolling.ts';
import { deriveMarkingKeys } from './voices/marking-keys.ts';
import type { MasterKey } from './voices/master-key.ts';
import { openMasterKey } from './voices/open-master-key.ts';
import { createVault } from './voices/vault.ts';

export interface ServiceOptions {
  /** Holds the databases and what the engine caches; for one process at a time. */
  readonly dataFolder: string;
  /** Left out: a file of SQLite in the data folder. */
  readonly ledgerUrl?: string;
  readonly storesUrl?: string;
  /** Value of CONSONANT_MASTER_KEY; left out: the key file. */
  readonly masterKey?: string;
  readonly keyFile?: string;
  readonly engine?: string;
  readonly verifier?: StudioSettings['verifier'];
  /** Folder of the model files of the speech recognition. */
  readonly speechModels?: string;
  readonly computing?: Computing;
  /** Who runs this: may stop voices and end freezes. */
  readonly operators: readonly PersonId[];
  readonly log: Log;
  readonly now?: () => number;
  /** Whether the verifier gets ready for its words at the start, rather than with the first recording. Default true. */
  readonly warm?: boolean;
  /** Counts what goes through. Left out: nothing is counted. */
  readonly meters?: Meters;
  /** Hears what an engine wants people to know: that its weights are not for sale, for example. */
  readonly onNote?: (note: string) => void;
  /** For tests that speak for people: what enrolling hears with. */
  readonly earFor?: (ear: Ear) => Ear;
}

export interface Service extends AsyncDisposable {
  readonly dispatcher: Dispatcher;
  readonly commands: readonly AnyCommand[];
  readonly consent: Consent;
  readonly queue: Queue;
  readonly engine: Pick<EngineHost, 'id' | 'restarts' | 'isReady'>;
  /** Makes the demo voice of a place where it is missing (demo-voice.ts). */
  offerDemoVoice(wish: DemoVoiceWish, signal: AbortSignal): Promise<void>;
  /** Of the bot of a platform. */
  memory(platform: string): Memory;
  /** Answers what an earlier run accepted on this platform and did not finish; once, when its bot has started. */
  answerOwed(bot: Pick<Bot, 'platform' | 'deliver' | 'directory' | 'serves'>): Promise<void>;
  /** To show once: a master key was made. */
  readonly warning?: string;
  /** Lets work under way finish for so long, then ends everything. */
  close(drainSeconds?: number): Promise<void>;
}

export const serviceDefaults = { drainSeconds: 20, upkeepHours: 6 } as const;

export async function createService(options: ServiceOptions): Promise<Service> {
  await using building = new AsyncDisposableStack();
  const { now = Date.now, operators, meters } = options;
  const log = meters ? meteredLog(options.log, meters) : options.log;
  const onFault = (error: unknown) => log.error('background', { error });
  const opened = <T>(part: T, close: (part: T) => unknown): T =>
    building.adopt(part, async one => {
      await close(one);
    });

  const folder = opened(await openDataFolder(options.dataFolder), one => one.close());
  const { masterKey, warning } = await openMasterKey({ dataFolder: folder, secret: options.masterKey, keyFile: options.keyFile });
  // It takes as long to start as everything else together.
  const engine = opened(startEngine(options, masterKey, folder), one => one.then(({ close }) => close()).catch(() => {}));
  engine.catch(() => {});
  const databases = [...(options.ledgerUrl ? [] : ['ledger.sqlite']), ...(options.storesUrl ? [] : ['stores.sqlite'])];
  await requireWhole(folder, databases);
  const ledger = opened(await createLedger({ url: options.ledgerUrl ?? folder.file('ledger.sqlite'), now }), one => one.close());
  const consent = opened(await createConsent({ ledger, now, onFault }), one => one.close());
  const stores = opened(await createStores({ url: options.storesUrl ?? folder.file('stores.sqlite') }), one => one.close());
  await rememberContents(folder, databases);
  const vault = createVault({ ledger, masterKey });
  const voices = opened(await createVoices({ stores, consent, vault, now, onFault, shared: isShared(options) }), one =>
    one.close(),
  );
  await voices.sweep();

  const studio = await engine;
  const journal = createJournal({ store: stores.open('journal'), seal: vault.seal, open: vault.open, now });
  const { replies: owed } = await journal.pending();
  const localQueue = opened(
    createLocalQueue({
      speaker: speakerOf(studio),
      gate: consent,
      print: grant => voices.print(grant),
      recordUse: use => recordUse(use, { consent, engine: studio.id, now }),
      hashText: text => masterKey.hashText(text),
      journal,
      onFault: (what, error) => log.error('queue', { code: what.replaceAll(' ', '-'), error }),
      now,
    }),
    one => one.close(),
  );
  const queue = meters ? meteredQueue(localQueue, meters) : localQueue;
  consent.onRevoked(voiceId => queue.forgetVoice(voiceId));

  const ear = earOf(studio);
  const enrolling = createEnrolling({
    consent,
    voices,
    challenges: createChallenges({ challenges: stores.open('challenges'), attempts: stores.open('attempts'), now }),
    fingerprints: stores.open('fingerprints'),
    ear: options.earFor?.(ear) ?? ear,
  });
  const settings = createSettings(stores.open('people'), stores.open('places'));
  const remembered = stores.open('bots');
  const verifying = createLine();
  const actions = createActions(Buffer.from(masterKey.hashText('actions'), 'hex'), now);
  const dispatcher = createDispatcher({
    consent,
    voices,
    enrolling,
    queue,
    settings,
    commands,
    actions,
    drafts: createDrafts(),
    recent: createRecent(now),
    reports: createReports(stores.open('reports')),
    engine: engineFacts(studio),
    // One of these at a time, of each person in turn: recordings of people who enrol do not wait behind all of them.
    trace: (personId, file, signal) => verifying.wait(personId, () => studio.trace(file, signal), signal),
    operators,
    flood: createFlood(now),
    log,
    now,
  });
  opened(startUpkeep(consent, onFault), clearInterval);

  const parts = building.move();
  const textsFor = async (personId: PersonId) => textsIn(languageFor((await settings.person(personId)).locale));
  let closing: Promise<void> | undefined;
  const close = (drainSeconds: number = serviceDefaults.drainSeconds) => {
    closing ??= queue.drain(drainSeconds).then(() => parts.disposeAsync());
    return closing;
  };
  return {
    dispatcher,
    commands,
    consent,
    queue,
    engine: studio,
    ...(warning ? { warning } : {}),
    offerDemoVoice: (wish, signal) => offerDemoVoice(wish, { voices, consent, ear, now }, signal),
    memory: platform => ({
      get: key => remembered.get(`${platform}/${key}`),
      set: (key, value, lifetimeMs) => remembered.set(`${platform}/${key}`, value, lifetimeMs),
    }),
    answerOwed(bot) {
      const isHere = (placeId: PlaceId) => bot.serves?.(placeId) ?? true;
      const mine = owed.filter(({ personId, placeId }) => personId.startsWith(`${bot.platform}:`) && isHere(placeId));
      return answerOwed(mine, bot, { consent, voices, queue, journal, actions, textsFor });
    },
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

function startEngine(options: ServiceOptions, masterKey: MasterKey, folder: DataFolder): Promise<EngineHost> {
  const { engine, verifier = 'auto', speechModels, computing = {}, warm = true, now = Date.now, onNote } = options;
  return createEngineHost({
    markingKeys: deriveMarkingKeys(masterKey, now()),
    ...(engine && { engine }),
    verifier,
    cacheFolder: folder.file('readings'),
    ...(warm && { challengeWords }),
    ...(speechModels && { speechModels }),
    computing,
    onLine: line => line.startsWith('note: ') && onNote?.(line),
  });
}

/** A file is held by one process; servers may serve several. */
function isShared({ ledgerUrl, storesUrl }: ServiceOptions): boolean {
  return [ledgerUrl, storesUrl].some(url => url !== undefined && /^(?:postgres|postgresql|redis|rediss):/.test(url));
}

async function recordUse(
  { generationId, mark, grant, textHash, audioHash }: UseRecord,
  { consent, engine, now }: { readonly consent: Consent; readonly engine: string; readonly now: () => number },
): Promise<void> {
  const { voiceId, personId: requester, placeId, form } = grant;
  await consent.recordUse({
    generationId,
    voiceId,
    requester,
    placeId,
    form,
    atMs: now(),
    textHash,
    engine,
    ...(mark ? { mark } : {}),
    ...(audioHash ? { audioHash } : {}),
  });
}

/** The engine process, as enrolling asks it. */
export function earOf(studio: Studio): Ear {
  return {
    engine: studio.id,
    async verify(recording, challenge, signal) {
      const { accepted, reason, advice, scores, thresholds, verifier, fingerprint } = await studio.verify(
        recording,
        challenge,
        signal,
      );
      const why = { ...(reason ? { reason } : {}), ...(advice ? { advice } : {}) };
      return { accepted, ...why, verification: { method: verifier, scores, thresholds }, fingerprint };
    },
    isMarked: async (recording, signal) => isMadeHere(await studio.trace(recording, signal)),
    compare: (recordings, signal) => studio.compare(recordings, signal),
    async clone(recordings, signal) {
      const { print, reports, kept } = await studio.clone(recordings, signal);
      return { print: writePrint(print), reports, kept };
    },
    picture: (recording, signal) => studio.picture(recording, signal),
  };
}

function engineFacts(studio: Studio): EngineFacts {
  const { id, languages } = studio;
  if (!studio.design) return { id, languages };
  return {
    id,
    languages,
    design: async (traits, signal) =>
      writePrint(await studio.design!(traits as Parameters<NonNullable<Studio['design']>>[0], signal)),
  };
}

/** What is due ends by itself: voices that nobody has used for a year, places that the bot left a month ago. */
function startUpkeep(consent: Consent, onFault: (error: unknown) => void): NodeJS.Timeout {
  const upkeep = async () => {
    const { unused, placesLeft } = consent.due();
    for (const voiceId of unused) {
      const owner = consent.status(voiceId)?.owner;
      if (owner !== undefined) await consent.revoke(voiceId, owner, 'unused');
    }
    for (const placeId of placesLeft) await consent.forgetPlace(placeId);
  };
  const run = () => void upkeep().catch(onFault);
  run();
  return setInterval(run, serviceDefaults.upkeepHours * 3_600_000).unref();
}
