/**
 * Escape: plain text as Discord shows it plainly: nothing in it becomes markup, a mention, a link, a time or an emoji. Discord takes a
 * backslash before anything but letters, digits and blanks for "as it is" (simple-markdown's rule, which its clients use).
 */
export function escaped(text: string): string {
  return text
    .replace(/[\\*_~|`<@]|\[|\](?=\()|(?<=https?|steam|discord):(?=\/\/)/giu, '\\$&')
    .replace(/^(\s*)([#>+-])/gmu, '$1\\$2')
    .replace(/^(\s*\d+)\./gmu, '$1\\.');
}
