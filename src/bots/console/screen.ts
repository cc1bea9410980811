import type { Button, Reply } from '../../commands/reply.ts';
import type { ChannelEvent } from '../local/channel.ts';
import { createOutFolder } from './out-folder.ts';

/** Screen: replies as lines of text, and notes, pictures and files as files beside them. Every button gets a number that stays its own. */
export interface Screen {
  show(reply: Reply, asker: string): Promise<void>;
  channel(place: string, event: ChannelEvent): void;
  say(text: string): void;
  /** By its number, or by the beginning of its label: the newest such. */
  button(which: number | string): Button | undefined;
}

export interface ScreenOptions {
  readonly write: (text: string) => void;
  /** Where files go. */
  readonly out: string;
  /** On a terminal the progress is one line that changes; elsewhere it is left out. */
  readonly isTerminal: boolean;
  readonly personName: (id: string) => string | undefined;
}

export function createScreen({ write, out, isTerminal, personName }: ScreenOptions): Screen {
  const buttons: Button[] = [];
  const { save } = createOutFolder(out);
  let hasProgress = false;

  function say(text: string): void {
    if (hasProgress) write('\r\x1b[2K');
    hasProgress = false;
    write(`${text}\n`);
  }

  function progress(text: string): void {
    if (!isTerminal) return;
    write(`\r\x1b[2K  ${text}`);
    hasProgress = true;
  }

  function showButtons(some: readonly Button[] = []): void {
    for (const button of some) say(`  [${buttons.push(button)}] ${button.label}`);
  }

  const to = (reply: { readonly audience: string }, asker: string) =>
    reply.audience === 'asker' ? `bot to ${asker}> ` : 'bot> ';

  return {
    say,
    button(which) {
      if (typeof which === 'number') return buttons[which - 1];
      return buttons.findLast(({ label }) => label.toLowerCase().startsWith(which.toLowerCase()));
    },
    channel(place, event) {
      if (event.kind === 'starts') say(`voice channel of ${place}> ${event.label}`);
      else say(`voice channel of ${place}> ${event.reason ? 'cut off' : 'end'} after ${event.seconds.toFixed(1)} s`);
    },
    async show(reply, asker) {
      switch (reply.kind) {
        case 'progress':
          progress(reply.text);
          return;
        case 'text':
          say(`${to(reply, asker)}${indented(reply.text)}`);
          showButtons(reply.buttons);
          return;
        case 'notify':
          say(`bot to ${personName(reply.personId) ?? reply.personId.replace(/^console:/, '')}> ${indented(reply.text)}`);
          return;
        case 'challenge':
          say(`bot to ${asker}> ${indented(reply.text)}`);
          say(`  >>> ${reply.sentence}`);
          return;
        case 'picture':
          say(`bot to ${asker}> ${indented(reply.text)}`);
          say(`  (picture: ${await save('card.png', reply.png)})`);
          showButtons(reply.buttons);
          return;
        case 'retract':
          return;
        case 'note':
          say(`${to({ audience: reply.audience ?? 'everyone' }, asker)}${reply.label}`);
          say(`  (voice note, ${reply.speech.durationSeconds.toFixed(1)} s: ${await save('note.ogg', reply.speech.file)})`);
          showButtons(reply.buttons);
          return;
        case 'file':
          say(`${to(reply, asker)}${indented(reply.text)}`);
          say(`  (file, ${Math.ceil(reply.bytes.length / 1000)} kB: ${await save(reply.name, reply.bytes)})`);
          showButtons(reply.buttons);
      }
    },
  };
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
