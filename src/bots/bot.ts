/** Bot: one platform. Turns its updates into Requests, hands them to the dispatcher, and shows the Replies. */
export interface Bot {
  /** "discord", "telegram", "console". */
  readonly platform: string;
  /** Resolves when it answers. Refuses with what is wrong with its settings. */
  start(): Promise<void>;
  /** Takes nothing new, lets replies under way finish, leaves channels. */
  stop(): Promise<void>;
}
