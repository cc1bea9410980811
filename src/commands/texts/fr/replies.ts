/** French replies. */
export const replies = {
  'something-broke':
    'Quelque chose a cassé chez nous ; c’est noté sous {id}. Réessaie et, si cela se répète, donne ce numéro à l’opérateur.',
  somebody: 'quelqu’un',
  'some-place': 'un autre lieu',
  yes: 'oui',
  no: 'non',
  'nothing-changed': 'D’accord, rien n’a changé.',

  notice:
    'Avant que ta voix soit clonée, lis ceci.\n· Ce qui est gardé : les enregistrements que tu envoies pour cela, réduits à ta parole, et un modèle de voix fait avec eux. Les deux sont chiffrés avec leur propre clé, sur l’ordinateur de qui fait tourner ce bot.\n· Pour vérifier que c’est toi, le bot écoute si tu lis une phrase nouvelle. Il ne reconnaît pas qui est qui.\n· Qui peut l’utiliser : toi seul, jusqu’à ce que tu l’autorises à d’autres avec /consent. Chaque usage est noté pendant 90 jours et tu peux le lire. Les textes ne sont pas gardés.\n· Tout ce qui en est fait porte la mention voix d’IA.\n· Combien de temps : jusqu’à ce que tu y mettes fin. Tu la confirmes une fois par an ; une voix inutilisée pendant 12 mois est effacée.\n· Pour y mettre fin : /consent revoke efface la voix aussitôt, /forget efface tout sur toi.',
  'privacy-more':
    'Ceci est la version {version} de l’avis. /export te donne tout ce qui est gardé sur toi, /forget l’efface. Pour toute question, demande à qui fait tourner ce bot.',

  'clone-declined': 'D’accord. Rien n’a été enregistré, rien n’est gardé.',
  'clone-challenge':
    'Lis cette phrase à voix haute dans un seul message vocal, au calme et à ton rythme, et envoie-le ici en réponse. Tu as {minutes, plural, one {# minute} other {# minutes}}. Elle est en anglais, quelle que soit ta langue.',
  'clone-listening': 'J’écoute…',
  'clone-ask-author':
    '{author}, {person} voudrait cloner ta voix à partir d’un message de toi. Toi seul peux le faire : rien n’a été pris du message. Si tu veux une voix ici, continue ; sinon ne fais rien.',
  'clone-done': 'Ta voix « {voice} » est prête.',
  'clone-next':
    'Essaie /say avec un texte à toi. Personne d’autre ne peut utiliser « {voice} » avant que tu l’autorises avec /consent allow. Si elle ne te ressemble pas, réenregistre-la dans un endroit plus calme.',
  'quality-good': 'L’enregistrement est bon.',
  'quality-fair': 'L’enregistrement convient ; un meilleur aiderait :',
  'quality-poor': 'L’enregistrement est faible, et la voix aussi. Mieux vaut le refaire :',
  'card-alt': 'Qualité de l’enregistrement de « {voice} » : onde, hauteur et mesures',
  'preview-sentence': 'Bonjour, voici comment je parle. Je ne parle que si on me l’autorise.',
  'preview-failed': 'L’exemple n’a pas pu être dit : {reason}',
  'design-inventing': 'J’invente une voix…',
  'design-done':
    'La voix « {voice} » est prête. Elle n’est à personne, et toi seul peux l’utiliser jusqu’à ce que tu l’autorises à d’autres.',
  'design-name-female': 'Inventée (féminine)',
  'design-name-male': 'Inventée (masculine)',

  'label-speech': 'Voix d’IA « {voice} » de {owner}, demandée par {requester}',
  'label-designed': 'Voix d’IA « {voice} », inventée, demandée par {requester}',
  'progress-queued': 'En attente : numéro {position} dans la file, environ {time}.',
  'progress-running': 'En cours : {percent} %, encore environ {time}.',
  'live-fallback': '{reason} Voici une note vocale à la place.',
  'live-ahead': '(attend derrière {count, plural, one {# autre} other {# autres}})',
  'notify-used':
    '{requester} a utilisé ta voix « {voice} » dans {place}. /consent log montre chaque usage ; /consent end retire l’autorisation.',
  'join-done': 'Je suis dans {channel}. Ce que j’y dis est une voix d’IA ; sa mention s’affiche ici. /say avec as: live parle.',
  'leave-done': 'J’ai quitté le salon vocal.',
  'skip-done': 'Passé.',
  'stop-done': 'Arrêté : {count, plural, one {# prise de parole} other {# prises de parole}}.',
  'queue-empty': 'Rien ne joue et rien n’attend.',
  'queue-playing': '{number}. joue : {label}',
  'queue-waiting': '{number}. attend : {label}',
  'queue-being-made': '· en préparation pour {requester}',
  'queue-to-be-made': '· numéro {number} dans la file, pour {requester}',

  'voices-none': 'Il n’y a pas encore de voix pour toi ici. Fais la tienne avec /clone.',
  'voices-own': 'Tes voix :',
  'voices-shared': 'Partagées avec toi ici :',
  'voices-next': 'Utilise-en une avec /say voice: NOM. Choisis l’habituelle avec /voices usual.',
  'voices-usual-mark': '(habituelle)',
  'voice-line-own': '{voice} ({language}, {count, plural, one {# enregistrement} other {# enregistrements}})',
  'voice-line-designed': '{voice} ({language}, inventée)',
  'voice-line-shared': '{voice} ({language}, de {owner})',
  'voice-mark-reconfirm': '– se tait jusqu’à ta confirmation : /clone again: NOM',
  'voice-mark-stopped': '– arrêtée par l’opérateur',
  'voices-renamed': '« {voice} » s’appelle maintenant « {name} ».',
  'voices-usual': '/say utilise maintenant « {voice} » si tu n’en nommes pas d’autre.',

  'consent-no-voice': 'Tu n’as pas de voix ici, il n’y a donc rien à autoriser. Fais-en une avec /clone.',
  'consent-state-standing': '« {voice} » : ton accord est valable. À confirmer avant le {until}.',
  'consent-state-reconfirm':
    '« {voice} » : se tait, car la confirmation annuelle était due le {until}. Confirme-la avec /clone again: NOM.',
  'consent-state-stopped': '« {voice} » : arrêtée par l’opérateur. Demande-lui pourquoi.',
  'consent-state-revoked': '« {voice} » : effacée.',
  'consent-private': 'Toi seul peux l’utiliser. Autorise quelqu’un avec /consent allow.',
  'consent-rules': 'À part toi, peuvent l’utiliser :',
  'rule-line': '{who} dans {place}, en {how}, jusqu’au {until}',
  'rule-line-expired': '{who} dans {place}, en {how} (expiré le {until})',
  'audience-everyone': 'tout le monde',
  'audience-role': 'rôle {role}',
  'forms-all': 'note, fichier et direct',
  'form-note': 'note vocale',
  'form-file': 'fichier',
  'form-live': 'direct',
  'consent-allowed': 'Autorisé pour « {voice} » : {rule}.',
  'consent-allowed-next': 'Retire-le quand tu veux avec /consent end. /consent log montre chaque usage.',
  'consent-ended': 'Terminé pour « {voice} » : {rule}. Ce qui était en train d’être dit est arrêté.',
  'revoke-ask':
    'Effacer la voix « {voice} » ? Elle se tait aussitôt, partout, et ne peut pas revenir. Ses enregistrements sont effacés aussi.',
  'revoke-done': 'La voix « {voice} » est effacée ; sa clé a été détruite le {time}. Reçu : {hash}',
  'log-start':
    '{count, plural, =0 {« {voice} » n’a pas servi ces 90 derniers jours.} one {Le dernier usage de « {voice} » :} other {Les # derniers usages de « {voice} » :}}',
  'log-line': '{time} : {requester} dans {place}, {how} (numéro {id})',

  'forget-ask':
    'Effacer tout sur toi ? {count, plural, =0 {Tu n’as pas de voix ici ; réglages et autorisations disparaissent.} one {Ta voix, ses enregistrements, réglages et autorisations disparaissent.} other {Tes # voix, leurs enregistrements, réglages et autorisations disparaissent.}} C’est sans retour. /export t’en donne d’abord une copie.',
  'forget-done':
    'Tout sur toi a été effacé le {time}, {count, plural, =0 {sans aucune voix} one {dont # voix} other {dont # voix}}. Reçu : {hash}',
  'export-collecting': 'Je rassemble…',
  'export-done':
    'Tout ce qui est gardé sur toi : {count, plural, one {# fichier} other {# fichiers}}. Ta voix est dedans ; garde-le pour toi.',
  'verify-unknown':
    'Aucune marque de nous n’a été trouvée. Cela ne prouve rien : une marque peut se perdre ; le son peut venir d’ici, être artificiel d’ailleurs, ou d’une personne.',
  'verify-made': 'Fait ici avec une voix d’IA le {time} (numéro {id}{engine, select, none {} other {, moteur {engine}}}).',
  'verify-made-once': 'Fait ici avec une voix d’IA (numéro {id}).',
  'verify-made-unread': 'Fait ici avec une voix d’IA : la marque est dans le son, mais trop faible pour lire son numéro.',
  'verify-standing': 'L’accord de la personne pour cette voix est valable.',
  'verify-ended': 'La personne a mis fin à cette voix depuis.',
  'verify-unlogged': 'De qui était la voix n’est pas noté : le journal remonte à 90 jours, et tout n’y est pas.',
  'verify-count': 'Il a été remis {count, plural, one {une fois} other {# fois}}.',
  'verify-by-file': 'C’est certain : c’est ce fichier même.',
  'verify-by-mark': 'La marque inaudible dans le son le dit ; sans elle, moins d’un fichier sur {times, number} a cet air.',
  'verify-by-tags': 'Les étiquettes signées du fichier le disent, et le son est celui qui fut signé.',
  'verify-changed':
    'Le fichier porte nos étiquettes signées (numéro {id}, {time}), mais le son n’est pas celui qui fut signé : il a été modifié, ou les étiquettes sont d’une autre parole. Aucune marque de nous n’y est.',
  'verify-changed-since':
    'Ses étiquettes signées n’y correspondent pas : le son a été coupé ou modifié depuis, ou elles sont d’une autre parole.',
  'verify-false-tags':
    'Le fichier porte des étiquettes comme les nôtres, mais leur signature est fausse : elles ont été changées ou inventées.',
  'verify-foreign-tags':
    'Ses étiquettes sont signées avec une clé qui n’est pas la nôtre : un autre Consonant l’a peut-être fait.',
  'verify-place': 'La marque a été trouvée de {from} à {to}, pas dans le reste.',
  'verify-others': 'Il contient aussi d’autres paroles faites ici : numéro {numbers}.',
  'verify-listened': 'Le fichier est long : les marques ont été cherchées dans ses {minutes} premières minutes.',
  'report-ask': 'Qu’est-ce qui ne va pas ? La voix se tait ici jusqu’à ce que quelqu’un ait regardé.',
  'report-done':
    'Merci. La voix se tait désormais dans ce lieu. L’opérateur regarde ton signalement {id} et décide si cela dure ; la personne à qui est la voix apprend qu’il y a un signalement, mais pas de qui.',
  'report-person-done':
    'Merci. Si des voix de cette personne ont été autorisées ou utilisées dans ce lieu, elles s’y taisent désormais. L’opérateur regarde ton signalement {id} ; la personne à qui est une voix apprend qu’il y a un signalement, mais pas de qui.',
  'notify-report-nothing':
    'Signalement {id} dans {place} : {person} fait l’objet d’un signalement, mais n’a aucune voix autorisée ou utilisée là. Rien n’est gelé.',
  'notify-report-operator':
    'Signalement {id} dans {place} : la voix {voice} y est gelée. Mets-y fin avec /settings unfreeze, ou arrête la voix avec /settings stop-voice.',
  'notify-report-owner':
    'Ta voix a été signalée dans {place} (signalement {id}) et s’y tait jusqu’à ce que l’opérateur ait regardé. Tu peux lui donner ton point de vue.',

  'help-start': 'Je fais parler ta propre voix, avec ton accord. Commence par /clone. Mes commandes :',
  'help-more': 'Pour en savoir plus : /help command: NOM',
  'help-required': '– nécessaire',
  'as-platform': 'comme l’application',
  'settings-own': 'Toi : langue {language} ; message à chaque usage de ta voix : {tellUses}.',
  'settings-place':
    'Ici : parole en {form} ; au plus {maximum} caractères ; langue {language} ; {count, plural, one {# expression bloquée} other {# expressions bloquées}}.',
  'settings-more':
    'Change les tiens avec /settings my-language ou /settings tell-uses. Admins : form, length, language, block-phrase, block-voice, block-person.',
  'settings-language': 'Je te parle français à partir de maintenant.',
  'settings-place-language': 'La langue ici est maintenant « {language} », pour qui n’en a pas choisi.',
  'settings-tell-on': 'Tu reçois un message chaque fois que quelqu’un d’autre utilise ta voix.',
  'settings-tell-off': 'Tu ne reçois plus de messages sur les usages. /consent log les montre toujours.',
  'settings-form': 'Ici la parole est donnée en {form}, sauf demande contraire.',
  'settings-length': 'Ici, au plus {maximum} caractères sont dits à la fois.',
  'settings-phrase-blocked': 'Aucune voix ne dit plus « {phrase} » ici.',
  'settings-phrase-unblocked': '« {phrase} » peut de nouveau être dit ici.',
  'blocked-voice':
    '{count, plural, one {La voix est bloquée} other {# voix sont bloquées}} ici. Ce qui était en train d’être dit est arrêté. /settings unblock-voice y met fin.',
  'unblocked-voice':
    '{count, plural, one {La voix n’est plus bloquée} other {# voix ne sont plus bloquées}} ici. Qui peut l’utiliser, c’est la personne à qui elle est qui décide.',
  'blocked-person': '{person} ne peut faire parler aucune voix ici. /settings unblock-person y met fin.',
  'unblocked-person': '{person} peut de nouveau utiliser des voix ici, si on l’y autorise.',
  'operator-stopped': 'Arrêté. Rien n’en est entendu jusqu’à la reprise.',
  'operator-resumed': 'Repris. Ce que les personnes et les admins ont décidé vaut comme avant.',
  'operator-unfrozen': '{count, plural, one {La voix n’est plus gelée} other {# voix ne sont plus gelées}} ici.',
  'voices-add-done': 'L’enregistrement a été ajouté à « {voice} ».',
  'privacy-start': 'Ce que ce bot garde, et comment y mettre fin :',
  'meter-speech-seconds': 'Peu de parole ({reading}) : parle 15 secondes ou plus.',
  'meter-snr-db': 'Bruit de fond ({reading}) : trouve un endroit plus calme, plus près du micro.',
  'meter-clipping-percent': 'Distorsion ({reading}) : recule un peu, ou baisse le micro.',
  'meter-bandwidth-hz': 'Son terne ({reading}) : prends un autre micro, sans réduction de bruit ni ligne téléphonique.',
  'meter-level-lufs': 'Volume ({reading}) : parle comme d’habitude, à une main du micro.',
  'meter-pitch-hz': 'Hauteur ({reading}) : parle de ta voix habituelle.',
  'meter-pitch-spread-semitones': 'Monotone ({reading}) : lis comme si tu le racontais à quelqu’un.',
  'meter-reverberation-seconds': 'Écho ({reading}) : une pièce avec rideaux, tapis ou lit sonne mieux.',
  'meter-noise-whiteness': 'Souffle ({reading}) : éteins les ventilateurs, et la réduction de bruit aussi.',
  'owed-apology': 'J’ai redémarré avant de pouvoir te répondre. {reason}',
  'playground-welcome':
    'Bienvenue. Plusieurs personnes partagent cette page ; choisissez à gauche qui vous êtes.\nEssayez « /say Hello, is this my voice? » : c’est la voix de démonstration, qui n’est à personne. « /clone » crée la vôtre, « /help » dit le reste.',
} as const;
