import { type APIButtonComponentWithCustomId, type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord.js';
import type { Button, Reply } from '../../../commands/reply.ts';
import type { Message, MessageFile } from '../message.ts';
import type { CommandLinks } from './command-links.ts';
import { escaped } from './escaped.ts';
import { maximumButtonLabel, maximumButtonsInRow, maximumDescription, maximumRows } from './limits.ts';
import { split } from './split.ts';

/** Messages: what a reply says, as messages of Discord's. */
export interface Wording {
  readonly text: string;
  readonly buttons?: readonly Button[];
  readonly file?: MessageFile;
}

/** Buttons and the file are at the last of several. */
export function messagesOf({ text, buttons = [], file }: Wording, link: CommandLinks = plain): Message[] {
  const pieces = split(link(escaped(text)));
  const last = pieces.pop() ?? '';
  return [...pieces.map(content => ({ content })), { content: last, components: rowsOf(buttons), ...(file ? { file } : {}) }];
}

const plain: CommandLinks = text => text;

export function rowsOf(buttons: readonly Button[]): APIMessageTopLevelComponent[] {
  const shown = buttons.slice(0, maximumRows * maximumButtonsInRow).map(buttonOf);
  const rows: APIMessageTopLevelComponent[] = [];
  for (let at = 0; at < shown.length; at += maximumButtonsInRow)
    rows.push({ type: ComponentType.ActionRow, components: shown.slice(at, at + maximumButtonsInRow) });
  return rows;
}

const styles = { primary: ButtonStyle.Primary, plain: ButtonStyle.Secondary, danger: ButtonStyle.Danger } as const;

function buttonOf({ label, style, action }: Button): APIButtonComponentWithCustomId {
  const characters = [...label];
  const shown = characters.length > maximumButtonLabel ? `${characters.slice(0, maximumButtonLabel - 1).join('')}…` : label;
  return { type: ComponentType.Button, style: styles[style], label: shown, custom_id: action };
}

export function pictureOf({ png, alt }: Extract<Reply, { kind: 'picture' }>): MessageFile {
  return { name: 'card.png', bytes: png, contentType: 'image/png', description: alt.slice(0, maximumDescription) };
}

export function fileOf({ name, bytes }: Extract<Reply, { kind: 'file' }>): MessageFile {
  return { name, bytes, contentType: name.endsWith('.zip') ? 'application/zip' : 'audio/ogg' };
}

type Note = Extract<Reply, { kind: 'note' }>;

/** As a file like any other. */
export function soundFileOf({ speech }: Note): MessageFile {
  return { name: 'speech.ogg', bytes: speech.file, contentType: 'audio/ogg' };
}

/** As a voice message: Discord wants to know how long it is and how it looks. */
export function voiceOf({ speech }: Note): MessageFile {
  const { durationSeconds, waveform } = speech;
  return { ...soundFileOf({ speech } as Note), name: 'voice-message.ogg', sound: { durationSeconds, waveform } };
}
