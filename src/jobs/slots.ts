/** Slots: how many syntheses run at a time. A live speech whose listener has enough for now rests, and lends its slot to others. */
export interface Slots {
  readonly isFree: boolean;
  take(): Slot;
}

export interface Slot {
  /** Lends the slot until {@link resume}. */
  rest(): void;
  /** Takes it back at once, even where that makes one too many for a while: a listener must hear no gap. */
  resume(): void;
  /** Safe to call again. */
  release(): void;
  /** The same slot for somebody else to release; this one does nothing any more. */
  handOver(): Slot;
}

export function createSlots(limit: number, onFree: () => void): Slots {
  let used = 0;

  function lease(): Slot {
    let state: 'used' | 'resting' | 'over' = 'used';
    const change = (to: typeof state) => {
      if (state === to || state === 'over') return;
      const more = Number(to === 'used') - Number(state === 'used');
      state = to;
      used += more;
      if (more < 0) onFree();
    };
    return {
      rest: () => change('resting'),
      resume: () => change('used'),
      release: () => change('over'),
      handOver() {
        state = 'over';
        return lease();
      },
    };
  }

  return {
    get isFree() {
      return used < limit;
    },
    take() {
      used++;
      return lease();
    },
  };
}
