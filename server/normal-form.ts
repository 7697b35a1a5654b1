/** In UTF-16 units: far beyond every limit that a text is held to. */
const LONGEST = 2048;

/**
 * A text in a normal form. One that is too long for any field stays as it is: normalising takes a time that grows with
 * the square of a run of combining marks, and somebody could keep the process busy for seconds with a request.
 */
export function normalForm(text: string, form: 'NFC' | 'NFKC'): string {
  return text.length > LONGEST ? text : text.normalize(form);
}
