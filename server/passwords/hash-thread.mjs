// What a thread of hash-threads.ts does. JavaScript, because Node 20 starts a thread with nothing else.
import { pbkdf2Sync, scryptSync } from 'node:crypto';
import { constants, getPriority, setPriority } from 'node:os';
import bcrypt from 'bcrypt';

/** What bcrypt reads of a text, in bytes. */
const LONGEST = 72;

/** How much nicer than the process: of a core that somebody else wants all of, a hash gets about a quarter; at 0, half. */
const NICER_BY = 5;

/** What a thread can be asked for: each does its work at once and blocks this thread alone. */
export const HASHES = {
  /**
   * @param {string} text
   * @param {number} cost
   */
  bcrypt: (text, cost) => bcrypt.hashSync(text, cost),

  /**
   * @param {string} text
   * @param {string} stored
   */
  bcryptMatches: (text, stored) =>
    // Cut here: under `2a`, the library counts the length in a byte, and a long text would be another one.
    bcrypt.compareSync(Buffer.from(text, 'utf8').subarray(0, LONGEST), stored),

  /**
   * @param {string} text
   * @param {string} salt
   * @param {number} iterations
   * @param {number} bytes
   * @param {string} digest
   */
  pbkdf2: (text, salt, iterations, bytes, digest) =>
    pbkdf2Sync(text, salt, iterations, bytes, digest).toString('base64'),

  /**
   * @param {string} text
   * @param {string} salt
   * @param {number} bytes
   * @param {import('node:crypto').ScryptOptions} options
   */
  scrypt: (text, salt, bytes, options) => scryptSync(text, salt, bytes, options).toString('base64'),

  /**
   * @param {string} text
   * @param {Omit<import('@node-rs/argon2').Options, 'salt'> & { salt: string }} options the salt in base64
   */
  async argon2(text, options) {
    // Loaded with the first one: most services have none.
    const { hashRawSync } = await import('@node-rs/argon2');
    return hashRawSync(text, { ...options, salt: Buffer.from(options.salt, 'base64') }).toString('base64');
  },
};

yieldToOthers();

/** Does what it is asked for, one after the other. */
export default ({ name, args }) => HASHES[name](...args);

/** Lets the thread that answers requests go first, and the stores' processes on the same cores. */
function yieldToOthers() {
  // Elsewhere a priority is the whole process's.
  if (process.platform === 'linux') {
    try {
      setPriority(Math.min(getPriority() + NICER_BY, constants.priority.PRIORITY_LOW));
    } catch {
      // A sandbox that forbids it: passwords are hashed all the same.
    }
  }
}
