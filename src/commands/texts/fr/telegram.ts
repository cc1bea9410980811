/** What only people in Telegram read, in French. */
export const telegram = {
  'telegram-welcome':
    'Bonjour ! Je fais parler ta propre voix. Tu me lis une phrase à voix haute, et dès lors je transforme ce que tu écris en messages vocaux avec ta voix.\nPersonne d’autre ne peut l’utiliser sans ton accord, tout ce que je dis est signalé comme voix d’IA, et tu peux la supprimer à tout moment.',
  'telegram-clone': 'Cloner ma voix',
  'telegram-kept': 'Ce qui est gardé',
  'telegram-commands': 'Toutes les commandes',
  'telegram-group-welcome':
    'Bonjour ! Je fais parler la voix des gens, chacune avec l’accord de la personne à qui elle appartient. Crée ta voix dans notre discussion privée ; ensuite, /say@{bot} et un texte parle ici. Personne ne peut utiliser ta voix si tu ne le permets pas avec /consent@{bot}.',
  'telegram-open': 'Ouvrir notre discussion privée',
  'telegram-for-you-alone': 'La réponse n’est que pour toi. Ouvre notre discussion privée pour la lire.',
  'telegram-link-old': 'Ce lien est trop ancien ou destiné à quelqu’un d’autre. Refais la commande là où tu l’as reçu.',
  'telegram-anonymous':
    'Tu écris au nom d’un groupe ou d’un canal : je ne sais donc pas qui demande. Écris avec ton propre compte et réessaie.',
  'telegram-not-understood': 'Je comprends le texte, les messages vocaux et les commandes. /help montre ce que je sais faire.',
  'telegram-as-file': 'Envoyé comme fichier : les messages vocaux ne sont pas acceptés ici.',
  'telegram-no-sound':
    'La voix est prête, mais cette discussion n’accepte de ma part ni messages vocaux ni fichiers. Dans un groupe, demande à un admin de permettre les messages vocaux, ou utilise /say dans notre discussion privée.',
  'telegram-unsure': 'La connexion à Telegram a été coupée pendant l’envoi. Si rien n’est arrivé, redemande-le.',
  'telegram-cannot-post': 'Je ne peux pas écrire dans {place}. Demande à un admin de me le permettre, ou utilise-moi ici.',
  'telegram-too-late':
    'Telegram ne me laisse retirer que les messages des dernières 48 heures. Supprime-le toi-même, ou demande à un admin.',
  'telegram-hint-private':
    'Ici, un texte sans commande est dit tel quel. Avec /say tu peux choisir : /say voice:NOM as:file Bonjour',
  'telegram-hint-groups':
    'Dans les groupes, je ne vois que les commandes, les réponses à mes messages et les mentions de mon nom. Mets mon nom derrière une commande, comme le fait le menu (/say@…). En réponse à un message, /say le dit, et /consent allow désigne son auteur. Ce qui n’est que pour toi, je te le dis dans notre discussion privée.',
} as const;
