/** What only people in Telegram read, in Spanish. */
export const telegram = {
  'telegram-welcome':
    '¡Hola! Hago hablar a tu propia voz. Me lees una frase en voz alta y, desde entonces, convierto lo que escribes en mensajes de voz con tu voz.\nNadie más puede usarla si no lo permites, todo lo que digo lleva la indicación de voz de IA, y puedes borrarla cuando quieras.',
  'telegram-clone': 'Clonar mi voz',
  'telegram-kept': 'Qué se guarda',
  'telegram-commands': 'Todos los comandos',
  'telegram-group-welcome':
    '¡Hola! Hago hablar a las voces de las personas, cada una con el consentimiento de su dueño. Crea tu voz en nuestro chat privado; después, /say@{bot} y un texto habla aquí. Nadie puede usar tu voz si no lo permites con /consent@{bot}.',
  'telegram-open': 'Abrir nuestro chat privado',
  'telegram-for-you-alone': 'La respuesta es solo para ti. Abre nuestro chat privado para leerla.',
  'telegram-link-old': 'Este enlace es demasiado antiguo o era para otra persona. Usa el comando otra vez donde lo recibiste.',
  'telegram-anonymous':
    'Escribes en nombre de un grupo o un canal, así que no sé quién pregunta. Escribe con tu propia cuenta e inténtalo de nuevo.',
  'telegram-not-understood': 'Entiendo texto, mensajes de voz y comandos. /help muestra lo que sé hacer.',
  'telegram-as-file': 'Enviado como archivo: aquí no se aceptan mensajes de voz.',
  'telegram-no-sound':
    'La voz está lista, pero este chat no acepta de mí ni mensajes de voz ni archivos. En un grupo, pide a un administrador que permita los mensajes de voz, o usa /say en nuestro chat privado.',
  'telegram-unsure': 'La conexión con Telegram se cortó mientras enviaba. Si no ha llegado nada, pídelo otra vez.',
  'telegram-cannot-post': 'No puedo escribir en {place}. Pide allí a un administrador que me deje, o úsame aquí.',
  'telegram-too-late':
    'Telegram solo me deja retirar mensajes de las últimas 48 horas. Bórralo tú, o pídeselo a un administrador.',
  'telegram-hint-private': 'Aquí, un texto sin comando se dice tal cual. Con /say puedes elegir: /say voice:NOMBRE as:file Hola',
  'telegram-hint-groups':
    'En los grupos solo veo comandos, respuestas a mis mensajes y menciones. Pon mi nombre detrás del comando, como hace el menú (/say@…). En respuesta a un mensaje, /say lo dice y /consent allow se refiere a su autor. Lo que es solo para ti te lo digo en nuestro chat privado.',
} as const;
