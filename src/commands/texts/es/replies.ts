/** Spanish replies. */
export const replies = {
  'something-broke':
    'Algo se rompió de nuestro lado; está anotado como {id}. Inténtalo otra vez y, si vuelve a pasar, dale ese número al operador.',
  somebody: 'alguien',
  'some-place': 'otro lugar',
  yes: 'sí',
  no: 'no',
  'nothing-changed': 'De acuerdo, no se cambió nada.',

  notice:
    'Antes de clonar tu voz, lee esto, por favor.\n· Qué se guarda: las grabaciones que envías para ello, reducidas a lo hablado, y un modelo de voz hecho con ellas. Ambos van cifrados con su propia clave, en el equipo de quien lleva este bot.\n· Para comprobar que eres tú, el bot escucha si lees en voz alta una frase nueva. No reconoce quién es quién.\n· Quién puede usarla: solo tú, hasta que se lo permitas a otros con /consent. Cada uso se anota durante 90 días y puedes leerlo. Los textos no se guardan.\n· Todo lo que se hace con ella lleva la etiqueta de voz de IA.\n· Cuánto tiempo: hasta que lo termines. La confirmas una vez al año; una voz sin uso durante 12 meses se borra.\n· Para terminar: /consent revoke borra la voz al momento, /forget borra todo sobre ti.',
  'privacy-more':
    'Esta es la versión {version} del aviso. /export te da todo lo guardado sobre ti, /forget lo borra. Las preguntas, a quien lleva este bot.',

  'clone-declined': 'De acuerdo. No se grabó nada y nada se guarda.',
  'clone-challenge':
    'Lee esta frase en voz alta en un solo mensaje de voz, en un lugar tranquilo y a tu ritmo, y envíalo aquí como respuesta. Tienes {minutes, plural, one {# minuto} other {# minutos}}. Está en inglés, hables lo que hables.',
  'clone-listening': 'Escuchando…',
  'clone-ask-author':
    '{author}, {person} quiere clonar tu voz a partir de un mensaje tuyo. Solo tú puedes hacerlo: no se tomó nada del mensaje. Si quieres una voz aquí, sigue leyendo; si no, no hagas nada.',
  'clone-done': 'Tu voz «{voice}» está lista.',
  'clone-next':
    'Prueba /say con un texto tuyo. Nadie más puede usar «{voice}» hasta que lo permitas con /consent allow. Si no suena como tú, grábala de nuevo en un lugar más tranquilo.',
  'quality-good': 'La grabación es buena.',
  'quality-fair': 'La grabación sirve; una mejor ayudaría:',
  'quality-poor': 'La grabación es floja, y la voz también. Mejor grábala de nuevo:',
  'card-alt': 'Calidad de la grabación de «{voice}»: onda, tono y medidas',
  'preview-sentence': 'Hola, así sueno yo. Solo hablo cuando me lo permiten.',
  'preview-failed': 'No se pudo decir la muestra: {reason}',
  'design-inventing': 'Inventando una voz…',
  'design-done': 'La voz «{voice}» está lista. No es de nadie, y solo tú puedes usarla hasta que se lo permitas a otros.',
  'design-name-female': 'Inventada (femenina)',
  'design-name-male': 'Inventada (masculina)',

  'label-speech': 'Voz de IA «{voice}» de {owner}, pedida por {requester}',
  'label-designed': 'Voz de IA «{voice}», inventada, pedida por {requester}',
  'progress-queued': 'En espera: puesto {position} en la cola, unos {time}.',
  'progress-running': 'Hablando: {percent} %, quedan unos {time}.',
  'live-fallback': '{reason} Aquí va una nota de voz en su lugar.',
  'live-ahead': '(espera detrás de {count, plural, one {# más} other {# más}})',
  'notify-used': '{requester} usó tu voz «{voice}» en {place}. /consent log muestra cada uso; /consent end retira el permiso.',
  'join-done': 'Estoy en {channel}. Lo que digo allí es una voz de IA; su etiqueta aparece aquí. /say con as: live habla.',
  'leave-done': 'Salí del canal de voz.',
  'skip-done': 'Saltado.',
  'stop-done': 'Detenido: {count, plural, one {# intervención} other {# intervenciones}}.',
  'queue-empty': 'No suena nada y nada espera.',
  'queue-playing': '{number}. suena: {label}',
  'queue-waiting': '{number}. espera: {label}',
  'queue-being-made': '· se está haciendo para {requester}',
  'queue-to-be-made': '· puesto {number} en la cola, para {requester}',

  'voices-none': 'Aquí todavía no hay una voz para ti. Haz la tuya con /clone.',
  'voices-own': 'Tus voces:',
  'voices-shared': 'Compartidas contigo aquí:',
  'voices-next': 'Usa una con /say voice: NOMBRE. Elige la habitual con /voices usual.',
  'voices-usual-mark': '(habitual)',
  'voice-line-own': '{voice} ({language}, {count, plural, one {# grabación} other {# grabaciones}})',
  'voice-line-designed': '{voice} ({language}, inventada)',
  'voice-line-shared': '{voice} ({language}, de {owner})',
  'voice-mark-reconfirm': '– calla hasta que la confirmes: /clone again: NOMBRE',
  'voice-mark-stopped': '– detenida por el operador',
  'voices-renamed': '«{voice}» se llama ahora «{name}».',
  'voices-usual': '/say usa ahora «{voice}» si no nombras otra.',

  'consent-no-voice': 'No tienes voz aquí, así que no hay nada que permitir. Haz una con /clone.',
  'consent-state-standing': '«{voice}»: tu consentimiento vale. Hay que confirmarlo antes del {until}.',
  'consent-state-reconfirm':
    '«{voice}»: calla, porque la confirmación anual vencía el {until}. Confírmala con /clone again: NOMBRE.',
  'consent-state-stopped': '«{voice}»: detenida por el operador. Pregúntale por qué.',
  'consent-state-revoked': '«{voice}»: borrada.',
  'consent-private': 'Solo tú puedes usarla. Permíteselo a alguien con /consent allow.',
  'consent-rules': 'Además de ti, pueden usarla:',
  'rule-line': '{who} en {place}, como {how}, hasta {until}',
  'rule-line-expired': '{who} en {place}, como {how} (venció el {until})',
  'audience-everyone': 'todos',
  'audience-role': 'rol {role}',
  'forms-all': 'nota, archivo y directo',
  'form-note': 'nota de voz',
  'form-file': 'archivo',
  'form-live': 'directo',
  'consent-allowed': 'Permitido para «{voice}»: {rule}.',
  'consent-allowed-next': 'Retíralo cuando quieras con /consent end. /consent log muestra cada uso.',
  'consent-ended': 'Terminado para «{voice}»: {rule}. Lo que se estaba diciendo se detuvo.',
  'revoke-ask':
    '¿Borrar la voz «{voice}»? Calla al momento, en todas partes, y no se puede recuperar. Sus grabaciones se borran también.',
  'revoke-done': 'La voz «{voice}» está borrada; su clave se destruyó el {time}. Recibo: {hash}',
  'log-start':
    '{count, plural, =0 {«{voice}» no se ha usado en los últimos 90 días.} one {El último uso de «{voice}»:} other {Los últimos # usos de «{voice}»:}}',
  'log-line': '{time}: {requester} en {place}, {how} (número {id})',

  'forget-ask':
    '¿Borrar todo sobre ti? {count, plural, =0 {No tienes voz aquí; se van ajustes y permisos.} one {Se van tu voz, sus grabaciones, ajustes y permisos.} other {Se van tus # voces, sus grabaciones, ajustes y permisos.}} No se puede deshacer. /export te da antes una copia.',
  'forget-done':
    'Todo sobre ti se borró el {time}, {count, plural, =0 {sin ninguna voz} one {incluida # voz} other {incluidas # voces}}. Recibo: {hash}',
  'export-collecting': 'Reuniendo…',
  'export-done':
    'Todo lo guardado sobre ti: {count, plural, one {# archivo} other {# archivos}}. Contiene tu voz; guárdalo para ti.',
  'verify-unknown':
    'No se encontró ninguna marca nuestra. Eso no prueba nada: las marcas se pueden perder; puede ser de aquí, artificial de otro lugar, o de una persona.',
  'verify-made': 'Hecho aquí con una voz de IA el {time} (número {id}{engine, select, none {} other {, motor {engine}}}).',
  'verify-made-once': 'Hecho aquí con una voz de IA (número {id}).',
  'verify-made-unread': 'Hecho aquí con una voz de IA: la marca está en el sonido, pero es demasiado débil para leer su número.',
  'verify-standing': 'El consentimiento del dueño de esta voz vale.',
  'verify-ended': 'El dueño ha terminado esta voz desde entonces.',
  'verify-unlogged': 'No consta de quién era la voz: el registro llega a 90 días, y no todo está en él.',
  'verify-count': 'Se entregó {count, plural, one {una vez} other {# veces}}.',
  'verify-by-file': 'Es seguro: es el mismo archivo.',
  'verify-by-mark': 'Lo dice la marca inaudible del sonido; sin marca, menos de uno de cada {times, number} archivos parece así.',
  'verify-by-tags': 'Lo dicen las etiquetas firmadas del archivo, y su sonido es el que se firmó.',
  'verify-changed':
    'El archivo lleva nuestras etiquetas firmadas (número {id}, {time}), pero el sonido no es el que se firmó: se cambió, o las etiquetas son de otra locución. No hay ninguna marca nuestra en él.',
  'verify-changed-since':
    'Sus etiquetas firmadas no le corresponden: el sonido se cortó o se cambió después, o son de otra locución.',
  'verify-false-tags': 'Lleva etiquetas como las nuestras, pero su firma es falsa: se cambiaron o se inventaron.',
  'verify-foreign-tags': 'Sus etiquetas están firmadas con una clave que no es nuestra: puede haberlo hecho otro Consonant.',
  'verify-place': 'La marca se encontró de {from} a {to}, y no en el resto.',
  'verify-others': 'También contiene otra voz hecha aquí: número {numbers}.',
  'verify-listened': 'El archivo es largo: las marcas se buscaron en sus primeros {minutes} minutos.',
  'report-ask': '¿Qué tiene de malo? La voz calla aquí hasta que alguien lo haya mirado.',
  'report-done':
    'Gracias. La voz calla en este lugar desde ahora. El operador mira tu denuncia {id} y decide si sigue así; el dueño de la voz sabrá que fue denunciada, pero no por quién.',
  'report-person-done':
    'Gracias. Si alguna voz de esta persona se permitió o se usó en este lugar, calla aquí desde ahora. El operador mira tu denuncia {id}; el dueño de una voz sabrá que fue denunciada, pero no por quién.',
  'notify-report-nothing':
    'Denuncia {id} en {place}: se denunció a {person}, pero no tiene ninguna voz permitida o usada allí. No hay nada congelado.',
  'notify-report-operator':
    'Denuncia {id} en {place}: la voz {voice} está congelada allí. Termínalo con /settings unfreeze o detén la voz con /settings stop-voice.',
  'notify-report-owner':
    'Tu voz fue denunciada en {place} (denuncia {id}) y calla allí hasta que el operador lo haya mirado. Puedes contarle tu versión.',

  'help-start': 'Hago hablar a tu propia voz, con tu consentimiento. Empieza con /clone. Mis comandos:',
  'help-more': 'Más sobre uno: /help command: NOMBRE',
  'help-required': '– necesario',
  'as-platform': 'como la aplicación',
  'settings-own': 'Tú: idioma {language}; aviso de cada uso de tu voz: {tellUses}.',
  'settings-place':
    'Aquí: se habla como {form}; {maximum} caracteres como máximo; idioma {language}; {count, plural, one {# frase bloqueada} other {# frases bloqueadas}}.',
  'settings-more':
    'Cambia lo tuyo con /settings my-language o /settings tell-uses. Administradores: form, length, language, block-phrase, block-voice, block-person.',
  'settings-language': 'Desde ahora hablo español contigo.',
  'settings-place-language': 'El idioma de aquí es ahora «{language}» para quien no eligió ninguno.',
  'settings-tell-on': 'Recibes un mensaje cada vez que otra persona usa tu voz.',
  'settings-tell-off': 'Ya no recibes mensajes sobre usos. /consent log los sigue mostrando.',
  'settings-form': 'Aquí se habla como {form}, si nadie pide otra cosa.',
  'settings-length': 'Aquí se dicen como máximo {maximum} caracteres de una vez.',
  'settings-phrase-blocked': 'Desde ahora ninguna voz dice aquí «{phrase}».',
  'settings-phrase-unblocked': '«{phrase}» puede decirse aquí otra vez.',
  'blocked-voice':
    '{count, plural, one {La voz está bloqueada} other {# voces están bloqueadas}} aquí. Lo que se estaba diciendo se detuvo. /settings unblock-voice lo termina.',
  'unblocked-voice':
    '{count, plural, one {La voz ya no está bloqueada} other {# voces ya no están bloqueadas}} aquí. Quién puede usarla lo decide su dueño.',
  'blocked-person': '{person} no puede hacer hablar a ninguna voz aquí. /settings unblock-person lo termina.',
  'unblocked-person': '{person} puede usar voces aquí otra vez, en lo que permitan sus dueños.',
  'operator-stopped': 'Detenido. No se oye nada de ello hasta que lo reanudes.',
  'operator-resumed': 'Reanudado. Vale como antes lo que decidieron dueños y administradores.',
  'operator-unfrozen': '{count, plural, one {La voz ya no está congelada} other {# voces ya no están congeladas}} aquí.',
  'voices-add-done': 'La grabación se añadió a «{voice}».',
  'privacy-start': 'Qué guarda este bot y cómo terminarlo:',
  'meter-speech-seconds': 'Poca voz ({reading}): habla 15 segundos o más.',
  'meter-snr-db': 'Ruido de fondo ({reading}): busca un lugar más tranquilo, más cerca del micrófono.',
  'meter-clipping-percent': 'Distorsión ({reading}): aléjate un poco, o baja el micrófono.',
  'meter-bandwidth-hz': 'Sonido apagado ({reading}): usa otro micrófono, sin supresión de ruido ni línea telefónica.',
  'meter-level-lufs': 'Volumen ({reading}): habla como siempre, a un palmo del micrófono.',
  'meter-pitch-hz': 'Tono ({reading}): habla con tu voz de siempre.',
  'meter-pitch-spread-semitones': 'Monótono ({reading}): lee como si se lo contaras a alguien.',
  'meter-reverberation-seconds': 'Eco ({reading}): suena mejor un cuarto con cortinas, alfombra o cama.',
  'meter-noise-whiteness': 'Siseo ({reading}): apaga ventiladores y también la supresión de ruido.',
  'owed-apology': 'Me reinicié antes de poder responderte. {reason}',
  'playground-welcome':
    'Te damos la bienvenida. En esta página hay varias personas; a la izquierda eliges quién eres.\nPrueba «/say Hello, is this my voice?»: habla con la voz de demostración, que no es de nadie. «/clone» crea la tuya, «/help» cuenta el resto.',
} as const;
