import type { Config } from './config/load.ts';
import { placeClass } from './operation/metered-queue.ts';
import { createMeters, type Meters, observe } from './operation/meters.ts';
import { type OperationServer, startOperationServer } from './operation/server.ts';
import type { Service } from './service.ts';

/** Operating: what the program tells whoever runs it, put together from its parts; nothing where no port is configured. */
export interface Operating {
  /** For the service to count with. */
  readonly meters: Meters | undefined;
  /** Begins to tell. Refuses with 'operation-port'. */
  start(program: Program): Promise<OperationServer | undefined>;
}

export interface Program {
  readonly service: Pick<Service, 'queue' | 'engine' | 'dispatcher'>;
  /** Names of the bots, and whether each has started and goes on. */
  readonly bots: () => readonly { readonly platform: string; readonly isUp: boolean; readonly voiceConnections: number }[];
}

export function createOperating({ operation: { host, port } }: Config): Operating {
  const meters = port === undefined ? undefined : createMeters();
  const startedMs = Date.now();
  return {
    meters,
    async start({ service, bots }) {
      if (port === undefined || !meters) return undefined;
      const { queue, engine, dispatcher } = service;
      const jobsNow = () =>
        queue.view().map(({ state, grant }) => ({ state, form: grant.form as string, place: placeClass(grant) as string }));
      const voiceConnections = () => bots().reduce((sum, bot) => sum + bot.voiceConnections, 0);
      observe(meters, {
        jobsNow,
        voiceConnections,
        engineRestarts: () => engine.restarts,
        isEngineReady: () => engine.isReady,
        openRequests: () => dispatcher.open,
      });
      return startOperationServer({
        host,
        port,
        metrics: () => meters.registry.metrics(),
        missing: () => [
          ...(engine.isReady ? [] : [`the engine ${engine.id}`]),
          ...bots().flatMap(({ platform, isUp }) => (isUp ? [] : [platform])),
        ],
        status: () => ({
          upSeconds: Math.round((Date.now() - startedMs) / 1000),
          engine: { id: engine.id, ready: engine.isReady, restarts: engine.restarts },
          bots: bots(),
          jobs: jobsNow(),
          openRequests: dispatcher.open,
          memoryBytes: process.memoryUsage.rss(),
        }),
      });
    },
  };
}
