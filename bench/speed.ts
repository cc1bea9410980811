import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { backends, defaultEngine } from '../src/engine/index.ts';
import { describeMachine, machineLine } from './machine.ts';
import { type Bar, barTable, number, writeResults } from './report.ts';
import { createContext } from './speed/context.ts';
import { groups, onlyWhenNamed } from './speed/groups.ts';

/** bench: how fast an engine and its process are, against the bars of the embedded engine. See `--help`. */
const help = `npm run bench -- [GROUP...] [--engine ID] [--minutes N] [--json FILE]

Groups: ${Object.keys(groups).join(', ')} (default: all but ${onlyWhenNamed.join(', ')}). Engines: ${Object.keys(backends).join(', ')} (default ${defaultEngine}).
--minutes shortens the groups that run for long, to see that they work: discord-voice takes some 20 minutes with its 10.
Wall times are honest only on a machine with nothing else to do; the load is printed with them.`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: defaultEngine },
    json: { type: 'string' },
    minutes: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) console.log(help);
else process.exitCode = await run();

async function run(): Promise<number> {
  const unknown = positionals.find(name => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    console.error(`There is no group "${unknown}". Groups: ${Object.keys(groups).join(', ')}.`);
    return 2;
  }
  const machine = describeMachine();
  const load = loadavg()[0];
  console.log(`${machineLine(machine)}, load ${number(load)} before the run\nEngine ${flags.engine}.\n`);
  const context = createContext(flags.engine, flags.minutes === undefined ? undefined : Number(flags.minutes));
  const bars: Bar[] = [];
  try {
    for (const name of positionals.length > 0 ? positionals : Object.keys(groups).filter(name => !onlyWhenNamed.includes(name))) {
      process.stderr.write(`  ${name} ...\n`);
      bars.push(...(await groups[name](context)));
    }
  } finally {
    await context.close();
  }
  console.log(barTable(bars));
  console.log(`\nNumbers: ${writeResults({ machine, load, engine: flags.engine, bars }, 'speed', flags.json)}`);
  return 0;
}
