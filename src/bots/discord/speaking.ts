import type { Client } from 'discord.js';
import type { Dispatcher } from '../../commands/dispatch.ts';
import type { Playback } from '../../commands/playback.ts';
import type { Log } from '../../log.ts';
import type { Api } from './api.ts';
import { codeOf } from './faults.ts';
import { guildPlace } from './identity.ts';
import type { Scene } from './scene.ts';
import { messagesOf } from './show/messages.ts';
import { createLive } from './voice/create-live.ts';
import type { Live, LiveEvent } from './voice/live.ts';

/**
 * Speaking: live speech in voice channels, and what is told about it in the text channel where it was asked for: whose voice speaks now, when
 * others were heard in between, and why nothing is heard.
 */
export interface Speaking extends Pick<Live, 'warmUp' | 'close'> {
  /** Undefined where there are no voice channels, or the bot cannot get to them. */
  playbackAt(scene: Scene): Playback | undefined;
}

export interface SpeakingParts {
  readonly client: Client;
  readonly api: Api;
  readonly dispatcher: Dispatcher;
  readonly log: Log;
  readonly idleMinutes: number;
}

export function createSpeaking({ client, api, dispatcher, log, idleMinutes }: SpeakingParts): Speaking {
  /** Speech that had to wait: the label that it was accepted with may be far up by now. */
  const waited = new Set<string>();
  const live = createLive({ client, log, idleMinutes, onEvent: event => void tell(event) });

  async function tell(event: LiveEvent): Promise<void> {
    try {
      const text = await wordsFor(event);
      if (text !== undefined) for (const message of messagesOf({ text })) await api.post(event.textChannelId, message);
    } catch (error) {
      log.warn('live-event', { code: codeOf(error), error });
    }
  }

  async function wordsFor(event: LiveEvent): Promise<string | undefined> {
    if (event.kind === 'speaks' && waited.delete(event.utterance.id))
      return (await textsIn(event.guildId)).say('discord-speaks-now', { label: event.utterance.label });
    return event.kind === 'waits' || event.kind === 'left' ? (await textsIn(event.guildId)).refusal(event.reason) : undefined;
  }

  /** Of the place: nobody in particular is spoken to. */
  function textsIn(guildId: string) {
    const guild = client.guilds.cache.get(guildId);
    const nobody = { id: 'discord:0', name: '', roles: [], isAdmin: false };
    const place = { id: guildPlace(guildId), kind: 'group', name: guild?.name ?? '' } as const;
    return dispatcher.textsFor({ person: nobody, place, locale: guild?.preferredLocale ?? 'en-US' });
  }

  return {
    playbackAt({ guildId, channelId, isMember }) {
      if (guildId === undefined || !isMember || !client.guilds.cache.has(guildId)) return undefined;
      const playback = live.playbackIn(guildId, channelId);
      return {
        ...playback,
        async play(utterance) {
          const { id, speech } = utterance;
          if (playback.queue().length > 0) waited.add(id);
          const forget = () => void waited.delete(id);
          speech.finished.then(forget, forget);
          await playback.play(utterance);
        },
      };
    },
    warmUp: () => live.warmUp(),
    close: () => live.close(),
  };
}
