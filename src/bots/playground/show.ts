import type { Reply } from '../../commands/reply.ts';
import type { MediaShelf } from './media.ts';
import type { Media, Message, Room } from './room.ts';

/** Show: a reply of the bot as a message of the room. */
export interface Stage {
  readonly room: Room;
  readonly media: MediaShelf;
}

export interface Audience {
  readonly chat: string;
  /** Who asked, as the page names them. */
  readonly asker: string;
  /** Groups progress with what it is of. */
  readonly request: string;
  /** The name of somebody else by their id. */
  readonly nameOf: (personId: string) => string;
  /** The message whose button was pressed. */
  readonly pressed?: string;
}

export function show(reply: Reply, { chat, asker, request, nameOf, pressed }: Audience, { room, media }: Stage): void {
  const only = (audience: string) => (audience === 'asker' ? { to: asker } : {});
  const buttons = 'buttons' in reply && reply.buttons ? { buttons: reply.buttons } : {};
  const say = (facts: Omit<Message, 'id' | 'atMs' | 'chat'>) => void room.say({ chat, ...facts });
  switch (reply.kind) {
    case 'progress':
      room.tell({ kind: 'progress', chat, to: asker, request, text: reply.text });
      return;
    case 'text':
      say({ text: reply.text, ...only(reply.audience), ...buttons, ...(reply.isNotice ? { isOnce: true } : {}) });
      return;
    case 'notify': {
      const name = nameOf(reply.personId);
      room.say({ chat: `private/${name}`, to: name, text: reply.text });
      return;
    }
    case 'challenge':
      say({ text: reply.text, sentence: reply.sentence, to: asker });
      return;
    case 'picture':
      say({ text: reply.text, to: asker, media: pictureOf(reply, media), ...buttons });
      return;
    case 'note':
      say({ text: reply.label, media: noteOf(reply.speech, media), ...only(reply.audience ?? 'everyone'), ...buttons });
      return;
    case 'file': {
      const id = media.put(reply.bytes, typeOf(reply.name));
      say({ text: reply.text, media: { kind: 'file', id, name: reply.name }, ...only(reply.audience), ...buttons });
      return;
    }
    case 'retract': {
      const gone = pressed === undefined ? undefined : room.remove(pressed);
      if (gone?.media) media.remove(gone.media.id);
    }
  }
}

export function noteOf(
  { file, durationSeconds, waveform }: Extract<Reply, { kind: 'note' }>['speech'],
  media: MediaShelf,
): Media {
  const bars = Buffer.from(waveform).toString('base64');
  return { kind: 'note', id: media.put(file, 'audio/ogg'), name: 'voice-note.ogg', seconds: durationSeconds, waveform: bars };
}

function pictureOf({ png, alt }: Extract<Reply, { kind: 'picture' }>, media: MediaShelf): Media {
  return { kind: 'picture', id: media.put(png, 'image/png'), name: 'card.png', alt };
}

const types: Readonly<Record<string, string>> = {
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  zip: 'application/zip',
  json: 'application/json',
};

function typeOf(name: string): string {
  return types[name.split('.').at(-1)!] ?? 'application/octet-stream';
}
