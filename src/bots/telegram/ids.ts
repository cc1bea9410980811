/** Ids: people and places of Telegram as the rest of the program calls them. */
export function personIdOf(userId: number): string {
  return `telegram:${userId}`;
}

/** undefined: of another platform. */
export function userIdOf(personId: string): number | undefined {
  const digits = /^telegram:(\d{1,16})$/.exec(personId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function groupPlaceOf(chatId: number): string {
  return `telegram:chat/${chatId}`;
}

export function chatIdOf(placeId: string): number | undefined {
  const digits = /^telegram:chat\/(-\d{1,16})$/.exec(placeId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Groups have negative numbers; a private chat has the number of the person. */
export function isGroup(chatId: number): boolean {
  return chatId < 0;
}
