/** Spanish texts that are said on Discord only. */
export const discord = {
  'menu-clone': 'Clonar mi voz de este mensaje',
  'menu-say': 'Decirlo en voz alta',
  'discord-private-place': 'un chat privado',
  'discord-notice-title': 'Antes de clonar tu voz',
  'discord-challenge':
    'Lee esta frase en voz alta en una sola grabación, en un lugar tranquilo y a tu ritmo habitual. Está en inglés, hables lo que hables. Caduca {when}.\n· Como mensaje de voz en este chat, donde otros pueden oírlo: mantenlo pulsado (o clic derecho), elige Aplicaciones y luego «{menu}».\n· Como archivo de sonido que solo recibo yo: pulsa «{button}».',
  'button-upload': 'Enviar una grabación',
  'discord-upload-title': 'Envía tu grabación',
  'discord-upload-label': 'Archivo de sonido en que lees la frase',
  'discord-file-permission':
    'Aquí está como archivo. Para un mensaje de voz me faltan permisos en este canal: {permissions}. Quien administra el servidor puede dármelos.',
  'discord-file-guest': 'Aquí está como archivo. No soy miembro aquí, y solo los miembros pueden enviar mensajes de voz.',
  'discord-file-refused': 'Aquí está como archivo, porque Discord no lo aceptó como mensaje de voz.',
  'discord-file-busy': 'Aquí está como archivo, porque ahora mismo no puedo escribir más en este canal.',
  'discord-nowhere':
    'El audio está listo, pero Discord no lo acepta aquí ni como mensaje de voz ni como archivo. Prueba en otro canal o pregunta a quien administra el servidor.',
  'discord-too-large':
    'El archivo tiene {size} MB y aquí caben como máximo {maximum} MB. Pídelo en un servidor con un límite mayor.',
  'discord-late':
    '{person}, eso tardó demasiado para una respuesta privada, y tus ajustes no me dejan enviarte un mensaje. Pídelo otra vez, por favor.',
  'permission-view-channel': 'Ver canales',
  'permission-send-messages': 'Enviar mensajes',
  'permission-send-voice-messages': 'Enviar mensajes de voz',
  'permission-read-message-history': 'Leer el historial de mensajes',
  'permission-attach-files': 'Adjuntar archivos',
  'discord-speaks-now': 'Ahora: {label}',
  'discord-help-menus':
    'Mantén pulsado un mensaje, o haz clic derecho en él, y elige Aplicaciones: «Clonar mi voz de este mensaje» o «Decirlo en voz alta».',
} as const;
