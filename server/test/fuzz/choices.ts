import fc from 'fast-check';

/** What the choices of one body are made from. */
export interface Choices {
  /** A whole number below `bound`; 0 when there is nothing left to choose by. */
  below(bound: number): number;
  /** True so many times of so many. */
  chance(so: number, of: number): boolean;
  pick<T>(items: readonly T[]): T;
  text(): string;
  /** Any JSON. */
  anything(): unknown;
}

const TEXTS = fc.oneof(
  fc.constantFrom('', ' ', 'ada', 'ADA', 'wrong', '\0', '\ud800', '\u202Ea', `'; DROP TABLE "User"; --`, '__proto__'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  fc.integer({ min: 100, max: 3000 }).map((length) => 'x'.repeat(length)),
);

const ANYTHING = fc.oneof(
  TEXTS,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 31, 1e308, '7f0c6a30-3a3f-4c11-9a53-0a8f6b1c2d3e'),
  fc.array(TEXTS, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('username', 'password', 'id', '__proto__', 'x'), TEXTS, { maxKeys: 3 }),
);

/**
 * One draw of numbers for a whole body: drawing each choice by itself takes longer than the server does to answer. Zeros,
 * to which a failure shrinks, choose the plainest.
 */
export const choices: fc.Arbitrary<Choices> = fc
  .tuple(
    fc.uint8Array({ minLength: 120, maxLength: 120 }),
    fc.array(TEXTS, { minLength: 3, maxLength: 3 }),
    fc.array(ANYTHING, { minLength: 2, maxLength: 2 }),
  )
  .map(([numbers, texts, values]) => {
    let at = 0;
    const below = (bound: number) => (numbers[at++] ?? 0) % bound;
    const pick = <T>(items: readonly T[]) => items[below(items.length)] as T;
    return {
      below,
      pick,
      chance: (so, of) => below(of) >= of - so,
      text: () => pick(texts),
      anything: () => pick(values),
    };
  });
