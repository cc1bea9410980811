/** Words inside a name: what chats write without spaces ("party_blob", "generalChat", "off-topic") as separate words. */
export function splitName(name: string): string {
  return name
    .replace(/[_\-–—~.・|]+/gu, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** "pt-BR" -> "pt": the key of the tables by language. */
export function baseLanguage(language: string): string {
  return language.split(/[-_]/u)[0].toLowerCase();
}
