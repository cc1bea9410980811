/** English texts that are said on Discord only. Names in menus have at most 32 characters, titles and labels 45. */
export const discord = {
  'menu-clone': 'Clone my voice from this message',
  'menu-say': 'Say this aloud',
  'discord-private-place': 'a private chat',
  'discord-notice-title': 'Before your voice is cloned',
  'discord-challenge':
    'Read this sentence aloud in one recording, in a quiet place and at your usual pace. It is in English, whatever you speak otherwise. It expires {when}.\n· As a voice message in this chat, where others may hear it: press and hold it (or right-click), choose Apps, then “{menu}”.\n· As a sound file that only I get: press “{button}”.',
  'button-upload': 'Send a recording',
  'discord-upload-title': 'Send your recording',
  'discord-upload-label': 'Sound file in which you read the sentence',
  'discord-file-permission':
    'Here it is as a file. For a voice message I need more permissions in this channel: {permissions}. Whoever manages the server can give them to me.',
  'discord-file-guest': 'Here it is as a file. I am not a member here, and only members can post voice messages.',
  'discord-file-refused': 'Here it is as a file, since Discord did not take it as a voice message.',
  'discord-file-busy': 'Here it is as a file, since I may post nothing more in this channel at the moment.',
  'discord-nowhere':
    'The speech is ready, but Discord let me post it neither as a voice message nor as a file here. Try another channel, or ask whoever manages the server.',
  'discord-too-large':
    'The file has {size} MB, and at most {maximum} MB can be posted here. Ask for it in a server with a higher limit.',
  'discord-late':
    '{person}, that took too long to answer you in private, and your settings do not let me send you a message. Please ask again.',
  'permission-view-channel': 'View Channels',
  'permission-send-messages': 'Send Messages',
  'permission-send-voice-messages': 'Send Voice Messages',
  'permission-read-message-history': 'Read Message History',
  'permission-attach-files': 'Attach Files',
  'discord-speaks-now': 'Now: {label}',
  'discord-help-menus':
    'On a message, press and hold it, or right-click it, and choose Apps: “Clone my voice from this message” or “Say this aloud”.',
} as const;
