import { Refusal } from '../../../errors.ts';

/** Refusals: why live speech cannot be, or ended early. Each names the channel, what is missing, and what to do. */

// Before joining

export function noServer(): Refusal {
  return new Refusal('live-unavailable', 'There is no voice channel in this place. Use /say with as: note instead.');
}

export function noChannel(): Refusal {
  return new Refusal('live-no-channel', 'You are in no voice channel of this server. Join one, then try again.');
}

export function mayNotView(channel: string): Refusal {
  const advice = 'An admin can allow the bot "View Channel" there.';
  return new Refusal('live-view', `The bot cannot see the voice channel "${channel}". ${advice}`, { values: { channel } });
}

export function mayNotConnect(channel: string): Refusal {
  const advice = 'An admin can allow the bot "Connect" there.';
  return new Refusal('live-connect', `The bot may not join the voice channel "${channel}". ${advice}`, { values: { channel } });
}

export function mayNotSpeak(channel: string): Refusal {
  const advice = 'An admin can allow the bot "Speak" there.';
  return new Refusal('live-speak', `The bot may not speak in the voice channel "${channel}". ${advice}`, { values: { channel } });
}

export function full(channel: string, limit: number): Refusal {
  const advice = 'Wait until somebody leaves, or have an admin raise the limit or allow the bot "Move Members".';
  const message = `The voice channel "${channel}" is full: it takes ${limit}. ${advice}`;
  return new Refusal('live-full', message, { values: { channel, limit } });
}

export function inactiveChannel(channel: string): Refusal {
  const message = `"${channel}" is the server's channel for inactive people, where nobody can speak. Go to another one, then try again.`;
  return new Refusal('live-inactive', message, { values: { channel } });
}

export function timedOut(): Refusal {
  const message = 'The bot has been given a timeout in this server, so it may not speak. An admin can end the timeout.';
  return new Refusal('live-timeout', message);
}

export function elsewhere(channel: string): Refusal {
  const message = `The bot is speaking in the voice channel "${channel}". Go there, or try again when it is done.`;
  return new Refusal('live-elsewhere', message, { values: { channel } });
}

export function encryptionMissing(cause: unknown): Refusal {
  const message =
    'Voice channels are encrypted end to end, and the program for it cannot be loaded on the machine of the bot. Its operator sees what is missing with "npm run consonant -- doctor".';
  return new Refusal('live-encryption-missing', message, { cause });
}

// On a stage

export function askedToSpeak(channel: string): Refusal {
  const message = `The bot has asked to speak on the stage "${channel}". Have a moderator invite it to speak, then try again.`;
  return new Refusal('live-stage-asked', message, { values: { channel } });
}

export function mayNotAskToSpeak(channel: string): Refusal {
  const advice = 'An admin can allow it "Request to Speak", or make it a moderator of the stage.';
  const message = `The bot is in the audience of the stage "${channel}" and may not ask to speak. ${advice}`;
  return new Refusal('live-stage-request', message, { values: { channel } });
}

// While it is there

export function muted(channel: string): Refusal {
  const message = `A moderator has muted the bot in the voice channel "${channel}". The speech goes on when they unmute it.`;
  return new Refusal('live-muted', message, { values: { channel } });
}

export function inAudience(channel: string): Refusal {
  const message = `The bot was moved to the audience of the stage "${channel}". The speech goes on when a moderator invites it to speak.`;
  return new Refusal('live-audience', message, { values: { channel } });
}

export const desertedCode = 'live-deserted';

export function deserted(channel: string): Refusal {
  const message = `Nobody is in the voice channel "${channel}", so the speech waits for somebody to come.`;
  return new Refusal(desertedCode, message, { values: { channel } });
}

export function reconnecting(channel: string): Refusal {
  const message = `The connection to the voice channel "${channel}" was lost. The bot is connecting again, and then goes on.`;
  return new Refusal('live-reconnecting', message, { values: { channel } });
}

// The end

export function gaveUp(channel: string, seconds: number): Refusal {
  const advice = 'Say it again when somebody is there and the bot may speak.';
  const message = `The speech waited ${seconds} s in the voice channel "${channel}" and was given up. ${advice}`;
  return new Refusal('live-gave-up', message, { values: { channel, seconds } });
}

export const removedCode = 'live-removed';

export function removed(channel: string): Refusal {
  const message = `The bot was disconnected from the voice channel "${channel}". /join brings it back.`;
  return new Refusal(removedCode, message, { values: { channel } });
}

export function channelDeleted(channel: string): Refusal {
  const message = `The voice channel "${channel}" was deleted. Go to another one and use /join.`;
  return new Refusal('live-channel-deleted', message, { values: { channel } });
}

export function idle(channel: string): Refusal {
  const message = `Nothing was said in the voice channel "${channel}" for a while, so the bot has left it. /join brings it back.`;
  return new Refusal('live-idle', message, { values: { channel } });
}

export function unreachable(channel: string): Refusal {
  const message = `Discord's voice server for "${channel}" did not answer, or not for long. Try again in a minute; the settings of the channel can also name another region.`;
  return new Refusal('live-unreachable', message, { values: { channel } });
}

export function noDatagrams(channel: string): Refusal {
  const message = `The bot reaches Discord's voice server for "${channel}", but no sound gets through. The operator's firewall has to let UDP out.`;
  return new Refusal('live-udp', message, { values: { channel } });
}

export function notEncrypted(channel: string): Refusal {
  const message = `The people in the voice channel "${channel}" and the bot could not agree on keys for the encryption, and it does not speak without. Leave the channel, join it again, then try again.`;
  return new Refusal('live-encryption', message, { values: { channel } });
}

/** `code`: as the voice gateway closed. */
export function closed(channel: string, code: number): Refusal {
  const message = `Discord ended the connection to the voice channel "${channel}" (code ${code}). Try again in a few minutes.`;
  return new Refusal('live-closed', message, { values: { channel, code } });
}

export function shuttingDown(): Refusal {
  return new Refusal('shutting-down', 'The bot is being restarted and takes nothing new. Try again in a minute.');
}
