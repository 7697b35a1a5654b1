import { createHash } from 'node:crypto';

/** Every form in which a secret might get into a log: as it is, encoded, and as the hashes that are made of it. */
export function formsOf(secret: string): string[] {
  const sha256 = createHash('sha256').update(secret).digest();
  return [Buffer.from(secret), sha256]
    .flatMap((bytes) => [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')])
    .concat(secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1));
}

/** Which of the secrets are in a text, by their names. */
export function leaksIn(text: string, secrets: Record<string, string>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}
