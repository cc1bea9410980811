/** BCP 47 languages that the espeak-ng package reads, by its own list of voices. English is the one that was tuned and measured. */
export const espeakLanguages: readonly string[] =
  'en de es fr it pt pl ru zh af am an ar as az ba be bg bn bs ca cs cv cy da el eo et eu fa fi ga gd gn gu he hi hr ht hu hy ia id io is ja ka kk kl kn ko ku kok ky la lb lt lv mi mk ml mr ms mt my nb ne nl no om or pa ro sd shn si sk sl smj sq sr sv sw ta te th ti tk tn tr tt ug uk ur uz vi yue'.split(
    ' ',
  );
