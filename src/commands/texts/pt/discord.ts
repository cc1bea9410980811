/** Portuguese texts that are said on Discord only. */
export const discord = {
  'menu-clone': 'Clonar minha voz desta mensagem',
  'menu-say': 'Dizer em voz alta',
  'discord-private-place': 'um chat particular',
  'discord-notice-title': 'Antes de clonar a sua voz',
  'discord-challenge':
    'Leia esta frase em voz alta em uma só gravação, em um lugar tranquilo e no seu ritmo habitual. Ela está em inglês, seja qual for o seu idioma. Ela expira {when}.\n· Como mensagem de voz neste chat, onde outros podem ouvir: mantenha-a pressionada (ou clique com o botão direito), escolha Aplicativos e depois “{menu}”.\n· Como arquivo de som que só eu recebo: toque em “{button}”.',
  'button-upload': 'Enviar uma gravação',
  'discord-upload-title': 'Envie a sua gravação',
  'discord-upload-label': 'Arquivo de som em que você lê a frase',
  'discord-file-permission':
    'Aqui está como arquivo. Para uma mensagem de voz me faltam permissões neste canal: {permissions}. Quem administra o servidor pode me dar.',
  'discord-file-guest': 'Aqui está como arquivo. Eu não sou membro aqui, e só membros podem enviar mensagens de voz.',
  'discord-file-refused': 'Aqui está como arquivo, porque o Discord não aceitou como mensagem de voz.',
  'discord-file-busy': 'Aqui está como arquivo, porque no momento não posso escrever mais neste canal.',
  'discord-nowhere':
    'O áudio está pronto, mas o Discord não o aceita aqui nem como mensagem de voz nem como arquivo. Tente outro canal ou pergunte a quem administra o servidor.',
  'discord-too-large': 'O arquivo tem {size} MB, e aqui cabem no máximo {maximum} MB. Peça em um servidor com limite maior.',
  'discord-late':
    '{person}, isso demorou demais para uma resposta particular, e os seus ajustes não me deixam enviar mensagem. Peça de novo, por favor.',
  'permission-view-channel': 'Ver canais',
  'permission-send-messages': 'Enviar mensagens',
  'permission-send-voice-messages': 'Enviar mensagens de voz',
  'permission-read-message-history': 'Ver histórico de mensagens',
  'permission-attach-files': 'Anexar arquivos',
  'discord-speaks-now': 'Agora: {label}',
  'discord-help-menus':
    'Mantenha uma mensagem pressionada, ou clique nela com o botão direito, e escolha Aplicativos: “Clonar minha voz desta mensagem” ou “Dizer em voz alta”.',
} as const;
