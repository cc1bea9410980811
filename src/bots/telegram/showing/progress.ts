import type { Clock } from '../clock.ts';
import { isIn, type Where } from '../where.ts';
import type { Outbox } from './outbox.ts';

/**
 * Progress: that something is being made: "recording a voice message" at the top of the chat, renewed while it lasts; what takes longer gets
 * a message that tells how far it is, and that is gone when the answer comes.
 */
export interface Progress {
  show(text: string): void;
  end(): void;
}

export const progressDefaults = {
  /** Telegram forgets an action after 5 s. */
  actionMs: 4_000,
  /** So long nobody needs to be told. */
  quietMs: { private: 4_000, group: 8_000 },
  /** Between two edits. */
  editMs: { private: 3_000, group: 10_000 },
} as const;

export function createProgress(
  outbox: Outbox,
  clock: Clock,
  { where, action }: { readonly where: Where; readonly action: string },
): Progress {
  const place = isIn(where);
  let isOver = false;
  let latest = '';
  let shown = '';
  let messageId: number | undefined;
  let cancelAction: (() => void) | undefined;
  let cancelText: (() => void) | undefined;

  function keepActing(): void {
    outbox.offerAction(where, action);
    cancelAction = clock.schedule(progressDefaults.actionMs, keepActing);
  }

  async function openMessage(): Promise<void> {
    shown = latest;
    const content = { method: 'sendMessage', parameters: { text: latest }, isSilent: true } as const;
    const message = await outbox.send(where, content);
    messageId = message.message_id;
    if (isOver) await outbox.remove(where, messageId);
    else keepTelling();
  }

  function keepTelling(): void {
    cancelText = clock.schedule(progressDefaults.editMs[place], () => {
      if (latest !== shown) outbox.offerEdit(where, messageId!, latest);
      shown = latest;
      keepTelling();
    });
  }

  return {
    show(text) {
      if (isOver) return;
      latest = text;
      if (cancelAction) return;
      keepActing();
      // That it cannot be shown says nothing about the answer.
      cancelText = clock.schedule(progressDefaults.quietMs[place], () => void openMessage().catch(() => {}));
    },
    end() {
      if (isOver) return;
      isOver = true;
      cancelAction?.();
      cancelText?.();
      if (messageId !== undefined) outbox.remove(where, messageId).catch(() => {});
    },
  };
}
