/** Portuguese replies. */
export const replies = {
  'something-broke':
    'Algo quebrou do nosso lado; ficou anotado como {id}. Tente de novo e, se acontecer outra vez, passe esse número ao operador.',
  somebody: 'alguém',
  'some-place': 'outro lugar',
  yes: 'sim',
  no: 'não',
  'nothing-changed': 'Certo, nada mudou.',

  notice:
    'Antes de clonar a sua voz, leia isto, por favor.\n· O que fica guardado: as gravações que você envia para isso, reduzidas à sua fala, e um modelo de voz feito com elas. Os dois são criptografados com uma chave própria, no computador de quem mantém este bot.\n· Para verificar que é você, o bot ouve se você lê em voz alta uma frase nova. Ele não reconhece quem é quem.\n· Quem pode usar: só você, até permitir a outros com /consent. Cada uso fica anotado por 90 dias e você pode ler. Os textos não são guardados.\n· Tudo o que é feito com ela leva o rótulo de voz de IA.\n· Por quanto tempo: até você encerrar. Você confirma uma vez por ano; uma voz sem uso por 12 meses é apagada.\n· Para encerrar: /consent revoke apaga a voz na hora, /forget apaga tudo sobre você.',
  'privacy-more':
    'Esta é a versão {version} do aviso. /export entrega tudo o que está guardado sobre você, /forget apaga. Perguntas vão para quem mantém este bot.',

  'clone-declined': 'Certo. Nada foi gravado e nada fica guardado.',
  'clone-challenge':
    'Leia esta frase em voz alta em uma só mensagem de voz, em um lugar calmo e no seu ritmo, e envie aqui como resposta. Você tem {minutes, plural, one {# minuto} other {# minutos}}. Ela é em inglês, seja qual for o seu idioma.',
  'clone-listening': 'Ouvindo…',
  'clone-ask-author':
    '{author}, {person} quer clonar a sua voz a partir de uma mensagem sua. Só você pode fazer isso: nada foi tirado da mensagem. Se você quer uma voz aqui, continue; se não, não faça nada.',
  'clone-done': 'A sua voz “{voice}” está pronta.',
  'clone-next':
    'Experimente /say com um texto seu. Ninguém mais pode usar “{voice}” até você permitir com /consent allow. Se não soar como você, grave de novo em um lugar mais calmo.',
  'quality-good': 'A gravação é boa.',
  'quality-fair': 'A gravação serve; uma melhor ajudaria:',
  'quality-poor': 'A gravação é fraca, e a voz também. Melhor gravar de novo:',
  'card-alt': 'Qualidade da gravação de “{voice}”: onda, tom e medidas',
  'preview-sentence': 'Olá, é assim que eu soo. Só falo quando me permitem.',
  'preview-failed': 'A amostra não pôde ser dita: {reason}',
  'design-inventing': 'Inventando uma voz…',
  'design-done': 'A voz “{voice}” está pronta. Não é de ninguém, e só você pode usá-la até permitir a outros.',
  'design-name-female': 'Inventada (feminina)',
  'design-name-male': 'Inventada (masculina)',

  'label-speech': 'Voz de IA “{voice}” de {owner}, a pedido de {requester}',
  'label-designed': 'Voz de IA “{voice}”, inventada, a pedido de {requester}',
  'progress-queued': 'Esperando: número {position} na fila, cerca de {time}.',
  'progress-running': 'Falando: {percent} %, faltam cerca de {time}.',
  'live-fallback': '{reason} Aqui vai uma nota de voz no lugar.',
  'live-ahead': '(espera atrás de {count, plural, one {# outra} other {# outras}})',
  'notify-used':
    '{requester} usou a sua voz “{voice}” em {place}. /consent log mostra cada uso; /consent end retira a permissão.',
  'join-done': 'Estou em {channel}. O que digo lá é uma voz de IA; o rótulo aparece aqui. /say com as: live fala.',
  'leave-done': 'Saí do canal de voz.',
  'skip-done': 'Pulado.',
  'stop-done': 'Parado: {count, plural, one {# fala} other {# falas}}.',
  'queue-empty': 'Nada toca e nada espera.',
  'queue-playing': '{number}. tocando: {label}',
  'queue-waiting': '{number}. esperando: {label}',
  'queue-being-made': '· sendo feita para {requester}',
  'queue-to-be-made': '· número {number} na fila, para {requester}',

  'voices-none': 'Ainda não há voz para você aqui. Faça a sua com /clone.',
  'voices-own': 'As suas vozes:',
  'voices-shared': 'Compartilhadas com você aqui:',
  'voices-next': 'Use uma com /say voice: NOME. Escolha a habitual com /voices usual.',
  'voices-usual-mark': '(habitual)',
  'voice-line-own': '{voice} ({language}, {count, plural, one {# gravação} other {# gravações}})',
  'voice-line-designed': '{voice} ({language}, inventada)',
  'voice-line-shared': '{voice} ({language}, de {owner})',
  'voice-mark-reconfirm': '– calada até você confirmar: /clone again: NOME',
  'voice-mark-stopped': '– parada pelo operador',
  'voices-renamed': '“{voice}” agora se chama “{name}”.',
  'voices-usual': '/say agora usa “{voice}” quando você não cita outra.',

  'consent-no-voice': 'Você não tem voz aqui, então não há nada a permitir. Faça uma com /clone.',
  'consent-state-standing': '“{voice}”: o seu consentimento vale. Deve ser confirmado até {until}.',
  'consent-state-reconfirm': '“{voice}”: calada, porque a confirmação anual vencia em {until}. Confirme com /clone again: NOME.',
  'consent-state-stopped': '“{voice}”: parada pelo operador. Pergunte a ele por quê.',
  'consent-state-revoked': '“{voice}”: apagada.',
  'consent-private': 'Só você pode usá-la. Permita a alguém com /consent allow.',
  'consent-rules': 'Além de você, podem usá-la:',
  'rule-line': '{who} em {place}, como {how}, até {until}',
  'rule-line-expired': '{who} em {place}, como {how} (venceu em {until})',
  'audience-everyone': 'todos',
  'audience-role': 'cargo {role}',
  'forms-all': 'nota, arquivo e ao vivo',
  'form-note': 'nota de voz',
  'form-file': 'arquivo',
  'form-live': 'ao vivo',
  'consent-allowed': 'Permitido para “{voice}”: {rule}.',
  'consent-allowed-next': 'Retire quando quiser com /consent end. /consent log mostra cada uso.',
  'consent-ended': 'Encerrado para “{voice}”: {rule}. O que estava sendo dito parou.',
  'revoke-ask': 'Apagar a voz “{voice}”? Ela se cala na hora, em toda parte, e não volta. As gravações também são apagadas.',
  'revoke-done': 'A voz “{voice}” foi apagada; a chave foi destruída em {time}. Recibo: {hash}',
  'log-start':
    '{count, plural, =0 {“{voice}” não foi usada nos últimos 90 dias.} one {O último uso de “{voice}”:} other {Os últimos # usos de “{voice}”:}}',
  'log-line': '{time}: {requester} em {place}, {how} (número {id})',

  'forget-ask':
    'Apagar tudo sobre você? {count, plural, =0 {Você não tem voz aqui; saem ajustes e permissões.} one {Saem a sua voz, as gravações, ajustes e permissões.} other {Saem as suas # vozes, as gravações, ajustes e permissões.}} Não dá para desfazer. /export entrega antes uma cópia.',
  'forget-done':
    'Tudo sobre você foi apagado em {time}, {count, plural, =0 {sem nenhuma voz} one {incluindo # voz} other {incluindo # vozes}}. Recibo: {hash}',
  'export-collecting': 'Reunindo…',
  'export-done':
    'Tudo o que está guardado sobre você: {count, plural, one {# arquivo} other {# arquivos}}. Contém a sua voz; guarde só para você.',
  'verify-unknown':
    'Nenhuma marca nossa foi encontrada. Isso não prova nada: marcas podem se perder; pode ser daqui, artificial de outro lugar, ou de uma pessoa.',
  'verify-made': 'Feito aqui com uma voz de IA em {time} (número {id}{engine, select, none {} other {, motor {engine}}}).',
  'verify-made-once': 'Feito aqui com uma voz de IA (número {id}).',
  'verify-made-unread': 'Feito aqui com uma voz de IA: a marca está no som, mas fraca demais para ler o número.',
  'verify-standing': 'O consentimento de quem é a voz está valendo.',
  'verify-ended': 'Quem é dono da voz já a encerrou.',
  'verify-unlogged': 'Não consta de quem era a voz: o registro vai até 90 dias, e nem tudo está nele.',
  'verify-count': 'Foi entregue {count, plural, one {uma vez} other {# vezes}}.',
  'verify-by-file': 'É certo: é este mesmo arquivo.',
  'verify-by-mark': 'A marca inaudível no som diz isso; sem ela, menos de um em cada {times, number} arquivos parece assim.',
  'verify-by-tags': 'As etiquetas assinadas do arquivo dizem isso, e o som é o que foi assinado.',
  'verify-changed':
    'O arquivo traz nossas etiquetas assinadas (número {id}, {time}), mas o som não é o que foi assinado: foi mudado, ou as etiquetas são de outra fala. Não há marca nossa nele.',
  'verify-changed-since': 'As etiquetas assinadas não correspondem: o som foi cortado ou mudado depois, ou são de outra fala.',
  'verify-false-tags': 'Tem etiquetas como as nossas, mas a assinatura está errada: foram mudadas ou inventadas.',
  'verify-foreign-tags': 'Suas etiquetas estão assinadas com uma chave que não é nossa: outro Consonant pode ter feito isto.',
  'report-ask': 'O que há de errado? A voz se cala aqui até alguém verificar.',
  'report-done':
    'Obrigado. A voz se cala neste lugar a partir de agora. O operador verifica a sua denúncia {id} e decide se continua assim; quem é dono da voz fica sabendo da denúncia, mas não de quem veio.',
  'report-person-done':
    'Obrigado. Se alguma voz desta pessoa foi permitida ou usada neste lugar, ela se cala aqui a partir de agora. O operador verifica a sua denúncia {id}; quem é dono de uma voz fica sabendo da denúncia, mas não de quem veio.',
  'notify-report-nothing':
    'Denúncia {id} em {place}: {person} recebeu uma denúncia, mas não tem voz permitida ou usada lá. Nada está congelado.',
  'notify-report-operator':
    'Denúncia {id} em {place}: a voz {voice} está congelada lá. Encerre com /settings unfreeze, ou pare a voz com /settings stop-voice.',
  'notify-report-owner':
    'A sua voz foi denunciada em {place} (denúncia {id}) e se cala lá até o operador verificar. Você pode contar o seu lado.',

  'help-start': 'Eu faço a sua própria voz falar, com o seu consentimento. Comece com /clone. Os meus comandos:',
  'help-more': 'Mais sobre um: /help command: NOME',
  'help-required': '– necessário',
  'as-platform': 'como no aplicativo',
  'settings-own': 'Você: idioma {language}; aviso a cada uso da sua voz: {tellUses}.',
  'settings-place':
    'Aqui: fala como {form}; no máximo {maximum} caracteres; idioma {language}; {count, plural, one {# expressão bloqueada} other {# expressões bloqueadas}}.',
  'settings-more':
    'Mude os seus com /settings my-language ou /settings tell-uses. Administradores: form, length, language, block-phrase, block-voice, block-person.',
  'settings-language': 'A partir de agora falo português com você.',
  'settings-place-language': 'O idioma daqui agora é “{language}”, para quem não escolheu nenhum.',
  'settings-tell-on': 'Você recebe uma mensagem sempre que outra pessoa usa a sua voz.',
  'settings-tell-off': 'Você não recebe mais mensagens sobre usos. /consent log continua mostrando.',
  'settings-form': 'Aqui a fala sai como {form}, se ninguém pedir outra coisa.',
  'settings-length': 'Aqui são ditos no máximo {maximum} caracteres de uma vez.',
  'settings-phrase-blocked': 'A partir de agora nenhuma voz diz “{phrase}” aqui.',
  'settings-phrase-unblocked': '“{phrase}” pode ser dito aqui de novo.',
  'blocked-voice':
    '{count, plural, one {A voz está bloqueada} other {# vozes estão bloqueadas}} aqui. O que estava sendo dito parou. /settings unblock-voice encerra isso.',
  'unblocked-voice':
    '{count, plural, one {A voz não está mais bloqueada} other {# vozes não estão mais bloqueadas}} aqui. Quem pode usar, decide quem é dono.',
  'blocked-person': '{person} não pode fazer nenhuma voz falar aqui. /settings unblock-person encerra isso.',
  'unblocked-person': '{person} pode usar vozes aqui de novo, no que os donos permitirem.',
  'operator-stopped': 'Parado. Nada disso se ouve até você retomar.',
  'operator-resumed': 'Retomado. Vale como antes o que donos e administradores decidiram.',
  'operator-unfrozen': '{count, plural, one {A voz não está mais congelada} other {# vozes não estão mais congeladas}} aqui.',
  'voices-add-done': 'A gravação foi acrescentada a “{voice}”.',
  'privacy-start': 'O que este bot guarda e como encerrar:',
  'meter-speech-seconds': 'Pouca fala ({reading}): fale 15 segundos ou mais.',
  'meter-snr-db': 'Ruído de fundo ({reading}): procure um lugar mais calmo, mais perto do microfone.',
  'meter-clipping-percent': 'Distorção ({reading}): afaste-se um pouco, ou abaixe o microfone.',
  'meter-bandwidth-hz': 'Som abafado ({reading}): use outro microfone, sem supressão de ruído nem linha telefônica.',
  'meter-level-lufs': 'Volume ({reading}): fale como sempre, a um palmo do microfone.',
  'meter-pitch-hz': 'Tom ({reading}): fale com a sua voz de sempre.',
  'meter-pitch-spread-semitones': 'Monótono ({reading}): leia como se contasse a alguém.',
  'meter-reverberation-seconds': 'Eco ({reading}): um quarto com cortinas, tapete ou cama soa melhor.',
  'meter-noise-whiteness': 'Chiado ({reading}): desligue ventiladores e também a supressão de ruído.',
  'owed-apology': 'Fui reiniciado antes de poder responder a você. {reason}',
  'playground-welcome':
    'Boas-vindas. Várias pessoas partilham esta página; à esquerda escolhe quem é.\nExperimente “/say Hello, is this my voice?”: fala com a voz de demonstração, que não é de ninguém. “/clone” cria a sua, “/help” diz o resto.',
} as const;
