/** Chinese texts that are said on Discord only. */
export const discord = {
  'menu-clone': '用这条消息克隆我的声音',
  'menu-say': '朗读这条消息',
  'discord-private-place': '私人聊天',
  'discord-notice-title': '在克隆你的声音之前',
  'discord-challenge':
    '请在安静的地方，用平常的语速，在一段录音里读出这句话。不管你平时说什么语言，它都是英文。{when}过期。\n· 作为这个聊天里的语音消息（其他人可能听到）：长按它（或点右键），选择“APP”，再选“{menu}”。\n· 作为只有我收到的音频文件：按“{button}”。',
  'button-upload': '发送录音',
  'discord-upload-title': '发送你的录音',
  'discord-upload-label': '你朗读这句话的音频文件',
  'discord-file-permission': '以文件形式给你。要发语音消息，我在这个频道还缺少权限：{permissions}。服务器管理者可以给我。',
  'discord-file-guest': '以文件形式给你。我不是这里的成员，只有成员才能发语音消息。',
  'discord-file-refused': '以文件形式给你，因为 Discord 没有接受它作为语音消息。',
  'discord-file-busy': '以文件形式给你，因为我现在不能在这个频道继续发言。',
  'discord-nowhere': '语音已经做好，但 Discord 在这里既不接受语音消息也不接受文件。请换一个频道，或询问服务器管理者。',
  'discord-too-large': '文件有 {size} MB，这里最多 {maximum} MB。请到限额更高的服务器索取。',
  'discord-late': '{person}，已经过了可以私下回答你的时间，而你的设置不允许我给你发消息。请再问一次。',
  'permission-view-channel': '查看频道',
  'permission-send-messages': '发送消息',
  'permission-send-voice-messages': '发送语音消息',
  'permission-read-message-history': '读取消息历史记录',
  'permission-attach-files': '添加文件',
} as const;
