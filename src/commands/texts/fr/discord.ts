/** French texts that are said on Discord only. */
export const discord = {
  'menu-clone': 'Cloner ma voix de ce message',
  'menu-say': 'Dire à voix haute',
  'discord-private-place': 'une discussion privée',
  'discord-notice-title': 'Avant de cloner ta voix',
  'discord-challenge':
    'Lis cette phrase à voix haute en un seul enregistrement, dans un endroit calme et à ton débit habituel. Elle est en anglais, quelle que soit ta langue. Elle expire {when}.\n· En message vocal dans cette discussion, où d’autres peuvent l’entendre : appuie longtemps dessus (ou clic droit), choisis Applications, puis « {menu} ».\n· En fichier son que je suis seul à recevoir : appuie sur « {button} ».',
  'button-upload': 'Envoyer un enregistrement',
  'discord-upload-title': 'Envoie ton enregistrement',
  'discord-upload-label': 'Fichier son où tu lis la phrase',
  'discord-file-permission':
    'Le voici en fichier. Pour un message vocal, il me manque des permissions dans ce salon : {permissions}. Qui gère le serveur peut me les donner.',
  'discord-file-guest':
    'Le voici en fichier. Je ne suis pas membre ici, et seuls les membres peuvent envoyer des messages vocaux.',
  'discord-file-refused': 'Le voici en fichier, car Discord ne l’a pas accepté comme message vocal.',
  'discord-file-busy': 'Le voici en fichier, car je ne peux rien écrire de plus dans ce salon pour le moment.',
  'discord-nowhere':
    'L’audio est prêt, mais Discord ne l’accepte ici ni comme message vocal ni comme fichier. Essaie un autre salon ou demande à qui gère le serveur.',
  'discord-too-large':
    'Le fichier fait {size} Mo, et ici on peut envoyer au plus {maximum} Mo. Demande-le sur un serveur qui permet plus.',
  'discord-late':
    '{person}, cela a pris trop de temps pour une réponse privée, et tes réglages ne me laissent pas t’écrire. Redemande, s’il te plaît.',
  'permission-view-channel': 'Voir les salons',
  'permission-send-messages': 'Envoyer des messages',
  'permission-send-voice-messages': 'Envoyer des messages vocaux',
  'permission-read-message-history': 'Voir les anciens messages',
  'permission-attach-files': 'Joindre des fichiers',
  'discord-speaks-now': 'Maintenant : {label}',
  'discord-help-menus':
    'Appuie longtemps sur un message, ou fais un clic droit dessus, et choisis Applications : « Cloner ma voix de ce message » ou « Dire à voix haute ».',
} as const;
