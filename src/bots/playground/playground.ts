import { languageFor, textsIn } from '../../commands/catalogues.ts';
import { describeCommand, describeOption } from '../../commands/describe.ts';
import { Refusal } from '../../errors.ts';
import type { Bot, BotParts } from '../bot.ts';
import { type ChannelEvent, createChannel } from '../local/channel.ts';
import { createWorld } from '../local/world.ts';
import { untilAborted } from '../until-aborted.ts';
import { createLiveStream, frames } from './live-stream.ts';
import { createMediaShelf } from './media.ts';
import { createPace } from './pace.ts';
import { createParlour, groupChat, mayRead } from './parlour.ts';
import { createRoom } from './room.ts';
import { type People, type PlaygroundServer, startServer } from './server.ts';
import { show } from './show.ts';

/** Playground: a platform in a browser on this machine: a group chat, private chats and a voice channel, with a few people that one can be in turn. */
export interface PlaygroundSettings {
  readonly port: number;
  /** Who is there at the start; the first one manages the group. */
  readonly people: readonly string[];
}

const personShape = /^[\p{L}\p{N}_-]{1,20}$/u;
const maximumPeople = 20;
/** Whose the demo voice is; nobody can be them. */
const demoOwner = 'Sample voice';
const noDemoVoice =
  'The demo voice could not be made; the log of the program says why. /clone makes a voice of your own, /help tells the rest.';

export function createPlayground(settings: PlaygroundSettings, parts: BotParts): Bot {
  const { log, now = Date.now } = parts;
  const stop = new AbortController();
  const world = createWorld({ platform: 'playground', locale: 'en' });
  const room = createRoom(now);
  const media = createMediaShelf();
  const live = createLiveStream();
  const channel = createChannel({
    name: 'the voice channel of the den',
    pace: createPace(),
    onEvent: tellOfChannel,
    onPacket: packet => live.send(frames.packet, packet),
  });
  const parlour = createParlour({ ...parts, world, room, media, playback: channel, signal: stop.signal, now });
  const people = createPeople();
  let server: PlaygroundServer | undefined;
  let welcoming = Promise.resolve();

  function createPeople(): People {
    const names = new Map<string, string>();
    const inChannel = new Set<string>();
    const add = (text: string) => {
      const shown = text.trim();
      const name = shown.toLowerCase();
      if (names.has(name)) return name;
      if (!personShape.test(shown) || names.size >= maximumPeople) {
        throw new Refusal(
          'person-name',
          `A name has 1 to 20 letters, digits, "-" or "_", and there are at most ${maximumPeople} people.`,
        );
      }
      world.person(shown);
      names.set(name, shown);
      return name;
    };
    for (const name of settings.people) add(name);
    world.makeAdmin(settings.people[0]!, groupChat, true);
    world.place(groupChat, settings.people[0]!);
    return {
      add,
      has: name => names.has(name),
      list: () => [...names].map(([name, shown]) => ({ name, shown, inChannel: inChannel.has(name) })),
      setInChannel(name, isIn) {
        const { id } = world.person(name);
        if (isIn) {
          inChannel.add(name);
          channel.enter(id);
        } else {
          inChannel.delete(name);
          channel.exit(id);
        }
      },
    };
  }

  function tellOfChannel(event: ChannelEvent): void {
    const id = new TextEncoder().encode(event.id);
    if (event.kind === 'starts') live.send(frames.starts, id);
    else live.send(event.reason ? frames.cut : frames.ends, id);
    const state = event.kind === 'starts' ? 'starts' : event.reason ? 'cut' : 'ends';
    room.tell({ kind: 'live', id: event.id, state, label: event.label });
  }

  function describe(locale: string): unknown {
    const texts = textsIn(languageFor(locale));
    return {
      people: people.list(),
      group: groupChat,
      commands: parts.commands.map(command => ({
        name: command.name,
        description: describeCommand(command, texts),
        options: Object.entries(command.options).map(([name, option]) => ({
          name,
          description: describeOption({ command, option: name }, texts),
          kind: (option as { kind: string }).kind,
        })),
      })),
    };
  }

  /** In the background: the page can be looked at meanwhile. */
  async function offerDemoVoice(): Promise<void> {
    const group = world.place(groupChat, settings.people[0]!);
    const owner = world.person(demoOwner);
    try {
      await parts.offerDemoVoice?.({ owner: owner.id, placeId: group.id }, stop.signal);
      room.say({ chat: groupChat, text: textsIn('en').say('playground-welcome') });
    } catch (error) {
      if (stop.signal.aborted) return;
      log.error('demo-voice', { error });
      room.say({ chat: groupChat, text: noDemoVoice });
    }
  }

  return {
    platform: 'playground',
    get greeting() {
      return server && `\nOpen this address in a browser on this machine:\n\n  ${server.url}\n`;
    },
    async start() {
      const onError = (error: unknown) => log.error('page', { error });
      server = await startServer({ port: settings.port, room, media, live, parlour, people, describe, onError });
      welcoming = offerDemoVoice();
    },
    directory: world.directory,
    async deliver(address, reply, personId) {
      const { chat } = JSON.parse(address) as { chat: string };
      const nameOf = (id: string) => id.replace(/^playground:/, '');
      // Who was added on the page of an earlier start is not there any more.
      if (!people.has(nameOf(personId)) || !mayRead({ person: nameOf(personId), chat })) {
        throw new Refusal('place-gone', 'Nobody of that name is here any more.');
      }
      show(reply, { chat, asker: nameOf(personId), request: '', nameOf }, { room, media });
    },
    async stop(patience = AbortSignal.abort()) {
      await untilAborted(patience, Promise.allSettled(parlour.open));
      stop.abort(new Refusal('shutting-down', 'The program is stopping.'));
      channel.stop();
      await Promise.allSettled([...parlour.open, welcoming]);
      await server?.close();
      server = undefined;
    },
  };
}
