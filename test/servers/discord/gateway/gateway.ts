/** Gateway: the WebSocket side of the loopback Discord; accepts connections and lets a test disturb them. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { GatewayControl, Violation } from '../control/trouble.ts';
import type { AppRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { closeCodes } from './close-codes.ts';
import { type Connection, createConnection } from './connection.ts';
import type { Sessions } from './sessions.ts';

export interface Gateway {
  readonly control: GatewayControl;
  /** Connections of an app whose token is no longer good. */
  refuse(app: AppRecord): void;
  close(): void;
}

export const gatewayPath = '/gateway';

export interface GatewayOptions {
  readonly server: Server;
  readonly world: World;
  readonly sessions: Sessions;
  readonly heartbeatIntervalMs: number;
  readonly violated: (violation: Violation) => void;
  readonly changed: () => void;
}

export function createGateway({ server, world, sessions, heartbeatIntervalMs, violated, changed }: GatewayOptions): Gateway {
  const sockets = new WebSocketServer({ noServer: true });
  const connections = new Set<Connection>();
  let isAccepting = true;

  world.listen(event => {
    sessions.offer(event);
    changed();
  });

  function accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'ws://loopback');
    if (!isAccepting || (url.pathname !== gatewayPath && url.pathname !== `${gatewayPath}/`)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, client => {
      const problem = problemOf(url.searchParams);
      if (problem) {
        violated({ where: 'gateway', what: 'connect', ...problem });
        client.close(problem.code);
        return;
      }
      const tell = (violation: Omit<Violation, 'where'>) => violated({ where: 'gateway', ...violation });
      const connection = createConnection({ socket: client, sessions, heartbeatIntervalMs, violated: tell, changed });
      connections.add(connection);
      client.on('close', () => {
        connections.delete(connection);
        changed();
      });
    });
  }
  server.on('upgrade', accept);

  const each = (act: (connection: Connection) => void) => {
    for (const connection of [...connections]) act(connection);
  };

  return {
    control: {
      get connections() {
        return [...connections].flatMap(connection => {
          const { session, presence } = connection;
          if (!session) return [];
          const { id: sessionId, app, intents, dispatched, shard } = session;
          return [{ botId: app.botId, sessionId, intents, dispatched, shardId: shard[0], presence }];
        });
      },
      get identified() {
        return sessions.identified;
      },
      get resumed() {
        return sessions.resumedCount;
      },
      askToReconnect: () => each(connection => connection.askToReconnect()),
      invalidateSessions: ({ canResume }) => each(connection => connection.invalidate(canResume)),
      closeAll: code => each(connection => connection.close(code)),
      dropAll: () => each(connection => connection.drop()),
      setAccepting: value => {
        isAccepting = value;
      },
    },
    refuse: app =>
      each(connection => {
        if (connection.session?.app === app) connection.close(closeCodes.authenticationFailed);
      }),
    close() {
      each(connection => connection.drop());
      sockets.close();
    },
  };
}

function problemOf(query: URLSearchParams): { readonly code: number; readonly message: string } | undefined {
  if (query.get('v') !== '10') return { code: closeCodes.invalidVersion, message: `gateway version ${query.get('v')}` };
  const isPlain = query.get('encoding') === 'json' && !query.has('compress');
  return isPlain ? undefined : { code: closeCodes.decodeError, message: 'only plain JSON is spoken here' };
}
