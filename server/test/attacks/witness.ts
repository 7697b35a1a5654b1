import { Agent } from '../agent.ts';

/** An answer as it came, whatever is in it. */
export interface SeenAnswer {
  status: number;
  headers: Headers;
  body: string;
}

/** A client that remembers what it was answered. */
export class Witness extends Agent {
  readonly answers: SeenAnswer[] = [];

  override async post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    const response = await super.post(body, headers);
    this.answers.push({ status: response.status, headers: response.headers, body: await response.clone().text() });
    return response;
  }

  get last(): SeenAnswer {
    const last = this.answers.at(-1);
    if (!last) {
      throw new Error('nothing was answered yet');
    }
    return last;
  }
}

/** All of an answer by which somebody could tell it from another; seconds to wait pass, and each has an id and a date. */
export function comparable({ status, headers, body }: SeenAnswer) {
  const kept = [...headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
  return { status, headers: Object.fromEntries(kept), body: body.replace(/\b\d+ s\./, 'N s.') };
}

/** The codes of the errors in a body. */
export function codesIn(body: string): string[] {
  const { errors = [] } = JSON.parse(body) as { errors?: { extensions: { code: string } }[] };
  return errors.map(({ extensions }) => extensions.code);
}
