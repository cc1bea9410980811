import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { Events, PermissionFlagsBits as Flags } from 'discord.js';
import { createLive } from '../../../../src/bots/discord/voice/create-live.ts';
import type { LiveEvent } from '../../../../src/bots/discord/voice/live.ts';
import { createLog } from '../../../../src/log.ts';
import type { VoiceAllocator } from '../../../servers/discord/control/server.ts';
import { logIn, startServer } from '../../../servers/discord/logged-in.ts';
import { startVoiceServer } from '../../../servers/discord/voice/voice-server.ts';
import { createWaits } from '../../../servers/discord/voice/waits.ts';
import { createSpeech } from './speeches.ts';

/** From the main gateway to the wire: a real client of discord.js, logged in to the loopback Discord and its voice server. */
async function createTown(context: TestContext, { stage = false, permissions = 0n } = {}) {
  const voice = await startVoiceServer();
  context.after(() => voice.stop());
  const kind = stage ? ('stage' as const) : ('voice' as const);
  const allocator: VoiceAllocator = {
    allocate: session => voice.allocate({ ...session, kind }),
    release: session => voice.release(session),
  };
  const server = await startServer(context, { voice: allocator });
  const guild = server.createGuild();
  const [hall, den] = ['Hall', 'Den'].map(name =>
    stage ? guild.createStageChannel({ name }) : guild.createVoiceChannel({ name }),
  );
  const text = guild.createTextChannel();
  const ada = server.createPerson({ name: 'Ada' });
  guild.addMember(ada);
  guild.addBot({ permissions: Flags.ViewChannel | Flags.Connect | Flags.Speak | permissions });
  ada.setVoiceChannel(hall);
  const client = await logIn(server);
  const waits = createWaits();
  const events: LiveEvent[] = [];
  const live = createLive({
    client,
    log: createLog({ level: 'silent' }),
    onEvent(event) {
      events.push(event);
      waits.changed();
    },
    retrySeconds: 0.01,
    moveSeconds: 0.2,
  });
  context.after(() => live.close());
  const botId = client.user.id;
  const playback = live.playbackIn(guild.id, text.id);
  const person = `discord:${ada.id}`;
  return {
    server,
    voice,
    hall,
    den,
    ada,
    client,
    live,
    events,
    playback,
    person,
    botId,
    app: server.app,
    ghost: () => voice.ghost(hall.id, ada.id),
    bot: () => voice.client(botId),
    isIn: (channel: typeof hall) => channel.occupants().some(({ userId }) => userId === botId),
    told: (kind: LiveEvent['kind']) =>
      waits.until(
        () => events.some(event => event.kind === kind),
        () => `it should tell "${kind}"`,
      ),
    async speaks(packets = 2000) {
      const speech = createSpeech({ requester: person });
      speech.say(packets);
      await playback.play(speech);
      await voice.client(botId).heard(client => client.packets.length >= 3);
      return speech;
    },
  };
}

test('a person hears what is said, and the bot goes when it is told to', async context => {
  const town = await createTown(context);
  const { playback, person, hall, voice, server } = town;
  const ghost = town.ghost();
  assert.deepEqual(await playback.join(person), { channel: 'Hall' });
  assert.ok(town.isIn(hall));
  const speech = createSpeech({ requester: person });
  speech.say(10);
  speech.end();
  await playback.play(speech);
  await town.bot().heard(({ wire }) => wire === 'E10 S5');
  assert.deepEqual(
    ghost.heard.map(({ opus }) => opus),
    speech.packets,
  );
  await playback.leave();
  await server.seen(() => !town.isIn(hall));
  assert.deepEqual(voice.violations, []);
  assert.deepEqual(server.violations, []);
});

test('moderators mute it, move it, and disconnect it', async context => {
  const town = await createTown(context);
  const { hall, den, ada, app, events } = town;
  town.ghost();
  const speech = await town.speaks();
  hall.setMuted(app, true);
  await town.told('waits');
  await town.bot().heard(({ speaking }) => speaking === 0);
  hall.setMuted(app, false);
  await town.told('goes-on');
  ada.setVoiceChannel(den);
  const there = town.voice.ghost(den.id, ada.id);
  hall.move(app, den);
  await town.bot().heard(() => there.heard.length >= 3);
  den.disconnect(app);
  await town.told('left');
  const left = events.at(-1)!;
  assert.equal(left.kind === 'left' && left.reason.code, 'live-removed');
  assert.equal((speech.cancelledWith as { code?: string }).code, 'live-removed');
});

test('a channel that is deleted ends what is said there', async context => {
  const town = await createTown(context);
  town.ghost();
  await town.speaks();
  town.hall.delete();
  await town.told('left');
  const left = town.events.at(-1)!;
  assert.equal(left.kind === 'left' && left.reason.code, 'live-channel-deleted');
});

test('speech goes on while the main gateway is away, and its voice server may change', async context => {
  const town = await createTown(context);
  const ghost = town.ghost();
  const speech = await town.speaks();
  town.server.gateway.dropAll();
  const before = ghost.heard.length;
  await town.bot().heard(() => ghost.heard.length >= before + 10);
  await town.server.seen(() => town.server.gateway.resumed === 1);
  await town.hall.exchangeServer();
  await town.bot().heard(({ attempts }) => attempts.length === 2);
  const between = ghost.heard.length;
  await town.bot().heard(() => ghost.heard.length >= between + 5);
  assert.equal(speech.cancelledWith, undefined);
  assert.deepEqual(
    town.events.map(({ kind }) => kind),
    ['speaks'],
  );
});

test('a session of the main gateway that is lost makes the bot come back and go on', async context => {
  const town = await createTown(context);
  const ghost = town.ghost();
  const speech = await town.speaks();
  town.server.gateway.invalidateSessions({ canResume: false });
  await town.bot().heard(({ attempts }) => attempts.length === 2);
  const before = ghost.heard.length;
  await town.bot().heard(() => ghost.heard.length >= before + 5);
  assert.equal(speech.cancelledWith, undefined);
  assert.ok(town.isIn(town.hall));
});

test('on a stage it asks to speak, and speaks when it is invited', async context => {
  const town = await createTown(context, { stage: true, permissions: Flags.RequestToSpeak });
  await assert.rejects(town.playback.join(town.person), { code: 'live-stage-asked' });
  const occupant = () => town.hall.occupants().find(({ userId }) => userId === town.botId);
  assert.deepEqual([occupant()?.isSuppressed, occupant()?.hasAskedToSpeak], [true, true]);
  const invited = once(town.client, Events.VoiceStateUpdate);
  town.hall.setSuppressed(town.app, false);
  await invited;
  await town.speaks();
  assert.match(town.bot().wire, /^P\d+$/);
});

test('where it moderates the stage it makes itself a speaker', async context => {
  const town = await createTown(context, { stage: true, permissions: Flags.MuteMembers });
  await town.playback.join(town.person);
  await town.speaks();
  assert.deepEqual(town.server.violations, []);
});

test('when the program ends, it leaves', async context => {
  const town = await createTown(context);
  town.ghost();
  const speech = await town.speaks();
  await town.live.close();
  await town.server.seen(() => !town.isIn(town.hall));
  assert.equal((speech.cancelledWith as { code?: string }).code, 'shutting-down');
});
