// Plain JavaScript, like run.mjs: it decides whether anything has to be compiled at all.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Answers whether an output was made from just these inputs, by a stamp that is kept beside it.
 * @param {string} stamp the stamp's path
 * @param {string[]} inputs files, and folders to look through
 */
export function isFresh(stamp, inputs) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(inputs);
}

/**
 * Writes the stamp, once the output is there.
 * @param {string} stamp the stamp's path
 * @param {string[]} inputs the same as will be asked for
 */
export function markFresh(stamp, inputs) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint(inputs));
}

/** @param {string[]} inputs */
function fingerprint(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const file of inputs.flatMap(filesIn).sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  const entries = readdirSync(path).filter((name) => name !== 'generated' && name !== 'schema.graphql');
  return entries.flatMap((name) => filesIn(join(path, name)));
}
