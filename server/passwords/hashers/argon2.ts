import { onHashThread } from '../hash-threads.ts';
import { equalTexts } from './equal-texts.ts';
import { type Hasher, MOST_MEMORY, type StoredHash } from './hasher.ts';

/** The PHC format: variant, version, memory in KiB, passes, lanes, salt and hash, these two in base64 without padding. */
const REST =
  /^(argon2id|argon2i|argon2d)\$(?:v=(16|19)\$)?m=(\d{1,9}),t=([1-9]\d{0,5}),p=([1-9]\d{0,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{11,86})$/;

/** The library's numbers for them; its own enumerations exist for the compiler alone. */
const VARIANTS: Record<string, number> = { argon2d: 0, argon2i: 1, argon2id: 2 };

/** The most of memory times passes that is verified, in KiB, 1 to 3 s of one core: Django's defaults make 204,800. */
const MOST_WORK = 2 ** 22;

/** What the library takes, one lane after the other on one thread; Django's default is 8. */
const MOST_LANES = 255;

/** Django's Argon2PasswordHasher: `argon2$argon2id$v=19$m=102400,t=2,p=8$<salt>$<hash>`, and the older variants. */
export const argon2: Hasher = { algorithm: 'argon2', read };

function read(rest: string): StoredHash | null {
  const [, variant = '', version, m, t, p, salt = '', hash = ''] = REST.exec(rest) ?? [];
  const work = { memoryCost: Number(m), timeCost: Number(t), parallelism: Number(p) };
  if (!isSane(work)) {
    return null;
  }
  const options = {
    ...work,
    algorithm: VARIANTS[variant],
    // The format's first version had no name: a value without one is of version 16.
    version: version === '19' ? 1 : 0,
    salt,
    outputLen: Buffer.from(hash, 'base64').length,
  };
  return {
    async matches(text) {
      return equalTexts((await onHashThread('argon2', text, options)).replace(/=+$/, ''), hash);
    },
  };
}

/** What RFC 9106 allows, and not too much of it. */
function isSane({ memoryCost, timeCost, parallelism }: Record<'memoryCost' | 'timeCost' | 'parallelism', number>) {
  const isEnough = memoryCost >= 8 * parallelism;
  const isBounded = 1024 * memoryCost <= MOST_MEMORY && memoryCost * timeCost <= MOST_WORK;
  return isEnough && isBounded && parallelism <= MOST_LANES;
}
