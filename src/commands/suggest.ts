import type { Voices } from '../voices/voices.ts';
import type { OptionSpec } from './options.ts';
import { askerOf, type Request } from './request.ts';

/** Suggest: what a menu offers while somebody types an option: voices that they may use here, or the choices. */
export interface Suggestion {
  readonly label: string;
  readonly value: string;
}

/** Of every platform's menus; Discord's limit. */
export const maximumSuggestions = 25;

export async function suggest(
  spec: OptionSpec,
  typed: string,
  { request, voices }: { readonly request: Request; readonly voices: Voices },
): Promise<readonly Suggestion[]> {
  if (spec.kind === 'choice')
    return best(
      spec.choices.map(choice => ({ label: choice, value: choice })),
      typed,
    );
  if (spec.kind !== 'voice') return [];
  const found = spec.owned ? await voices.owned(request.person.id) : await voices.usable(askerOf(request));
  const names = found.map(voice => voice.name);
  const isShared = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return best(
    found.map(({ id, name, owner }) => ({
      label: isShared(name) && owner !== request.person.id ? `${name} (${request.directory.personName(owner) ?? '?'})` : name,
      value: isShared(name) ? id : name,
    })),
    typed,
  );
}

/** Those that begin so first, then those that hold it somewhere; the order is kept otherwise. */
function best(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const begins = all.filter(({ label }) => label.toLocaleLowerCase().startsWith(wanted));
  const holds = all.filter(one => !begins.includes(one) && one.label.toLocaleLowerCase().includes(wanted));
  return [...begins, ...holds].slice(0, maximumSuggestions);
}
