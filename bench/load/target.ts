/** A request, and the answer that alone is right; with status 200. */
export interface Target {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** All of it, or what it has to hold where it is never twice the same. */
  answer: string | { holds: string };
}

/** An operation as our API and mercurius take it. */
export function operation(base: string, request: object, answer: Target['answer'], cookie?: string): Target {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...(cookie && { cookie }) };
  return { url: `${base}/graphql`, method: 'POST', headers, body: JSON.stringify(request), answer };
}

export function isRight(target: Target, status: number, body: string): boolean {
  const { answer } = target;
  return status === 200 && (typeof answer === 'string' ? body === answer : body.includes(answer.holds));
}
