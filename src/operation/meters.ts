import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * Meters: what Prometheus reads at /metrics: the process itself (memory, processor, delay of the event loop) and what is counted here. No
 * label holds anything of a person: forms, kinds of place, commands and codes of refusals only.
 */
export interface Meters {
  readonly registry: Registry;
  readonly jobs: Counter<'form' | 'place' | 'outcome'>;
  readonly queueWait: Histogram<'form'>;
  readonly firstAudio: Histogram<'form'>;
  readonly realTimeFactor: Histogram<'form'>;
  readonly cacheHits: Counter;
  readonly requests: Counter<'command' | 'outcome'>;
}

/** What is not counted but asked for when somebody reads. */
export interface Sources {
  readonly jobsNow: () => readonly { readonly state: string; readonly form: string; readonly place: string }[];
  readonly engineRestarts: () => number;
  readonly isEngineReady: () => boolean;
  readonly openRequests: () => number;
  readonly voiceConnections: () => number;
}

const secondsBuckets = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60, 300];
const factorBuckets = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 5];

export function createMeters(): Meters {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    jobs: new Counter({
      name: 'consonant_jobs_total',
      help: 'Jobs that are over, by form, kind of place, and outcome: done, or the code of the refusal',
      labelNames: ['form', 'place', 'outcome'],
      registers,
    }),
    queueWait: new Histogram({
      name: 'consonant_queue_wait_seconds',
      help: 'From the acceptance of a job to the start of its work',
      labelNames: ['form'],
      buckets: secondsBuckets,
      registers,
    }),
    firstAudio: new Histogram({
      name: 'consonant_first_audio_seconds',
      help: 'From the start of the work to the first sound of it',
      labelNames: ['form'],
      buckets: secondsBuckets,
      registers,
    }),
    realTimeFactor: new Histogram({
      name: 'consonant_real_time_factor',
      help: 'Seconds of work for a second of speech, of notes and files that were made',
      labelNames: ['form'],
      buckets: factorBuckets,
      registers,
    }),
    cacheHits: new Counter({ name: 'consonant_cache_hits_total', help: 'Notes and files that had been made before', registers }),
    requests: new Counter({
      name: 'consonant_requests_total',
      help: 'Requests by command and outcome: answered, bug, or the code of the refusal',
      labelNames: ['command', 'outcome'],
      registers,
    }),
  };
}

/** Gauges of the present moment. */
export function observe({ registry }: Meters, sources: Sources): void {
  const gauge = (name: string, help: string, read: () => number) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  new Gauge({
    name: 'consonant_jobs',
    help: 'Jobs that wait or run, by state, form and kind of place',
    labelNames: ['state', 'form', 'place'],
    registers: [registry],
    collect() {
      this.reset();
      for (const labels of sources.jobsNow()) this.inc({ ...labels });
    },
  });
  gauge('consonant_engine_restarts', 'Times that the engine process was started again', sources.engineRestarts);
  gauge('consonant_engine_ready', '1 while the engine process answers', () => (sources.isEngineReady() ? 1 : 0));
  gauge('consonant_open_requests', 'Requests under way', sources.openRequests);
  gauge('consonant_voice_connections', 'Voice channels that the bots are in', sources.voiceConnections);
}
