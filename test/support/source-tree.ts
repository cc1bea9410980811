/** SourceTree: the source files of the project and who imports whom, read with a real lexer so that comments and strings do not count. */
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'es-module-lexer';

/** Path from the repository root, with "/" -> source text. */
export type SourceTree = ReadonlyMap<string, string>;

export interface Import {
  readonly from: string;
  /** Path from the repository root for a relative import, else the bare specifier: "node:fs", "commander". */
  readonly to: string;
  /** static: loaded with the file. dynamic: when the code gets there. type: erased. */
  readonly kind: 'static' | 'dynamic' | 'type';
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export function readSourceTree(): SourceTree {
  const files = globSync('src/**/*.ts', { cwd: root }).map(file => file.replaceAll('\\', '/'));
  return new Map(files.sort().map(file => [file, readFileSync(`${root}/${file}`, 'utf8')]));
}

/** Throws where an import cannot be told from the text, as `import(name)`. */
export function importsOf(from: string, source: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, kind: Import['kind']) => {
    const relative = specifier.startsWith('.');
    found.push({ from, to: relative ? posix.join(posix.dirname(from), specifier) : specifier, kind });
  };
  for (const item of parse(source)[0]) {
    if (item.type === 'static' || item.type === 'reexport-star') {
      add(item.specifier, item.typeOnly ? 'type' : 'static');
    } else if (item.type === 'dynamic') {
      if (item.specifier === undefined || item.glob) {
        throw new Error(`${from}: import(${source.slice(item.start, item.end)}) cannot be checked; import a literal path.`);
      }
      add(item.specifier, item.probablyTypeOnly ? 'type' : 'dynamic');
    } else if (item.type === 'import-meta') {
      // Finding a package's file is a use of the package like any other.
      const resolved = /^\.resolve\(\s*(['"`])([^'"`]+)\1/.exec(source.slice(item.importEnd));
      if (resolved) add(resolved[2], 'dynamic');
    }
  }
  return found;
}

/** "node:fs/promises" and "@scope/name/file.js" -> "node:fs" and "@scope/name". */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
