import { Refusal } from '../../errors.ts';
import { damaged, getFilesAgain } from './weights.ts';

/**
 * Pickle: reads the data of a Python pickle, and only data. A pickle is a program that may call anything; here a fixed table says which
 * names may stand in it and what they make, nothing else is ever called, and a pickle that asks for more is refused as a whole.
 * Opcodes: pickletools.py of CPython, protocols 2 to 4.
 */
export type Maker = (...given: readonly unknown[]) => unknown;

export interface PickleRules {
  /** For messages. */
  readonly file: string;
  /** "module name" -> what stands for it. A function is called where the pickle calls it; anything else is a plain value. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** What a persistent id, a reference to something outside of the pickle, stands for. */
  readonly persistent: (id: unknown) => unknown;
}

const MARK = Symbol('mark');

/**
 * Bounds the time, the stack, the memo and all lists and dictionaries, for each instruction adds one thing at most. Each tensor takes some 40, so this is
 * for 25 000 tensors.
 */
const MOST_INSTRUCTIONS = 1_000_000;

/** More than any of the functions takes; a call with hundreds of thousands would overflow the stack. */
const MOST_ARGUMENTS = 16;

export function readPickle(bytes: Uint8Array, { file, globals, persistent }: PickleRules): unknown {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  let at = 0;

  const take = (count: number): Buffer => {
    if (at + count > view.length) throw damaged(file, 'its pickle is cut off');
    at += count;
    return view.subarray(at - count, at);
  };
  const pop = (): unknown => {
    if (stack.length === 0) throw damaged(file, 'its pickle takes more than it has');
    return stack.pop();
  };
  const popToMark = (): unknown[] => {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) throw damaged(file, 'its pickle has no mark');
    const items = stack.splice(mark);
    return items.slice(1);
  };
  const line = (): string => {
    const end = view.indexOf(0x0a, at);
    if (end < 0) throw damaged(file, 'its pickle is cut off');
    const text = view.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  const top = (): unknown => stack.at(-1);
  const lookUp = (module: unknown, name: unknown): unknown => {
    // Written out as text, a few nested tuples of what they share would take forever.
    if (typeof module !== 'string' || typeof name !== 'string')
      throw damaged(file, 'its pickle names a function by what is no text');
    const key = `${module} ${name}`;
    if (Object.hasOwn(globals, key)) return globals[key];
    throw new Refusal(
      'checkpoint-pickle-code',
      `${file} asks to run "${module.slice(0, 60)}.${name.slice(0, 60)}". A file of weights needs no code, so nothing of it ` +
        `was run and it is not used. ${getFilesAgain}`,
    );
  };
  const remember = (key: number): void => {
    memo.set(key, top());
  };
  const recall = (key: number): void => {
    if (!memo.has(key)) throw damaged(file, 'its pickle recalls what it has not seen');
    stack.push(memo.get(key));
  };
  const setItems = (items: readonly unknown[]): void => {
    const target = top();
    if (!(target instanceof Map)) throw damaged(file, 'its pickle sets items of what is no dictionary');
    for (let i = 0; i + 1 < items.length; i += 2) target.set(items[i], items[i + 1]);
  };
  const append = (items: readonly unknown[]): void => {
    const target = top();
    if (!Array.isArray(target)) throw damaged(file, 'its pickle appends to what is no list');
    for (const item of items) target.push(item);
  };
  const reduce = (): void => {
    const given = pop();
    const maker = pop();
    if (typeof maker !== 'function' || !Array.isArray(given)) throw damaged(file, 'its pickle calls what is no function');
    if (given.length > MOST_ARGUMENTS) throw damaged(file, `its pickle calls a function with ${given.length} values`);
    stack.push((maker as Maker)(...given));
  };

  /** Opcode -> what it does. What is not in the table is refused. */
  const opcodes: Readonly<Record<number, () => void>> = {
    128: () => void take(1), // PROTO
    149: () => void take(8), // FRAME
    40: () => stack.push(MARK), // MARK
    48: () => void pop(), // POP
    49: () => void popToMark(), // POP_MARK
    78: () => stack.push(null), // NONE
    136: () => stack.push(true), // NEWTRUE
    137: () => stack.push(false), // NEWFALSE
    75: () => stack.push(take(1)[0]), // BININT1
    77: () => stack.push(take(2).readUInt16LE()), // BININT2
    74: () => stack.push(take(4).readInt32LE()), // BININT
    138: () => stack.push(readLong(take(take(1)[0]))), // LONG1
    71: () => stack.push(take(8).readDoubleBE()), // BINFLOAT
    88: () => stack.push(take(take(4).readUInt32LE()).toString('utf8')), // BINUNICODE
    140: () => stack.push(take(take(1)[0]).toString('utf8')), // SHORT_BINUNICODE
    85: () => stack.push(take(take(1)[0]).toString('latin1')), // SHORT_BINSTRING
    93: () => stack.push([]), // EMPTY_LIST
    97: () => append([pop()]), // APPEND
    101: () => append(popToMark()), // APPENDS
    125: () => stack.push(new Map()), // EMPTY_DICT
    115: () => setItems([pop(), pop()].reverse()), // SETITEM
    117: () => setItems(popToMark()), // SETITEMS
    41: () => stack.push([]), // EMPTY_TUPLE
    133: () => stack.push([pop()]), // TUPLE1
    134: () => stack.push([pop(), pop()].reverse()), // TUPLE2
    135: () => stack.push([pop(), pop(), pop()].reverse()), // TUPLE3
    116: () => stack.push(popToMark()), // TUPLE
    113: () => remember(take(1)[0]), // BINPUT
    114: () => remember(take(4).readUInt32LE()), // LONG_BINPUT
    148: () => remember(memo.size), // MEMOIZE
    104: () => recall(take(1)[0]), // BINGET
    106: () => recall(take(4).readUInt32LE()), // LONG_BINGET
    99: () => stack.push(lookUp(line(), line())), // GLOBAL
    147: () => stack.push(lookUp(...([pop(), pop()].reverse() as [unknown, unknown]))), // STACK_GLOBAL
    81: () => stack.push(persistent(pop())), // BINPERSID
    82: reduce, // REDUCE
    98: () => void pop(), // BUILD: attributes of an object; only _metadata of the dictionary, which nobody needs
  };

  for (let count = 0; count < MOST_INSTRUCTIONS; count++) {
    const code = take(1)[0];
    if (code === 0x2e) return pop(); // STOP
    const act = opcodes[code];
    if (!act) {
      throw new Refusal(
        'checkpoint-pickle-code',
        `${file} holds the pickle instruction 0x${code.toString(16)}, which a file of weights does not need. Nothing of it was run. ${getFilesAgain}`,
      );
    }
    act();
  }
  throw damaged(file, 'its pickle has no end');
}

/** Little-endian two's complement of at most six bytes; sizes and offsets are no longer. */
function readLong(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  return bytes.length <= 6 ? bytes.readIntLE(0, bytes.length) : Number.NaN;
}
