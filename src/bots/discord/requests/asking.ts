import type { AnyCommand } from '../../../commands/command.ts';
import type { Names } from '../names.ts';
import type { Scene } from '../scene.ts';
import type { AskedFor } from './asked-for.ts';
import { fromContextMenu, fromSlashCommand } from './from-command.ts';
import { fromForm } from './from-form.ts';
import type { Asked } from './incoming.ts';

/** Asking: how each kind of interaction says what it asks for. */
export interface AskingParts {
  readonly commands: readonly AnyCommand[];
  readonly names: Names;
  /** From where recordings may be fetched. */
  readonly mediaHosts: readonly string[];
  readonly receivedAtMs: number;
}

/** Refuses with 'message-without-recording', 'message-without-text', 'attestation-missing'. */
export function askingOf(asked: Asked, { person, guildId }: Scene, parts: AskingParts): AskedFor {
  const { commands, names, mediaHosts, receivedAtMs } = parts;
  const { interaction } = asked;
  const arrival = { interactionId: interaction.id, receivedAtMs, hosts: mediaHosts };
  const mentions = names.mentions(guildId);
  switch (asked.kind) {
    case 'slash': {
      const command = commands.find(({ name }) => name === asked.interaction.data.name);
      return fromSlashCommand(asked.interaction, { command, mentions, personId: person.id, arrival });
    }
    case 'menu':
      return fromContextMenu(asked.interaction, { mentions, arrival });
    case 'form':
      return fromForm(asked.interaction, { personId: person.id, arrival });
    case 'button':
      return { command: '', options: {}, action: asked.interaction.data.custom_id };
  }
}
