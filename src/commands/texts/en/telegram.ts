/** What only people in Telegram read. `telegram-clone` to `telegram-commands` and `telegram-open` are buttons. */
export const telegram = {
  'telegram-welcome':
    'Hello! I let your own voice speak. You read one sentence aloud to me, and from then on I turn what you write into voice messages in your voice.\nNobody else can use it unless you allow it, everything I say is labelled as an AI voice, and you can delete it at any time.',
  'telegram-clone': 'Clone my voice',
  'telegram-kept': 'What is kept',
  'telegram-commands': 'All commands',
  'telegram-group-welcome':
    'Hello! I let people’s own voices speak, each with its owner’s consent. Make your voice in our private chat; then /say@{bot} and a text speaks here. Nobody can use your voice unless you allow it with /consent@{bot}.',
  'telegram-open': 'Open our private chat',
  'telegram-for-you-alone': 'The answer is for you alone. Open our private chat to read it.',
  'telegram-link-old': 'This link is too old, or it was made for somebody else. Use the command again where you got it.',
  'telegram-anonymous':
    'You write in the name of a group or a channel, so I cannot tell who is asking. Write as yourself and try again.',
  'telegram-not-understood': 'I understand text, voice messages and commands. /help lists what I can do.',
  'telegram-as-file': 'Sent as a file: voice messages are not accepted here.',
  'telegram-no-sound':
    'The speech is ready, but this chat takes neither voice messages nor files from me. In a group, ask an admin to allow voice messages, or use /say in our private chat.',
  'telegram-unsure': 'The connection to Telegram broke while I was sending. If nothing has arrived, ask for it once more.',
  'telegram-cannot-post': 'I may not write in {place}. Ask an admin there to let me send messages, or use me here.',
  'telegram-too-late': 'Telegram lets me take back messages of the last 48 hours only. Delete it yourself, or ask an admin.',
  'telegram-hint-private':
    'Here a text without a command is spoken as it is. With /say you can choose: /say voice:NAME as:file Hello',
  'telegram-hint-groups':
    'In groups I see nothing but commands, replies to my messages and mentions of me. Put my name behind a command, as the menu does (/say@…). In reply to a message, /say speaks it, and /consent allow means its author. What is for you alone I tell you in our private chat.',
} as const;
