/** Leaves of rich text: plain runs cut into text, emoji and bare links. */
import { cutEmoji } from '../emoji.ts';
import { findLinks } from '../links.ts';
import type { Node } from '../rich-text.ts';

export function splitLeaves(text: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const link of findLinks(text)) {
    nodes.push(...splitEmoji(text.slice(end, link.start)), { kind: 'link', url: link.url });
    end = link.end;
  }
  return [...nodes, ...splitEmoji(text.slice(end))];
}

function splitEmoji(text: string): Node[] {
  return [...cutEmoji(text)].map(part =>
    part.isEmoji ? { kind: 'emoji', unicode: part.text } : { kind: 'text', text: part.text },
  );
}

/** The nodes of a parser with neighbouring texts joined, then cut into leaves: a link or an emoji may lie across the parser's cuts. */
export function joinLeaves(nodes: Iterable<Node>): Node[] {
  const joined: Node[] = [];
  let held = '';
  for (const node of nodes) {
    if (node.kind === 'text') {
      held += node.text;
    } else {
      joined.push(...splitLeaves(held), node);
      held = '';
    }
  }
  return [...joined, ...splitLeaves(held)];
}
