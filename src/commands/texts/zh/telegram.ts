/** What only people in Telegram read, in Chinese. */
export const telegram = {
  'telegram-welcome':
    '你好！我让你自己的声音说话。你给我朗读一句话，之后我就把你写的内容变成用你的声音说的语音消息。\n没有你的允许，别人不能使用它；我说的一切都标明是 AI 声音；你随时可以删除它。',
  'telegram-clone': '克隆我的声音',
  'telegram-kept': '会保存什么',
  'telegram-commands': '所有命令',
  'telegram-group-welcome':
    '你好！我让人们自己的声音说话，每个声音都须经其主人同意。先在我们的私聊里创建你的声音，然后在这里用 /say@{bot} 加一段文字就能说话。除非你用 /consent@{bot} 允许，别人不能使用你的声音。',
  'telegram-open': '打开私聊',
  'telegram-for-you-alone': '这个回答只给你看。打开我们的私聊来阅读。',
  'telegram-link-old': '这个链接太旧了，或者是给别人的。请在得到它的地方再用一次命令。',
  'telegram-anonymous': '你是以群组或频道的名义发言，我无法知道是谁在问。请用你自己的身份再试一次。',
  'telegram-not-understood': '我能理解文字、语音消息和命令。/help 列出我会做的事。',
  'telegram-as-file': '以文件形式发送：这里不接受语音消息。',
  'telegram-no-sound':
    '语音已经做好，但这个聊天既不接受我的语音消息，也不接受文件。在群组里请管理员允许语音消息，或者在我们的私聊里使用 /say。',
  'telegram-unsure': '发送时与 Telegram 的连接断了。如果什么都没收到，请再要一次。',
  'telegram-cannot-post': '我不能在{place}里发言。请那里的管理员允许我，或者在这里使用我。',
  'telegram-too-late': 'Telegram 只允许我撤回最近 48 小时的消息。请自己删除，或请管理员删除。',
  'telegram-hint-private': '在这里，不带命令的文字会照原样说出来。用 /say 可以选择：/say voice:名字 as:file 你好',
  'telegram-hint-groups':
    '在群组里我只看到命令、对我消息的回复和对我的提及。请像菜单那样把我的名字放在命令后面（/say@…）。回复一条消息时，/say 会说出它，/consent allow 指的是它的作者。只给你看的内容，我会在我们的私聊里告诉你。',
} as const;
