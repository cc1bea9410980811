/** German replies. */
export const replies = {
  'something-broke':
    'Bei uns ist etwas kaputtgegangen; es ist als {id} vermerkt. Versuch es bitte noch einmal, und nenn dem Betreiber diese Nummer, wenn es wieder passiert.',
  somebody: 'jemand',
  'some-place': 'anderswo',
  yes: 'ja',
  no: 'nein',
  'nothing-changed': 'Gut, es wurde nichts geändert.',

  notice:
    'Bevor deine Stimme geklont wird, lies bitte das hier.\n· Was bleibt: die Aufnahmen, die du dafür schickst, gekürzt auf das Gesprochene, und ein daraus gemachtes Stimmmodell. Beides ist mit einem eigenen Schlüssel verschlüsselt, auf dem Rechner, auf dem dieser Bot läuft.\n· Um zu prüfen, dass du es bist, hört der Bot, ob du einen frischen Satz vorliest. Er erkennt nicht, wer jemand ist.\n· Wer sie nutzen kann: nur du, bis du es anderen mit /consent erlaubst. Jede Nutzung wird 90 Tage lang vermerkt, und du kannst das nachlesen. Die Texte werden nicht aufgehoben.\n· Alles, was damit entsteht, ist als KI-Stimme gekennzeichnet.\n· Wie lange: bis du es beendest. Du bestätigst es einmal im Jahr; eine Stimme, die 12 Monate ungenutzt bleibt, wird gelöscht.\n· Beenden: /consent revoke löscht die Stimme sofort, /forget löscht alles über dich.',
  'privacy-more':
    'Das ist Fassung {version} des Hinweises. /export gibt dir alles, was über dich gespeichert ist, /forget löscht es. Fragen beantwortet, wer diesen Bot betreibt.',

  'clone-declined': 'Gut. Nichts wurde aufgenommen, nichts bleibt.',
  'clone-challenge':
    'Lies diesen Satz in einer einzigen Sprachnachricht vor, an einem ruhigen Ort und in deinem üblichen Tempo, und schick sie als Antwort hierher. Du hast {minutes, plural, one {# Minute} other {# Minuten}}. Er ist englisch, was du sonst auch sprichst.',
  'clone-listening': 'Ich höre zu …',
  'clone-ask-author':
    '{author}, {person} möchte deine Stimme aus einer Nachricht von dir klonen. Das kannst nur du: Aus der Nachricht wurde nichts genommen. Wenn du hier eine Stimme willst, lies weiter; sonst tu einfach nichts.',
  'clone-done': 'Deine Stimme „{voice}“ ist fertig.',
  'clone-next':
    'Probier /say mit einem eigenen Text. Niemand sonst kann „{voice}“ nutzen, bis du es mit /consent allow erlaubst. Klingt sie nicht nach dir, nimm sie an einem ruhigeren Ort neu auf.',
  'quality-good': 'Die Aufnahme ist gut.',
  'quality-fair': 'Die Aufnahme ist brauchbar; eine bessere würde helfen:',
  'quality-poor': 'Die Aufnahme ist schwach, und damit auch die Stimme. Nimm sie besser neu auf:',
  'card-alt': 'Qualität der Aufnahme für „{voice}“: Wellenform, Tonhöhe und Messwerte',
  'preview-sentence': 'Hallo, so klinge ich. Ich spreche nur, wenn es mir erlaubt wird.',
  'preview-failed': 'Die Probe konnte nicht gesprochen werden: {reason}',
  'design-inventing': 'Ich erfinde eine Stimme …',
  'design-done':
    'Die Stimme „{voice}“ ist fertig. Sie gehört niemandem, und nur du kannst sie nutzen, bis du es anderen erlaubst.',
  'design-name-female': 'Erfunden (weiblich)',
  'design-name-male': 'Erfunden (männlich)',

  'label-speech': 'KI-Stimme „{voice}“ von {owner}, gewünscht von {requester}',
  'label-designed': 'KI-Stimme „{voice}“, erfunden, gewünscht von {requester}',
  'progress-queued': 'Wartet: Platz {position} in der Reihe, etwa {time}.',
  'progress-running': 'Spricht: {percent} %, noch etwa {time}.',
  'live-fallback': '{reason} Hier ist stattdessen eine Sprachnachricht.',
  'live-ahead': '(wartet hinter {count, plural, one {# anderem} other {# anderen}})',
  'notify-used':
    '{requester} hat deine Stimme „{voice}“ in {place} genutzt. /consent log zeigt jede Nutzung; /consent end nimmt die Erlaubnis zurück.',
  'join-done':
    'Ich bin in {channel}. Was ich dort sage, ist eine KI-Stimme; welche, steht jeweils hier. /say mit as: live spricht.',
  'leave-done': 'Ich habe den Sprachkanal verlassen.',
  'skip-done': 'Übersprungen.',
  'stop-done': 'Beendet: {count, plural, one {# Beitrag} other {# Beiträge}}.',
  'queue-empty': 'Nichts läuft und nichts wartet.',
  'queue-playing': '{number}. läuft: {label}',
  'queue-waiting': '{number}. wartet: {label}',
  'queue-being-made': '· wird gemacht für {requester}',
  'queue-to-be-made': '· Platz {number} in der Reihe, für {requester}',

  'voices-none': 'Hier gibt es noch keine Stimme für dich. Mach dir deine eigene mit /clone.',
  'voices-own': 'Deine Stimmen:',
  'voices-shared': 'Hier mit dir geteilt:',
  'voices-next': 'Nutze eine mit /say voice: NAME. Die übliche wählst du mit /voices usual.',
  'voices-usual-mark': '(üblich)',
  'voice-line-own': '{voice} ({language}, {count, plural, one {# Aufnahme} other {# Aufnahmen}})',
  'voice-line-designed': '{voice} ({language}, erfunden)',
  'voice-line-shared': '{voice} ({language}, von {owner})',
  'voice-mark-reconfirm': '– schweigt, bis du sie bestätigst: /clone again: NAME',
  'voice-mark-stopped': '– vom Betreiber angehalten',
  'voices-renamed': '„{voice}“ heißt jetzt „{name}“.',
  'voices-usual': '/say nimmt jetzt „{voice}“, wenn du keine andere nennst.',

  'consent-no-voice': 'Du hast hier keine Stimme, also gibt es nichts zu erlauben. Mach eine mit /clone.',
  'consent-state-standing': '„{voice}“: Deine Zustimmung gilt. Zu bestätigen bis {until}.',
  'consent-state-reconfirm':
    '„{voice}“: schweigt, weil die jährliche Bestätigung am {until} fällig war. Bestätige mit /clone again: NAME.',
  'consent-state-stopped': '„{voice}“: vom Betreiber angehalten. Frag dort nach dem Grund.',
  'consent-state-revoked': '„{voice}“: gelöscht.',
  'consent-private': 'Nur du kannst sie nutzen. Erlaube es jemandem mit /consent allow.',
  'consent-rules': 'Außer dir dürfen sie nutzen:',
  'rule-line': '{who} in {place}, als {how}, bis {until}',
  'rule-line-expired': '{who} in {place}, als {how} (abgelaufen am {until})',
  'audience-everyone': 'alle',
  'audience-role': 'Rolle {role}',
  'forms-all': 'Sprachnachricht, Datei und live',
  'form-note': 'Sprachnachricht',
  'form-file': 'Datei',
  'form-live': 'live gesprochen',
  'consent-allowed': 'Erlaubt für „{voice}“: {rule}.',
  'consent-allowed-next': 'Mit /consent end nimmst du es jederzeit zurück. /consent log zeigt jede Nutzung.',
  'consent-ended': 'Beendet für „{voice}“: {rule}. Was gerade gesprochen wurde, ist gestoppt.',
  'revoke-ask':
    'Die Stimme „{voice}“ löschen? Sie verstummt sofort und überall und kommt nicht zurück. Auch ihre Aufnahmen werden gelöscht.',
  'revoke-done': 'Die Stimme „{voice}“ ist gelöscht; ihr Schlüssel wurde am {time} zerstört. Quittung: {hash}',
  'log-start':
    '{count, plural, =0 {„{voice}“ wurde in den letzten 90 Tagen nicht genutzt.} one {Die letzte Nutzung von „{voice}“:} other {Die letzten # Nutzungen von „{voice}“:}}',
  'log-line': '{time}: {requester} in {place}, {how} (Nummer {id})',

  'forget-ask':
    'Alles über dich löschen? {count, plural, =0 {Du hast hier keine Stimme; Einstellungen und Erlaubnisse gehen.} one {Deine Stimme, ihre Aufnahmen, Einstellungen und Erlaubnisse gehen.} other {Deine # Stimmen, ihre Aufnahmen, Einstellungen und Erlaubnisse gehen.}} Das lässt sich nicht rückgängig machen. /export gibt dir vorher eine Kopie.',
  'forget-done':
    'Alles über dich wurde am {time} gelöscht, {count, plural, =0 {keine Stimme} one {# Stimme} other {# Stimmen}} inbegriffen. Quittung: {hash}',
  'export-collecting': 'Ich sammle …',
  'export-done':
    'Alles, was über dich gespeichert ist: {count, plural, one {# Datei} other {# Dateien}}. Deine Stimme ist darin; gib sie nicht aus der Hand.',
  'verify-unknown':
    'Kein Zeichen von uns gefunden. Das beweist nichts: Zeichen können verloren gehen; es kann trotzdem von hier sein, künstlich von anderswo, oder ein Mensch.',
  'verify-made': 'Hier mit einer KI-Stimme gemacht, am {time} (Nummer {id}{engine, select, none {} other {, Engine {engine}}}).',
  'verify-made-once': 'Hier mit einer KI-Stimme gemacht (Nummer {id}).',
  'verify-made-unread': 'Hier mit einer KI-Stimme gemacht: Das Zeichen ist im Ton, aber zu schwach, um seine Nummer zu lesen.',
  'verify-standing': 'Die Zustimmung der Person zu dieser Stimme gilt.',
  'verify-ended': 'Die Person hat diese Stimme seither beendet.',
  'verify-unlogged':
    'Wessen Stimme es war, ist nicht festgehalten: Das Protokoll reicht 90 Tage zurück, und nicht alles steht darin.',
  'verify-count': 'Es wurde {count, plural, one {einmal} other {#-mal}} ausgegeben.',
  'verify-by-file': 'Das ist sicher: Es ist genau diese Datei.',
  'verify-by-mark':
    'Das sagt das unhörbare Zeichen im Ton; ohne Zeichen sieht weniger als eine von {times, number} Dateien so aus.',
  'verify-by-tags': 'Das sagen die signierten Angaben der Datei, und ihr Ton ist der signierte.',
  'verify-changed':
    'Die Datei trägt unsere signierten Angaben (Nummer {id}, {time}), aber der Ton ist nicht der signierte: Er wurde verändert, oder die Angaben gehören zu anderer Sprache. Ein Zeichen von uns ist nicht darin.',
  'verify-changed-since':
    'Die signierten Angaben passen nicht dazu: Der Ton wurde seither geschnitten oder verändert, oder sie gehören zu anderer Sprache.',
  'verify-false-tags': 'Die Datei trägt Angaben wie unsere, doch ihre Signatur ist falsch: Sie wurden geändert oder erfunden.',
  'verify-foreign-tags':
    'Die Angaben in der Datei sind signiert, aber nicht mit unserem Schlüssel: Ein anderes Consonant kann sie gemacht haben.',
  'verify-place': 'Gefunden wurde das Zeichen von {from} bis {to}, im Rest nicht.',
  'verify-others': 'Auch andere Sprache von hier ist darin: Nummer {numbers}.',
  'verify-listened': 'Die Datei ist lang: Zeichen wurden in ihren ersten {minutes} Minuten gesucht.',
  'report-ask': 'Was stimmt hier nicht? Die Stimme schweigt hier, bis jemand nachgesehen hat.',
  'report-done':
    'Danke. Die Stimme schweigt ab jetzt an diesem Ort. Der Betreiber prüft deine Meldung {id} und entscheidet, ob es dabei bleibt; wem die Stimme gehört, erfährt von der Meldung, aber nicht, von wem sie kommt.',
  'report-person-done':
    'Danke. Falls Stimmen dieser Person an diesem Ort erlaubt oder genutzt wurden, schweigen sie hier ab jetzt. Der Betreiber prüft deine Meldung {id}; wem eine Stimme gehört, erfährt von der Meldung, aber nicht, von wem sie kommt.',
  'notify-report-nothing':
    'Meldung {id} in {place}: {person} wurde gemeldet, hat aber keine Stimme, die dort erlaubt oder genutzt wurde. Nichts ist eingefroren.',
  'notify-report-operator':
    'Meldung {id} in {place}: Die Stimme {voice} ist dort eingefroren. Heb es mit /settings unfreeze auf, oder halte sie mit /settings stop-voice an.',
  'notify-report-owner':
    'Deine Stimme wurde in {place} gemeldet (Meldung {id}) und schweigt dort, bis der Betreiber nachgesehen hat. Du kannst ihm deine Sicht sagen.',

  'help-start': 'Ich lasse deine eigene Stimme sprechen, mit deiner Zustimmung. Beginne mit /clone. Meine Befehle:',
  'help-more': 'Mehr über einen: /help command: NAME',
  'help-required': '– nötig',
  'as-platform': 'wie die App',
  'settings-own': 'Du: Sprache {language}; Nachricht bei jeder Nutzung deiner Stimme: {tellUses}.',
  'settings-place':
    'Hier: Ausgabe als {form}; höchstens {maximum} Zeichen; Sprache {language}; {count, plural, one {# gesperrte Wendung} other {# gesperrte Wendungen}}.',
  'settings-more':
    'Deine änderst du mit /settings my-language oder /settings tell-uses. Admins: form, length, language, block-phrase, block-voice, block-person.',
  'settings-language': 'Ich spreche ab jetzt Deutsch mit dir.',
  'settings-place-language': 'Die Sprache hier ist jetzt „{language}“, für alle, die keine gewählt haben.',
  'settings-tell-on': 'Du bekommst eine Nachricht, wann immer jemand anders deine Stimme nutzt.',
  'settings-tell-off': 'Du bekommst keine Nachrichten über Nutzungen mehr. /consent log zeigt sie weiterhin.',
  'settings-form': 'Gesprochen wird hier als {form}, wenn niemand etwas anderes verlangt.',
  'settings-length': 'Hier werden höchstens {maximum} Zeichen auf einmal gesprochen.',
  'settings-phrase-blocked': 'Keine Stimme sagt hier ab jetzt „{phrase}“.',
  'settings-phrase-unblocked': '„{phrase}“ darf hier wieder gesagt werden.',
  'blocked-voice':
    '{count, plural, one {Die Stimme ist} other {# Stimmen sind}} hier gesperrt. Was gerade gesprochen wurde, ist gestoppt. /settings unblock-voice hebt es auf.',
  'unblocked-voice':
    '{count, plural, one {Die Stimme ist} other {# Stimmen sind}} hier nicht mehr gesperrt. Wer sie nutzen darf, bestimmt die Person, der sie gehört.',
  'blocked-person': '{person} kann hier keine Stimme sprechen lassen. /settings unblock-person hebt es auf.',
  'unblocked-person': '{person} kann hier wieder Stimmen nutzen, soweit es ihr oder ihm erlaubt ist.',
  'operator-stopped': 'Angehalten. Nichts davon ist zu hören, bis du es wieder freigibst.',
  'operator-resumed': 'Freigegeben. Was Personen und Admins bestimmt haben, gilt wie zuvor.',
  'operator-unfrozen': '{count, plural, one {Die Stimme ist} other {# Stimmen sind}} hier nicht mehr eingefroren.',
  'voices-add-done': 'Die Aufnahme gehört jetzt zu „{voice}“.',
  'privacy-start': 'Was dieser Bot aufhebt, und wie du es beendest:',
  'meter-speech-seconds': 'Wenig Sprache ({reading}): Sprich 15 Sekunden oder länger.',
  'meter-snr-db': 'Hintergrundgeräusche ({reading}): Such einen ruhigeren Ort, näher am Mikrofon.',
  'meter-clipping-percent': 'Verzerrung ({reading}): Geh etwas zurück, oder stell das Mikrofon leiser.',
  'meter-bandwidth-hz': 'Dumpfer Klang ({reading}): Nimm ein anderes Mikrofon, ohne Rauschunterdrückung oder Telefonleitung.',
  'meter-level-lufs': 'Lautstärke ({reading}): Sprich so laut wie sonst, eine Handbreit vom Mikrofon.',
  'meter-pitch-hz': 'Tonhöhe ({reading}): Sprich mit deiner üblichen Stimme.',
  'meter-pitch-spread-semitones': 'Eintönig ({reading}): Lies, als erzähltest du es jemandem.',
  'meter-reverberation-seconds': 'Hall ({reading}): Ein Raum mit Vorhängen, Teppich oder Bett klingt besser.',
  'meter-noise-whiteness': 'Rauschen ({reading}): Schalte Lüfter aus, und auch die Rauschunterdrückung.',
  'owed-apology': 'Ich wurde neu gestartet, bevor ich dir antworten konnte. {reason}',
  'playground-welcome':
    'Willkommen. Auf dieser Seite sind mehrere Personen; links wählst du, wer du bist.\nVersuche „/say Hello, is this my voice?“: Es spricht die Demo-Stimme, die niemandem gehört. „/clone“ macht deine eigene, „/help“ sagt den Rest.',
} as const;
