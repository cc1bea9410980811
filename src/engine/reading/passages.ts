import { Refusal } from '../../errors.ts';

/**
 * Passages: what the reader says when nobody wrote down what the person said, so that every sound of the language has frames to be
 * paired with. English sentences are our own, chosen to hold all phonemes in several surroundings; the other languages have
 * article 1 of the Universal Declaration of Human Rights (United Nations 1948) and short sentences of our own.
 */
export const passages: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Every Thursday the young judge rode her yellow bicycle past the old church.',
    'Which of those two measures would you choose for the azure vision?',
    'The thick fog choked both the valley and the shallow harbour.',
    'My father usually enjoys a cup of coffee and fresh oranges for breakfast.',
    'Our neighbours bought eight huge wooden chairs and painted them brown.',
    'She sang loudly while the children were jumping over the puddles.',
    'Look out, the boiling water could hurt your foot or your thumb!',
    'Give Zoe the cheap blue pencil and keep the good one for yourself.',
    'How far does the narrow road go beyond the village and the farm?',
    'They voyaged north in a small boat, chasing a strange noise through the mist.',
    'Pull the rope, push the box, and leave the garage before eleven.',
    'I hope that Uncle Roy and his nephew cook something nice tonight.',
    'A quick brown bird with dark feathers hid under the third bush.',
    'We heard music, laughter and the clear ring of a distant bell.',
  ],
  de: [
    'Alle Menschen sind frei und gleich an Würde und Rechten geboren.',
    'Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.',
    'Morgens trinkt mein jüngerer Bruder gern heißen Tee mit Zitrone und isst ein weiches Ei.',
    'Der Zug fährt um halb zwölf über die hohe Brücke nach Köln.',
    'Vielleicht können wir später noch in die schöne Küche gehen und Pfannkuchen backen.',
    'Ich möchte euch fragen, ob ihr heute Nacht die Sterne gesehen habt.',
    'Auf dem Dach sitzen neun kleine Vögel und zwitschern laut.',
    'Frau Schäfer kauft fünf Äpfel, zwei Kohlköpfe und ein Paar Strümpfe.',
    'Was für ein Geräusch war das da draußen im Garten?',
  ],
  es: [
    'Todos los seres humanos nacen libres e iguales en dignidad y derechos.',
    'Dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.',
    'Mi hermano pequeño bebe agua fría y come pan con queso en el jardín.',
    'El jueves llovió mucho y el perro negro corrió por toda la calle.',
    'Muchas gracias por la guitarra, señor Núñez, suena muy bien.',
    '¿Quieres venir mañana a la playa con nosotros y traer una chaqueta?',
    'La niña dibujó un pingüino, un zorro y dos gallinas en la hoja.',
    'Hoy hace buen tiempo, pero ayer el viento soplaba fuerte.',
    'Cinco amigos viajan juntos hacia el sur buscando trabajo.',
  ],
  fr: [
    'Tous les êtres humains naissent libres et égaux en dignité et en droits.',
    'Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.',
    'Ma petite sœur mange du pain blanc avec un peu de beurre chaque matin.',
    'Le jeune garçon joue au fond du jardin sous un grand chêne.',
    'Hier soir, nous avons vu huit oiseaux bleus voler au-dessus de la montagne.',
    'Veux-tu venir lundi chez nous pour goûter un bon gâteau au chocolat ?',
    'Il pleut souvent en juin, mais le vin de la région reste excellent.',
    'Cette vieille rue étroite mène à une église où chantent des voix graves.',
    'Quelle heure est-il, et où sont passés mes gants bruns ?',
  ],
  it: [
    'Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti.',
    'Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.',
    'Ogni mattina mio zio beve un caffè caldo e mangia un po’ di pane con il burro.',
    'La ragazza con la giacca gialla cerca le chiavi sotto il tavolo.',
    'Domani andremo in montagna a raccogliere funghi e castagne.',
    'Che bella sorpresa, non pensavo di vederti qui a giugno!',
    'Il gatto nero dorme sul cuscino mentre fuori piove forte.',
    'Vuoi scegliere tu la musica, oppure preferisci ascoltare la pioggia?',
    'Cinque amici viaggiano verso sud con una vecchia macchina azzurra.',
  ],
  pl: [
    'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.',
    'Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.',
    'Mój młodszy brat codziennie rano pije gorącą herbatę z cytryną.',
    'W ogrodzie rośnie pięć wysokich dębów i jedna stara grusza.',
    'Czy chcesz jutro pojechać z nami nad jezioro i zabrać dzieci?',
    'Żółty ptak usiadł na gałęzi i głośno zaśpiewał.',
    'Dzisiaj jest chłodno, ale wczoraj świeciło piękne słońce.',
    'Babcia upiekła chleb, ciasto ze śliwkami i drożdżówki.',
    'Gdzie położyłeś książkę, którą pożyczyłem od sąsiada?',
  ],
  pt: [
    'Todos os seres humanos nascem livres e iguais em dignidade e em direitos.',
    'Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.',
    'Minha irmã mais nova bebe água gelada e come pão com queijo de manhã.',
    'O cachorro preto correu pela rua atrás de um carro velho.',
    'Amanhã vamos à praia com os amigos, se não chover muito.',
    'Você quer jantar conosco e ouvir um pouco de música?',
    'A menina desenhou um coelho, uma árvore e três galinhas na folha.',
    'Ontem à noite o vento soprava forte e ninguém conseguiu dormir.',
    'Cinco irmãos viajam juntos para o sul em busca de trabalho.',
  ],
  ru: [
    'Все люди рождаются свободными и равными в своём достоинстве и правах.',
    'Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.',
    'Мой младший брат каждое утро пьёт горячий чай с лимоном.',
    'В большом саду растут яблони, груши и пять высоких дубов.',
    'Хочешь завтра поехать с нами на озеро и взять с собой детей?',
    'Жёлтая птица села на ветку и громко запела.',
    'Сегодня холодно, но вчера светило яркое солнце.',
    'Бабушка испекла хлеб, пирог с вишней и ещё блины.',
    'Где ты положил книгу, которую я взял у соседа?',
  ],
  zh: [
    '人人生而自由，在尊严和权利上一律平等。',
    '他们赋有理性和良心，并应以兄弟关系的精神相对待。',
    '我弟弟每天早上喝一杯热茶，吃两个鸡蛋。',
    '院子里有五棵高大的树，还有很多漂亮的花。',
    '你明天想不想跟我们一起去湖边玩？',
    '那只黄色的小鸟站在树枝上唱歌。',
    '今天天气很冷，可是昨天阳光非常好。',
    '奶奶做了米饭、红烧鱼和一盘青菜。',
    '请问，去火车站应该往哪个方向走？',
  ],
};

/** The passage for a BCP 47 tag ("en-GB" has that of "en"), or undefined. */
export function passageFor(language: string): readonly string[] | undefined {
  return passages[language.toLowerCase().split('-')[0]];
}

/** Refuses a language that has no passage with 'transcript-missing'. */
export function requirePassage(language: string): readonly string[] {
  const passage = passageFor(language);
  if (passage) return passage;
  throw new Refusal(
    'transcript-missing',
    `A voice in the language "${language}" can only be cloned with the words of the recording; without them only ` +
      `${Object.keys(passages).join(', ')} work. Write down what is said in the recording.`,
  );
}
