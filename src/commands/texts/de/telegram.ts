/** What only people in Telegram read, in German. */
export const telegram = {
  'telegram-welcome':
    'Hallo! Ich lasse deine eigene Stimme sprechen. Du liest mir einen Satz vor, und von da an mache ich aus dem, was du schreibst, Sprachnachrichten in deiner Stimme.\nNiemand sonst kann sie nutzen, wenn du es nicht erlaubst, alles Gesprochene ist als KI-Stimme gekennzeichnet, und du kannst sie jederzeit löschen.',
  'telegram-clone': 'Meine Stimme klonen',
  'telegram-kept': 'Was gespeichert wird',
  'telegram-commands': 'Alle Befehle',
  'telegram-group-welcome':
    'Hallo! Ich lasse Stimmen sprechen, jede nur mit Zustimmung des Menschen, dem sie gehört. Mach deine Stimme in unserem privaten Chat; danach spricht hier /say@{bot} und ein Text. Niemand kann deine Stimme nutzen, wenn du es nicht mit /consent@{bot} erlaubst.',
  'telegram-open': 'Privaten Chat öffnen',
  'telegram-for-you-alone': 'Die Antwort ist nur für dich. Öffne unseren privaten Chat, um sie zu lesen.',
  'telegram-link-old':
    'Dieser Link ist zu alt oder für jemand anderen. Nutze den Befehl noch einmal dort, wo du ihn bekommen hast.',
  'telegram-anonymous':
    'Du schreibst im Namen einer Gruppe oder eines Kanals; so weiß ich nicht, wer fragt. Schreib unter deinem eigenen Namen und versuch es noch einmal.',
  'telegram-not-understood': 'Ich verstehe Text, Sprachnachrichten und Befehle. /help zeigt, was ich kann.',
  'telegram-as-file': 'Als Datei geschickt: Sprachnachrichten werden hier nicht angenommen.',
  'telegram-no-sound':
    'Es ist gesprochen, aber dieser Chat nimmt von mir weder Sprachnachrichten noch Dateien an. Bitte in einer Gruppe die Admins, Sprachnachrichten zu erlauben, oder nutze /say in unserem privaten Chat.',
  'telegram-unsure':
    'Die Verbindung zu Telegram brach ab, während ich etwas schickte. Wenn nichts angekommen ist, frag noch einmal.',
  'telegram-cannot-post': 'In {place} darf ich nicht schreiben. Bitte dort die Admins, es mir zu erlauben, oder nutze mich hier.',
  'telegram-too-late':
    'Telegram lässt mich nur Nachrichten der letzten 48 Stunden zurücknehmen. Lösche sie selbst, oder bitte die Admins.',
  'telegram-hint-private':
    'Hier wird Text ohne Befehl so gesprochen, wie er ist. Mit /say kannst du wählen: /say voice:NAME as:file Hallo',
  'telegram-hint-groups':
    'In Gruppen sehe ich nur Befehle, Antworten auf meine Nachrichten und Erwähnungen von mir. Häng meinen Namen an einen Befehl, wie es das Menü tut (/say@…). Als Antwort auf eine Nachricht spricht /say diese, und /consent allow meint, wer sie schrieb. Was nur für dich ist, sage ich dir in unserem privaten Chat.',
} as const;
