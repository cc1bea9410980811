/** Align: words that were to be said along the start of those that were heard, with the fewest words wrong, missing or added (Levenshtein). */
export interface Alignment {
  /** Heard words that the alignment takes; what follows was said after the sentence. */
  readonly used: number;
  readonly errors: number;
  /** For each expected word, whether it was heard. */
  readonly matched: readonly boolean[];
}

export function alignPrefix(
  expected: readonly string[],
  heard: readonly string[],
  isSame: (expected: string, heard: string) => boolean,
): Alignment {
  const width = heard.length + 1;
  /** [expected + 1, heard + 1] fewest errors so far. */
  const cost = new Uint16Array((expected.length + 1) * width);
  for (let column = 0; column < width; column++) cost[column] = column;
  for (let row = 1; row <= expected.length; row++) {
    cost[row * width] = row;
    for (let column = 1; column < width; column++) {
      const same = isSame(expected[row - 1]!, heard[column - 1]!);
      cost[row * width + column] = Math.min(
        cost[(row - 1) * width + column - 1]! + Number(!same),
        cost[(row - 1) * width + column]! + 1,
        cost[row * width + column - 1]! + 1,
      );
    }
  }
  const last = cost.subarray(expected.length * width);
  const errors = Math.min(...last);
  const used = last.indexOf(errors);
  return { used, errors, matched: traceBack() };

  function traceBack(): boolean[] {
    const matched = expected.map(() => false);
    let [row, column] = [expected.length, used];
    while (row > 0 && column > 0) {
      const here = cost[row * width + column]!;
      const same = isSame(expected[row - 1]!, heard[column - 1]!);
      if (here === cost[(row - 1) * width + column - 1]! + Number(!same)) {
        row--;
        column--;
        matched[row] = same;
      } else if (here === cost[(row - 1) * width + column]! + 1) row--;
      else column--;
    }
    return matched;
  }
}
