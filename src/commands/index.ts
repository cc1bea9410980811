import { clone } from './clone.ts';
import type { AnyCommand } from './command.ts';
import { consent } from './consent/consent.ts';
import { design } from './design.ts';
import { exportAll } from './export.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { join, leave, queue, skip, stop } from './live.ts';
import { privacy } from './privacy.ts';
import { report } from './report.ts';
import { say } from './say.ts';
import { settings } from './settings-parts/settings-command.ts';
import { verify } from './verify.ts';
import { voices } from './voices.ts';

/** Every command, in the order of /help, which is the order in which a newcomer needs them. To add one: its file, its line here, its texts. */
export const commands: readonly AnyCommand[] = [
  clone,
  say,
  voices,
  consent,
  design,
  join,
  leave,
  skip,
  stop,
  queue,
  forget,
  exportAll,
  verify,
  privacy,
  help,
  settings,
  report,
];
