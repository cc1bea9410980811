import type { ColumnTypes } from '../database.ts';
import { start } from './0001-start.ts';
import { marks } from './0002-marks.ts';

/** In order; the n-th makes version n of the tables. One that was released is never changed: add the next. */
export const migrations: readonly ((types: ColumnTypes) => readonly string[])[] = [start, marks];
