import { cpus, totalmem } from 'node:os';

/** Machine: what the numbers of a benchmark were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly platform: string;
  readonly date: string;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    date: new Date().toISOString().slice(0, 10),
  };
}

export function machineLine(machine: Machine): string {
  const { processor, cores, memoryGib, node, platform, date } = machine;
  return `${date}: ${processor}, ${cores} cores, ${memoryGib} GiB, ${platform}, Node ${node}`;
}
