/** From this ratio on, two texts are similar: Django's `max_similarity`. */
const SIMILAR = 0.7;

/** Python's `\W+`: whatever is neither a letter nor a number of any script, nor an underscore. */
const BETWEEN_WORDS = /[^\p{L}\p{N}_]+/u;

/**
 * Whether a password resembles a text about the person, or a part of it, as Django's UserAttributeSimilarityValidator
 * measures it. Both are compared in lower case, by code points.
 */
export function isSimilar(password: string, text: string): boolean {
  const whole = text.toLowerCase();
  const letters = [...password.toLowerCase()];
  return [...whole.split(BETWEEN_WORDS), whole].some((part) => {
    const partLetters = [...part];
    return !isFarLonger(letters, partLetters) && quickRatio(letters, partLetters) >= SIMILAR;
  });
}

/** Django's `exceeds_maximum_length_ratio`: of lengths so different no ratio reaches the bound, so none is computed. */
function isFarLonger(password: readonly string[], part: readonly string[]): boolean {
  return password.length >= 10 * part.length && part.length < (SIMILAR / 2) * password.length;
}

/** Python's `difflib.SequenceMatcher(a, b).quick_ratio()`: what two texts have in common, in whatever order. */
export function quickRatio(a: readonly string[], b: readonly string[]): number {
  const length = a.length + b.length;
  const available = new Map<string, number>();
  for (const letter of b) {
    available.set(letter, (available.get(letter) ?? 0) + 1);
  }
  let matches = 0;
  for (const letter of a) {
    const left = available.get(letter) ?? 0;
    available.set(letter, left - 1);
    matches += left > 0 ? 1 : 0;
  }
  return length === 0 ? 1 : (2 * matches) / length;
}
