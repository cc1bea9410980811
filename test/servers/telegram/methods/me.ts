/** Me: what the bot is told about itself. */
import type { Methods } from './method.ts';

export const meMethods: Methods = {
  getme: ({ world }) => ({
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: !world.privacyMode,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),
};
