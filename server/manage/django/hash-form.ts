import { readHash } from '../../passwords/hashers/registry.ts';

/** What an encoded password is to passwords/: verifiable, or in words why nobody logs in with it. */
export function hashForm(encoded: string): string {
  if (encoded === '' || encoded.startsWith('!')) {
    return 'no usable password, as in Django: they can’t log in until they are given one';
  }
  if (readHash(encoded)) {
    return 'verifiable';
  }
  // The name alone: what follows it is a hash, and goes nowhere.
  const [algorithm = ''] = /^\w{1,40}(?=\$)/.exec(encoded) ?? [];
  return `a password in the form ${algorithm || '(unknown)'}, which isn’t verified here: kept, but they can’t log in with it`;
}
