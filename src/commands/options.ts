import type { RichText } from '../text/rich-text.ts';
import type { PersonRef, RoleRef } from './request.ts';

/** Options: what a command takes, as data; menus are made from it, values are checked against it (parse-options.ts). */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

export type OptionSpec =
  | { readonly kind: 'rich-text'; readonly required?: boolean; readonly maximumLength: number }
  /** Short, taken literally. */
  | { readonly kind: 'text'; readonly required?: boolean; readonly maximumLength: number }
  /** Name or id of a voice; menus complete it with the voices that the person may use here. */
  | { readonly kind: 'voice'; readonly required?: boolean; readonly owned?: boolean }
  | {
      readonly kind: 'choice';
      readonly required?: boolean;
      readonly choices: readonly string[];
      /** Where the choice decides which other options count: these, for each. For menus that have a form for each; parsing goes by the whole table. */
      readonly parts?: Readonly<Record<string, OptionTable>>;
    }
  | {
      readonly kind: 'number';
      readonly required?: boolean;
      readonly minimum: number;
      readonly maximum: number;
      readonly whole?: boolean;
    }
  | { readonly kind: 'boolean'; readonly required?: boolean }
  /** "30 days", "12h"; becomes milliseconds. */
  | { readonly kind: 'duration'; readonly required?: boolean }
  | { readonly kind: 'person'; readonly required?: boolean }
  | { readonly kind: 'role'; readonly required?: boolean };

interface ValueOfKind {
  'rich-text': RichText;
  text: string;
  voice: string;
  choice: string;
  number: number;
  boolean: boolean;
  duration: number;
  person: PersonRef;
  role: RoleRef;
}

type ValueOf<Spec extends OptionSpec> = Spec extends { kind: 'choice'; choices: readonly (infer Choice)[] }
  ? Choice
  : ValueOfKind[Spec['kind']];

/** What `run` gets: a required option is there, another one may be undefined. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { required: true }
    ? ValueOf<Table[Name]>
    : ValueOf<Table[Name]> | undefined;
};
