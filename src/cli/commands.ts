import { backup, restore } from './backup.ts';
import { clone } from './clone.ts';
import type { CliCommand } from './command.ts';
import { consoleCommand } from './console.ts';
import { doctor } from './doctor.ts';
import { ledger } from './ledger.ts';
import { models } from './models.ts';
import { quality } from './quality.ts';
import { say } from './say.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';

/** In the order of --help, which is the order in which a newcomer needs them. */
export const commands: readonly CliCommand[] = [
  clone,
  say,
  verify,
  quality,
  consoleCommand,
  models,
  ledger,
  backup,
  restore,
  status,
  doctor,
];
