import { normalForm } from '../normal-form.ts';

/** With so many letters or fewer beside it, a password is still little but the service's name. */
const FEW_LETTERS = 3;

/** What people write in a letter's place. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  a: '4@',
  b: '8',
  e: '3',
  g: '69',
  i: '1!|',
  l: '1|',
  o: '0',
  s: '5$',
  t: '7+',
  z: '2',
};

/**
 * Makes the rule against the service's own name, which is among the first that are guessed (NIST SP 800-63B-4,
 * 3.1.1.2). A password breaks it where it has the name in it, perhaps with the usual substitutes for letters, spaces or
 * dashes, and at most three letters more: `Gatehouse1!`, `g4teh0use`, `my-gatehouse-2026`.
 */
export function createServiceNameCheck(name: string): (password: string) => boolean {
  const letters = [...lettersOf(name)];
  // Of fixed length, one class for each letter, so that no password makes it search for long.
  const pattern = new RegExp(letters.map((letter) => `[${letter}${SUBSTITUTES[letter] ?? ''}]`).join(''), 'gu');

  return (password) => {
    const compact = fold(password).replace(/[\s._-]/g, '');
    const rest = compact.replace(pattern, '');
    return rest !== compact && [...lettersOf(rest)].length <= FEW_LETTERS;
  };
}

/** The letters of a text, in lower case: what of a name can't be left out. */
export function lettersOf(text: string): string {
  return fold(text).replace(/\P{L}/gu, '');
}

function fold(text: string): string {
  return normalForm(text, 'NFKC').toLowerCase();
}
