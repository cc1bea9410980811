/** What only people in Telegram read, in Portuguese. */
export const telegram = {
  'telegram-welcome':
    'Olá! Eu faço a sua própria voz falar. Você lê uma frase em voz alta para mim e, a partir daí, transformo o que você escreve em mensagens de voz com a sua voz.\nNinguém mais pode usá-la se você não permitir, tudo o que digo é identificado como voz de IA, e você pode apagá-la quando quiser.',
  'telegram-clone': 'Clonar minha voz',
  'telegram-kept': 'O que é guardado',
  'telegram-commands': 'Todos os comandos',
  'telegram-group-welcome':
    'Olá! Eu faço as vozes das pessoas falarem, cada uma com o consentimento de quem é dono dela. Crie a sua voz na nossa conversa privada; depois, /say@{bot} e um texto fala aqui. Ninguém pode usar a sua voz se você não permitir com /consent@{bot}.',
  'telegram-open': 'Abrir nossa conversa privada',
  'telegram-for-you-alone': 'A resposta é só para você. Abra nossa conversa privada para ler.',
  'telegram-link-old': 'Este link é antigo demais ou era para outra pessoa. Use o comando de novo onde você o recebeu.',
  'telegram-anonymous':
    'Você escreve em nome de um grupo ou canal, então não sei quem pergunta. Escreva com a sua própria conta e tente de novo.',
  'telegram-not-understood': 'Eu entendo texto, mensagens de voz e comandos. /help mostra o que sei fazer.',
  'telegram-as-file': 'Enviado como arquivo: mensagens de voz não são aceitas aqui.',
  'telegram-no-sound':
    'A fala está pronta, mas esta conversa não aceita de mim nem mensagens de voz nem arquivos. Em um grupo, peça a um administrador que permita mensagens de voz, ou use /say na nossa conversa privada.',
  'telegram-unsure': 'A conexão com o Telegram caiu enquanto eu enviava. Se nada chegou, peça mais uma vez.',
  'telegram-cannot-post': 'Não posso escrever em {place}. Peça a um administrador de lá que me permita, ou use-me aqui.',
  'telegram-too-late': 'O Telegram só me deixa retirar mensagens das últimas 48 horas. Apague você, ou peça a um administrador.',
  'telegram-hint-private':
    'Aqui, um texto sem comando é falado como está. Com /say você pode escolher: /say voice:NOME as:file Olá',
  'telegram-hint-groups':
    'Em grupos vejo apenas comandos, respostas às minhas mensagens e menções a mim. Ponha meu nome depois do comando, como faz o menu (/say@…). Em resposta a uma mensagem, /say a fala, e /consent allow se refere a quem a escreveu. O que é só para você eu digo na nossa conversa privada.',
} as const;
