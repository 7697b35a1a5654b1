import { onHashThread } from '../hash-threads.ts';
import { equalTexts } from './equal-texts.ts';
import { type Hasher, MOST_MEMORY, type StoredHash } from './hasher.ts';

/** N, salt, r, p and hash, in Django's order. */
const REST = /^([1-9]\d{0,9})\$([^$]+)\$([1-9]\d{0,3})\$([1-9]\d{0,3})\$([A-Za-z0-9+/]{86}==)$/;

/** The most of N·r·p that is verified, 1 to 3 s of one core: Django's defaults make 2^17, and 5·2^17 from 5.1 on. */
const MOST_WORK = 2 ** 22;

/** OpenSSL wants some more than 128·N·r; what is sane is asked before. */
const MAXMEM = 2 * MOST_MEMORY;

/** How long Django's hashes are. */
const BYTES = 64;

/** Django's ScryptPasswordHasher: `scrypt$<N>$<salt>$<r>$<p>$<hash>`, RFC 7914 with 64 bytes. */
export const scrypt: Hasher = { algorithm: 'scrypt', read };

function read(rest: string): StoredHash | null {
  const [, N, salt = '', r, p, hash = ''] = REST.exec(rest) ?? [];
  const work = { N: Number(N), r: Number(r), p: Number(p) };
  if (!isSane(work)) {
    return null;
  }
  return {
    async matches(text) {
      return equalTexts(await onHashThread('scrypt', text, salt, BYTES, { ...work, maxmem: MAXMEM }), hash);
    },
  };
}

/** What RFC 7914 allows, and not too much of it. */
function isSane({ N, r, p }: { N: number; r: number; p: number }): boolean {
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
  return isPowerOfTwo && N < 2 ** (16 * r) && 128 * N * r <= MOST_MEMORY && N * r * p <= MOST_WORK;
}
