/** German texts that are said on Discord only. */
export const discord = {
  'menu-clone': 'Meine Stimme hieraus klonen',
  'menu-say': 'Laut vorlesen',
  'discord-private-place': 'einem privaten Chat',
  'discord-notice-title': 'Bevor deine Stimme geklont wird',
  'discord-challenge':
    'Lies diesen Satz in einer einzigen Aufnahme vor, an einem ruhigen Ort und in deinem üblichen Tempo. Er ist englisch, was du sonst auch sprichst. Er läuft {when} ab.\n· Als Sprachnachricht in diesem Chat, wo andere sie hören können: Halte sie gedrückt (oder Rechtsklick), wähl Apps und dann „{menu}“.\n· Als Tondatei, die nur ich bekomme: Drück auf „{button}“.',
  'button-upload': 'Aufnahme schicken',
  'discord-upload-title': 'Schick deine Aufnahme',
  'discord-upload-label': 'Tondatei, in der du den Satz liest',
  'discord-file-permission':
    'Hier ist es als Datei. Für eine Sprachnachricht fehlen mir in diesem Kanal Berechtigungen: {permissions}. Wer den Server verwaltet, kann sie mir geben.',
  'discord-file-guest':
    'Hier ist es als Datei. Ich bin hier kein Mitglied, und nur Mitglieder können Sprachnachrichten schicken.',
  'discord-file-refused': 'Hier ist es als Datei, weil Discord es nicht als Sprachnachricht genommen hat.',
  'discord-file-busy': 'Hier ist es als Datei, weil ich in diesem Kanal im Moment nichts weiter schreiben darf.',
  'discord-nowhere':
    'Die Sprache ist fertig, aber Discord nimmt sie hier weder als Sprachnachricht noch als Datei. Versuch es in einem anderen Kanal, oder frag, wer den Server verwaltet.',
  'discord-too-large':
    'Die Datei hat {size} MB, hier gehen höchstens {maximum} MB. Verlang sie auf einem Server mit höherer Grenze.',
  'discord-late':
    '{person}, das hat für eine private Antwort zu lange gedauert, und deine Einstellungen lassen keine Nachricht von mir zu. Frag bitte noch einmal.',
  'permission-view-channel': 'Kanäle ansehen',
  'permission-send-messages': 'Nachrichten senden',
  'permission-send-voice-messages': 'Sprachnachrichten senden',
  'permission-read-message-history': 'Nachrichtenverlauf anzeigen',
  'permission-attach-files': 'Dateien anhängen',
  'discord-speaks-now': 'Jetzt: {label}',
  'discord-help-menus':
    'Halte eine Nachricht gedrückt, oder klick sie rechts an, und wähl Apps: „Meine Stimme hieraus klonen“ oder „Laut vorlesen“.',
} as const;
