import type { Button } from '../../../commands/reply.ts';
import { shortened, textLimits } from './text.ts';

/** Keyboard: buttons below a message. Short ones share a row. */
export interface Keyboard {
  readonly inline_keyboard: readonly (readonly KeyboardButton[])[];
}

export type KeyboardButton = { readonly text: string } & ({ readonly callback_data: string } | { readonly url: string });

const shareRow = { longestLabel: 16, most: 2 } as const;

export function keyboardOf(buttons: readonly Button[] | undefined): Keyboard | undefined {
  if (!buttons || buttons.length === 0) return undefined;
  return inRows(buttons.map(({ label, action }) => ({ text: shortened(label, textLimits.button), callback_data: action })));
}

export function inRows(buttons: readonly KeyboardButton[]): Keyboard {
  const rows: KeyboardButton[][] = [];
  for (const button of buttons) {
    const last = rows.at(-1);
    const fits = (one: KeyboardButton) => one.text.length <= shareRow.longestLabel;
    if (last && last.length < shareRow.most && fits(button) && last.every(fits)) last.push(button);
    else rows.push([button]);
  }
  return { inline_keyboard: rows };
}
