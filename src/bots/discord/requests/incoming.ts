import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  InteractionType,
} from 'discord.js';

/** Incoming: the kinds of interactions that this bot makes possible. Others are none of ours. */
export type Incoming =
  | { readonly kind: 'slash'; readonly interaction: APIChatInputApplicationCommandInteraction }
  | { readonly kind: 'menu'; readonly interaction: APIMessageApplicationCommandInteraction }
  | { readonly kind: 'button'; readonly interaction: APIMessageComponentInteraction }
  | { readonly kind: 'form'; readonly interaction: APIModalSubmitInteraction }
  | { readonly kind: 'typing'; readonly interaction: APIApplicationCommandAutocompleteInteraction };

/** That of which there is something to be answered. */
export type Asked = Exclude<Incoming, { kind: 'typing' }>;

export function incoming(interaction: APIInteraction): Incoming | undefined {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      if (interaction.data.type === ApplicationCommandType.ChatInput)
        return { kind: 'slash', interaction: interaction as APIChatInputApplicationCommandInteraction };
      if (interaction.data.type === ApplicationCommandType.Message)
        return { kind: 'menu', interaction: interaction as APIMessageApplicationCommandInteraction };
      return undefined;
    case InteractionType.MessageComponent:
      return { kind: 'button', interaction };
    case InteractionType.ModalSubmit:
      return { kind: 'form', interaction };
    case InteractionType.ApplicationCommandAutocomplete:
      return { kind: 'typing', interaction };
    default:
      return undefined;
  }
}
