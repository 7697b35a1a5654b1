import { readBcryptText } from './bcrypt-text.ts';
import type { Hasher } from './hasher.ts';

/** Django's BCryptPasswordHasher, `bcrypt$$2b$12$…`: the password as it is, of which bcrypt reads 72 bytes. */
export const bcrypt: Hasher = { algorithm: 'bcrypt', read: readBcryptText };
