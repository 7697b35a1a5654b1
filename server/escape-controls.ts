/**
 * What moves a terminal's cursor, ends a line or turns the direction of writing: C0 and C1 controls, line and paragraph
 * separators, and bidirectional overrides. JSON escapes the first of them only.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text as a line of the log may show it: what would act on a reader's terminal is written out as `\u001b`. */
export function escapeControls(text: string, prefix = '\\u'): string {
  return text.replace(CONTROLS, (one) => prefix + one.charCodeAt(0).toString(16).padStart(4, '0'));
}
