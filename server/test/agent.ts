import type { Person } from './people.ts';

/** An answer of the API, as a client sees it. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Absent where nothing was executed. */
  data?: Record<string, any> | null;
  errors?: { message: string; path?: string[]; extensions: Record<string, unknown> }[];
}

/** What a successful answer about a user shows. */
const USER = 'user { id username email firstName lastName isStaff isSuperuser lastLogin dateJoined }';
/** What the others show instead. */
const PAYLOADS: Record<string, string> = {
  deleteAccount: 'id',
  checkPassword: 'unmet { field code message limit }',
};
const FAILURES = `
  ... on ValidationFailed { message issues { field code message limit } }
  ... on TooManyAttempts { message retryAfterSeconds }
  ... on Error { message }`;

/** A client that keeps its cookie, as a browser does. */
export class Agent {
  /** The session's cookie as it would be sent; null when there is none. */
  cookie: string | null = null;
  /** The cookie that says who has logged in with this browser. */
  deviceCookie: string | null = null;
  /** The last Set-Cookie of the session's that was received. */
  setCookie: string | null = null;
  readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.url = url;
    this.headers = headers;
  }

  /** Sends an operation and keeps what the answer says about the cookie. */
  async send(query: string, variables?: object, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const response = await this.post(JSON.stringify({ query, variables }), headers);
    return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
  }

  /** Posts a body as it is. */
  async post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...((this.cookie || this.deviceCookie) && {
          cookie: [this.cookie, this.deviceCookie].filter(Boolean).join('; '),
        }),
        ...this.headers,
        ...headers,
      },
      body: body as BodyInit,
    });
    response.headers.getSetCookie().forEach((header) => {
      this.keepCookie(header);
    });
    return response;
  }

  async me(): Promise<Record<string, any> | null> {
    const { data } = await this.send(`{ me { id username email firstName lastName isStaff isSuperuser lastLogin } }`);
    if (!data) {
      throw new Error('me was not answered');
    }
    return data.me;
  }

  signup({ password, ...person }: Partial<Person>, more: object = {}): Promise<Record<string, any>> {
    return this.run('signup', 'SignupInput', { password, passwordConfirmation: password, ...person, ...more });
  }

  login(username: string, password: string, remember?: boolean): Promise<Record<string, any>> {
    return this.run('login', 'LoginInput', { username, password, remember });
  }

  async logout(): Promise<boolean> {
    return (await this.send('mutation { logout }')).data?.logout;
  }

  updateProfile(input: object): Promise<Record<string, any>> {
    return this.run('updateProfile', 'UpdateProfileInput', input);
  }

  changePassword(currentPassword: string, newPassword: string, more: object = {}): Promise<Record<string, any>> {
    const input = { currentPassword, newPassword, newPasswordConfirmation: newPassword, ...more };
    return this.run('changePassword', 'ChangePasswordInput', input);
  }

  deleteAccount(password: string): Promise<Record<string, any>> {
    return this.run('deleteAccount', 'DeleteAccountInput', { password });
  }

  async mySessions(): Promise<Record<string, any>[]> {
    const { data, errors } = await this.send(
      '{ mySessions { id beganAt lastSeenAt expiresAt device address current } }',
    );
    if (!data) {
      throw new Error(String(errors?.[0]?.extensions.code));
    }
    return data.mySessions;
  }

  async revokeSession(id: string): Promise<Record<string, any>> {
    const query = `mutation ($id: ID!) { revokeSession(id: $id) {
      __typename ... on RevokeSessionSuccess { id } ... on Error { message } } }`;
    return (await this.send(query, { id })).data?.revokeSession;
  }

  async revokeOtherSessions(): Promise<Record<string, any>> {
    const query = `mutation { revokeOtherSessions {
      __typename ... on RevokeOtherSessionsSuccess { ${USER} } ... on TooManyAttempts { message retryAfterSeconds } } }`;
    return (await this.send(query)).data?.revokeOtherSessions;
  }

  checkPassword(input: object): Promise<Record<string, any>> {
    return this.run('checkPassword', 'CheckPasswordInput', input);
  }

  /** Runs one of our mutations and answers its result, whichever member it is. */
  private async run(field: string, inputType: string, input: object): Promise<Record<string, any>> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}Success`;
    const success = `... on ${name} { ${PAYLOADS[field] ?? USER} }`;
    const failures = FAILURES.split('\n').filter((line) => mayAnswer(field, line));
    const query = `mutation ($input: ${inputType}!) { ${field}(input: $input) { __typename ${success} ${failures} } }`;
    const answer = await this.send(query, { input });
    return answer.data
      ? answer.data[field]
      : { __typename: 'TopLevelError', status: answer.status, ...answer.errors?.[0] };
  }

  private keepCookie(header: string): void {
    const [pair = ''] = header.split(';');
    if (/^(__Host-)?gatehouse-device=/.test(pair)) {
      this.deviceCookie = pair;
    } else {
      this.setCookie = header;
      this.cookie = /Max-Age=0/.test(header) ? null : pair;
    }
  }
}

/** These have nothing to validate, and GraphQL refuses a fragment that can't match. */
function mayAnswer(field: string, fragment: string): boolean {
  return !fragment.includes('ValidationFailed') || !['login', 'deleteAccount', 'checkPassword'].includes(field);
}
