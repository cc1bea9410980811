/**
 * Rich text: what a person typed, as a tree, whatever platform it came from. Parsers (markup/) make it, `toSpokenText` reads it.
 * Plain data: it is stored, compared and sent between processes as it is.
 */
export type RichText = readonly Node[];

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  /** Emphasis, headings, quotes, list items: read as they are. `block` parts are read as sentences of their own. */
  | { readonly kind: 'span'; readonly block: boolean; readonly children: RichText }
  /** Announced, never read. */
  | { readonly kind: 'spoiler' }
  | { readonly kind: 'code'; readonly block: boolean }
  | {
      readonly kind: 'mention';
      readonly of: 'person' | 'role' | 'channel' | 'everyone' | 'here' | 'command';
      readonly name?: string;
    }
  | { readonly kind: 'emoji'; readonly unicode: string }
  /** `name` as the platform has it: "party_blob". */
  | { readonly kind: 'custom-emoji'; readonly name: string }
  /** A bare address has no children; a link with a text of its own reads as that text. */
  | { readonly kind: 'link'; readonly url: string; readonly children?: RichText }
  /** Seconds since 1970, and how it is shown: "R" relative, "t" time, "d" date, "f" both ... as Discord names them. */
  | { readonly kind: 'timestamp'; readonly epochSeconds: number; readonly style: 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R' };
