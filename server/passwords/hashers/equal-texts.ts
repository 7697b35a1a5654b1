import { timingSafeEqual } from 'node:crypto';

/** Compares a computed hash with the stored one in a time that doesn't tell where they differ. */
export function equalTexts(computed: string, stored: string): boolean {
  const [one, other] = [Buffer.from(computed), Buffer.from(stored)];
  return one.length === other.length && timingSafeEqual(one, other);
}
