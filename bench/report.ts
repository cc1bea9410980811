import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Report: how the benchmarks print their tables, judge them against their bars, and keep the numbers. */

/** One line of a "must reach" table. Lower is better unless `higherIsBetter`. */
export interface Bar {
  readonly measure: string;
  readonly value: number;
  readonly bar: number;
  readonly aim?: number;
  readonly unit: string;
  readonly digits?: number;
  readonly higherIsBetter?: boolean;
}

/** PASS and PASS (aim) reach the bar; "not measured" is never a pass. */
export function judge({ value, bar, aim, higherIsBetter }: Bar): 'PASS' | 'PASS (aim)' | 'miss' | 'not measured' {
  if (Number.isNaN(value)) return 'not measured';
  const reaches = (limit: number) => (higherIsBetter ? value >= limit : value <= limit);
  if (!reaches(bar)) return 'miss';
  return aim !== undefined && reaches(aim) ? 'PASS (aim)' : 'PASS';
}

export function barTable(bars: readonly Bar[]): string {
  const rows = bars.map(row => {
    const limit = (value: number) => `${row.higherIsBetter ? '>=' : '<='} ${number(value, row.digits)} ${row.unit}`.trim();
    return [
      row.measure,
      Number.isNaN(row.value) ? '-' : `${number(row.value, row.digits)} ${row.unit}`.trim(),
      limit(row.bar),
      row.aim === undefined ? '' : limit(row.aim),
      judge(row),
    ];
  });
  return markdownTable(['measure', 'value', 'bar', 'aim', 'verdict'], rows);
}

/** A Markdown table whose columns also line up in a terminal. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, 3, ...rows.map(row => row[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** "-" for what was not measured. */
export function number(value: number, digits = 2): string {
  return Number.isNaN(value) ? '-' : value.toFixed(digits);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the sorted values, the one below which `share` (0 to 1) of them lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Writes to `path`, or to bench/results/`name`.json (which git ignores); returns where. */
export function writeResults(
  results: unknown,
  name: string,
  path = join(import.meta.dirname, 'results', `${name}.json`),
): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  return path;
}
