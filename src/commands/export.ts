import { zipSync } from 'fflate';
import type { Command } from './command.ts';

const options = {} as const;

/** /export: everything that is stored about the person, as a zip. */
export const exportAll: Command<typeof options> = {
  name: 'export',
  options,
  async *run(_options, request, { texts, voices }) {
    yield { kind: 'progress', text: texts.say('export-collecting') };
    const files = await voices.export(request.person.id);
    const bytes = zipSync(Object.fromEntries(files), { level: 6 });
    yield {
      kind: 'file',
      name: 'consonant-export.zip',
      bytes,
      text: texts.say('export-done', { count: files.size }),
      audience: 'asker',
    };
  },
};
