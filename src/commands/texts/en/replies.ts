/** English replies. ICU MessageFormat; typographic apostrophes, since the plain one quotes. */
export const replies = {
  'something-broke':
    'Something broke on our side; it is logged as {id}. Please try again, and tell the operator this number if it happens again.',
  somebody: 'somebody',
  'some-place': 'another place',
  yes: 'yes',
  no: 'no',
  'nothing-changed': 'All right, nothing was changed.',

  notice:
    'Before your voice is cloned, please read this.\n· What is kept: the recordings that you send for it, shortened to your speech, and a voice model made from them. Both are encrypted with a key of their own, on the computer of whoever runs this bot.\n· To check that it is you, the bot listens whether you read a fresh sentence aloud. It does not recognise who people are.\n· Who can use it: only you, until you allow others with /consent. Every use is logged for 90 days and you can read the log. The texts are not kept.\n· Everything made with it is labelled as an AI voice.\n· How long: until you end it. You confirm it once a year; a voice that is unused for 12 months is deleted.\n· To end it: /consent revoke deletes the voice at once, /forget erases everything about you.',
  'privacy-more':
    'This is version {version} of the notice. /export gives you everything that is stored about you, /forget erases it. Questions go to whoever runs this bot.',

  'clone-declined': 'All right. Nothing was recorded and nothing is kept.',
  'clone-challenge':
    'Read this sentence aloud in one voice message, in a quiet place and at your usual pace, and send it here as a reply. You have {minutes, plural, one {# minute} other {# minutes}}. It is in English, whatever you speak otherwise.',
  'clone-listening': 'Listening …',
  'clone-ask-author':
    '{author}, {person} would like to clone your voice from a message of yours. Only you can do that: nothing was taken from the message. If you want a voice here, read on; otherwise do nothing.',
  'clone-done': 'Your voice “{voice}” is ready.',
  'clone-next':
    'Try /say with a text of your own. Nobody else can use “{voice}” until you allow it with /consent allow. If it does not sound like you, record it again in a quieter place.',
  'quality-good': 'The recording is good.',
  'quality-fair': 'The recording is usable; a better one would help:',
  'quality-poor': 'The recording is weak, and so is the voice. Better record it again:',
  'card-alt': 'Quality of the recording for “{voice}”: waveform, pitch and meters',
  'preview-sentence': 'Hello, this is how I sound. I only speak when my owner allows it.',
  'preview-failed': 'The sample could not be spoken: {reason}',
  'design-inventing': 'Inventing a voice …',
  'design-done': 'The voice “{voice}” is ready. It belongs to nobody, and only you can use it until you allow others.',
  'design-name-female': 'Invented (female)',
  'design-name-male': 'Invented (male)',

  'label-speech': 'AI voice “{voice}” of {owner}, requested by {requester}',
  'label-designed': 'AI voice “{voice}”, invented, requested by {requester}',
  'progress-queued': 'Waiting: number {position} in line, about {time}.',
  'progress-running': 'Speaking: {percent} %, about {time} left.',
  'live-fallback': '{reason} Here is a voice note instead.',
  'live-ahead': '(waiting behind {count, plural, one {# other} other {# others}})',
  'notify-used':
    '{requester} used your voice “{voice}” in {place}. /consent log shows every use; /consent end takes the permission back.',
  'join-done': 'I am in {channel}. Whatever I say there is an AI voice; its label appears here. /say with as: live speaks.',
  'leave-done': 'I have left the voice channel.',
  'skip-done': 'Skipped.',
  'stop-done': 'Stopped: {count, plural, one {# speech} other {# speeches}}.',
  'queue-empty': 'Nothing plays and nothing waits.',
  'queue-playing': '{number}. playing: {label}',
  'queue-waiting': '{number}. waiting: {label}',
  'queue-being-made': '· being made for {requester}',
  'queue-to-be-made': '· number {number} in line, for {requester}',

  'voices-none': 'There is no voice for you here yet. Make your own with /clone.',
  'voices-own': 'Your voices:',
  'voices-shared': 'Shared with you here:',
  'voices-next': 'Use one with /say voice: NAME. Choose the usual one with /voices usual.',
  'voices-usual-mark': '(usual)',
  'voice-line-own': '{voice} ({language}, {count, plural, one {# recording} other {# recordings}})',
  'voice-line-designed': '{voice} ({language}, invented)',
  'voice-line-shared': '{voice} ({language}, of {owner})',
  'voice-mark-reconfirm': '– silent until you confirm it: /clone again: NAME',
  'voice-mark-stopped': '– stopped by the operator',
  'voices-renamed': '“{voice}” is now called “{name}”.',
  'voices-usual': '/say now uses “{voice}” when you name no other.',

  'consent-no-voice': 'You have no voice here, so there is nothing to allow. Make one with /clone.',
  'consent-state-standing': '“{voice}”: your consent stands. It is to be confirmed by {until}.',
  'consent-state-reconfirm':
    '“{voice}”: silent, because the yearly confirmation was due on {until}. Confirm it with /clone again: NAME.',
  'consent-state-stopped': '“{voice}”: stopped by the operator. Ask them why.',
  'consent-state-revoked': '“{voice}”: deleted.',
  'consent-private': 'Only you can use it. Allow somebody with /consent allow.',
  'consent-rules': 'Besides you, these can use it:',
  'rule-line': '{who} in {place}, as {how}, until {until}',
  'rule-line-expired': '{who} in {place}, as {how} (expired {until})',
  'audience-everyone': 'everyone',
  'audience-role': 'role {role}',
  'forms-all': 'note, file and live speech',
  'form-note': 'voice note',
  'form-file': 'file',
  'form-live': 'live speech',
  'consent-allowed': 'Allowed for “{voice}”: {rule}.',
  'consent-allowed-next': 'Take it back at any time with /consent end. /consent log shows every use.',
  'consent-ended': 'Ended for “{voice}”: {rule}. Speech under way was stopped.',
  'revoke-ask':
    'Delete the voice “{voice}”? It stops at once, everywhere, and cannot be brought back. Its recordings are deleted too.',
  'revoke-done': 'The voice “{voice}” is deleted; its key was destroyed on {time}. Receipt: {hash}',
  'log-start':
    '{count, plural, =0 {“{voice}” has not been used in the last 90 days.} one {The last use of “{voice}”:} other {The last # uses of “{voice}”:}}',
  'log-line': '{time}: {requester} in {place}, {how} (number {id})',

  'forget-ask':
    'Erase everything about you? {count, plural, =0 {You have no voice here; settings and permissions go.} one {Your voice, its recordings, settings and permissions go.} other {Your # voices, their recordings, settings and permissions go.}} This cannot be undone. /export gives you a copy first.',
  'forget-done':
    'Everything about you was erased on {time}, {count, plural, =0 {no voice} one {# voice} other {# voices}} included. Receipt: {hash}',
  'export-collecting': 'Collecting …',
  'export-done':
    'Everything that is stored about you: {count, plural, one {# file} other {# files}}. It holds your voice; keep it to yourself.',
  'verify-unknown':
    'No mark of ours was found. That proves nothing: marks can be lost, so it may still be made here, or be artificial from elsewhere, or a person.',
  'verify-made': 'Made here with an AI voice on {time} (number {id}{engine, select, none {} other {, engine {engine}}}).',
  'verify-made-once': 'Made here with an AI voice (number {id}).',
  'verify-made-unread': 'Made here with an AI voice: its mark is in the sound, but too weak for its number to be read.',
  'verify-standing': 'The owner’s consent to this voice stands.',
  'verify-ended': 'The owner has since ended this voice.',
  'verify-unlogged': 'Whose voice it was is not on record: the log goes back 90 days, and not all speech is in it.',
  'verify-count': 'It was handed out {count, plural, one {once} other {# times}}.',
  'verify-by-file': 'This is certain: it is the very file.',
  'verify-by-mark':
    'The inaudible mark in the sound says so; sound without it looks like this less than once in {times, number} files.',
  'verify-by-tags': 'The signed tags of the file say so, and its sound is what was signed.',
  'verify-changed':
    'The file carries our signed tags (number {id}, {time}), but the sound is not what was signed: it was changed, or the tags belong to other speech. No mark of ours was found in it.',
  'verify-changed-since': 'Its signed tags do not fit: the sound was cut or changed since, or they belong to other speech.',
  'verify-false-tags': 'It has tags as ours are, but their signature is wrong: they were changed or made up.',
  'verify-foreign-tags': 'Its tags are signed with a key that is not ours: another Consonant may have made it.',
  'verify-place': 'The mark was found from {from} to {to}, and not in the rest.',
  'verify-others': 'Other speech that was made here is in it, too: number {numbers}.',
  'verify-listened': 'The file is long: marks were looked for in its first {minutes} minutes.',
  'report-ask': 'What is wrong with this speech? The voice falls silent here until somebody has looked into it.',
  'report-done':
    'Thank you. The voice is silent in this place from now on. The operator looks into your report {id} and decides whether it stays so; the owner of the voice is told that it was reported, not by whom.',
  'report-person-done':
    'Thank you. What voices of this person were allowed or used in this place, if any, are silent here from now on. The operator looks into your report {id}; the owner of a voice is told that it was reported, not by whom.',
  'notify-report-nothing':
    'Report {id} in {place}: {person} was reported, but has no voice that was allowed or used there. Nothing is frozen.',
  'notify-report-operator':
    'Report {id} in {place}: the voice {voice} is frozen there. End it with /settings unfreeze, or stop the voice with /settings stop-voice.',
  'notify-report-owner':
    'Your voice was reported in {place} (report {id}) and is silent there until the operator has looked into it. They can hear your side.',

  'help-start': 'I let your own voice speak, with your consent. Start with /clone. My commands:',
  'help-more': 'More about one: /help command: NAME',
  'help-required': '– required',
  'as-platform': 'as the app says',
  'settings-own': 'You: language {language}; told about each use of your voice: {tellUses}.',
  'settings-place':
    'Here: speech as {form}; at most {maximum} characters; language {language}; {count, plural, one {# blocked phrase} other {# blocked phrases}}.',
  'settings-more':
    'Change yours with /settings my-language or /settings tell-uses. Admins: form, length, language, block-phrase, block-voice, block-person.',
  'settings-language': 'I speak English with you from now on.',
  'settings-place-language': 'The language here is now “{language}”, for everybody who chose none.',
  'settings-tell-on': 'You get a message each time somebody else uses your voice.',
  'settings-tell-off': 'You get no messages about uses any more. /consent log still shows them.',
  'settings-form': 'Speech is given as {form} here, unless somebody asks otherwise.',
  'settings-length': 'At most {maximum} characters at once are spoken here.',
  'settings-phrase-blocked': 'No voice says “{phrase}” here from now on.',
  'settings-phrase-unblocked': '“{phrase}” can be said here again.',
  'blocked-voice':
    '{count, plural, one {The voice is} other {# voices are}} blocked here. Speech under way was stopped. /settings unblock-voice ends it.',
  'unblocked-voice':
    '{count, plural, one {The voice is} other {# voices are}} not blocked here any more. Who may use it, its owner decides.',
  'blocked-person': '{person} can make no voice speak here. /settings unblock-person ends it.',
  'unblocked-person': '{person} can use voices here again, as far as their owners allow.',
  'operator-stopped': 'Stopped. Nothing of it is heard until you resume it.',
  'operator-resumed': 'Resumed. What owners and admins decided holds as before.',
  'operator-unfrozen': '{count, plural, one {The voice is} other {# voices are}} not frozen here any more.',
  'voices-add-done': 'The recording was added to “{voice}”.',
  'privacy-start': 'What this bot keeps, and how to end it:',
  'meter-speech-seconds': 'Little speech ({reading}): talk for 15 seconds or more.',
  'meter-snr-db': 'Background noise ({reading}): find a quieter place, closer to the microphone.',
  'meter-clipping-percent': 'Distortion ({reading}): move back a little, or turn the microphone down.',
  'meter-bandwidth-hz': 'Dull sound ({reading}): use another microphone, and no noise suppression or phone line.',
  'meter-level-lufs': 'Loudness ({reading}): speak as loud as usual, a hand’s width from the microphone.',
  'meter-pitch-hz': 'Pitch ({reading}): speak in your usual voice.',
  'meter-pitch-spread-semitones': 'Monotonous ({reading}): read as if you told it to somebody.',
  'meter-reverberation-seconds': 'Echo ({reading}): a room with curtains, carpet or a bed sounds better.',
  'meter-noise-whiteness': 'Hiss ({reading}): turn off fans, and noise suppression as well.',
  'owed-apology': 'I was restarted before I could answer you. {reason}',
  'playground-welcome':
    'Welcome. Several people share this page; choose who you are.\nTry “/say Hello, is this my voice?”: it speaks with the demo voice, which is of nobody. “/clone” makes your own, “/help” tells the rest.',
} as const;
