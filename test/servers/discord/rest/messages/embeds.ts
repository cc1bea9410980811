/** Embeds: their limits (resources/message, "Embed Limits"). */
import type { APIEmbed } from 'discord.js';
import { asArray, asObject, asOptionalText, asText, type Form } from '../form.ts';

const mostCharacters = 6000;

export function readEmbeds(value: unknown, form: Form): APIEmbed[] {
  if (value === undefined || value === null) return [];
  const embeds = asArray(value, form);
  if (embeds.length > 10) form.fail('BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  let characters = 0;
  for (const [index, embed] of embeds.entries()) characters += checkEmbed(embed, form.at(index));
  if (characters > mostCharacters) form.fail('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${mostCharacters}`);
  return embeds.map(embed => ({ ...(embed as APIEmbed), type: 'rich' as APIEmbed['type'] }));
}

/** Characters in it. */
function checkEmbed(value: unknown, form: Form): number {
  const embed = asObject(value, form);
  if (!embed) return 0;
  const texts = [
    asOptionalText(embed.title, form.at('title'), { max: 256 }),
    asOptionalText(embed.description, form.at('description'), { max: 4096 }),
    embed.footer && asText(asObject(embed.footer, form.at('footer'))?.text, form.at('footer').at('text'), { min: 1, max: 2048 }),
    embed.author && asText(asObject(embed.author, form.at('author'))?.name, form.at('author').at('name'), { min: 1, max: 256 }),
    ...checkFields(embed.fields, form.at('fields')),
  ];
  const shown = ['title', 'description', 'fields', 'image', 'thumbnail', 'footer', 'author'].some(name => embed[name]);
  if (!shown) form.at('description').fail('BASE_TYPE_REQUIRED', 'This field is required');
  return texts.reduce((sum: number, text) => sum + (typeof text === 'string' ? [...text].length : 0), 0);
}

function checkFields(value: unknown, form: Form): (string | undefined)[] {
  if (value === undefined || value === null) return [];
  const fields = asArray(value, form);
  if (fields.length > 25) form.fail('BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
  return fields.flatMap((field, index) => {
    const found = asObject(field, form.at(index));
    if (!found) return [];
    return [
      asText(found.name, form.at(index).at('name'), { min: 1, max: 256 }),
      asText(found.value, form.at(index).at('value'), { min: 1, max: 1024 }),
    ];
  });
}
