/** CannotDo: a person tried what no Discord client lets them do. The test is wrong, or what the bot showed is. */
export class CannotDo extends Error {}

export function mustExist<T>(value: T | undefined | null, otherwise: string): T {
  if (value === undefined || value === null) throw new CannotDo(otherwise);
  return value;
}
