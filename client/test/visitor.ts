import assert from 'node:assert/strict';
import type { BrowserContext, BrowserContextOptions, Cookie, Page, Request } from 'playwright-core';
import { openBrowser } from './browser.ts';

/** Nothing runs there. It is of the same site, for to come from another one costs the next page a process of its own. */
const RESTING_PLACE = '/healthz';
const LOGIN = 'mutation ($input: LoginInput!) { begun: login(input: $input) { __typename } }';
const SIGNUP = 'mutation ($input: SignupInput!) { begun: signup(input: $input) { __typename } }';

/** A person with a browser of their own. */
export interface Visitor extends AsyncDisposable {
  /** The tab in front; a test may put another one there. */
  page: Page;
  context: BrowserContext;
  /** Goes to an address of the UI, by loading it. */
  open(path: string): Promise<void>;
  /** Fills in fields by their labels. */
  fill(values: Record<string, string>): Promise<void>;
  press(button: string): Promise<void>;
  /** Waits for a page by its heading. */
  arrivesAt(heading: string | RegExp): Promise<void>;
  /** Waits for a text anywhere on the page. */
  sees(text: string | RegExp): Promise<void>;
  /** The path that the address bar shows, with query and fragment. */
  path(): string;
  signUp(person: { username: string; password: string; email?: string; firstName?: string }): Promise<void>;
  logIn(person: { username: string; password: string }): Promise<void>;
  /** Has logged in earlier, by the API: the next page that is opened is a signed-in one. */
  hasSession(person: { username: string; password: string }): Promise<void>;
  /** Has signed up earlier, by the API. */
  hasAccount(person: { username: string; password: string }): Promise<void>;
  /** Forgets everything but the look, as a new browser would have it. What its pages complained of fails the test. */
  startOver(): Promise<void>;
  /** The session's cookies, as the browser has them: one, or none. */
  sessionCookies(): Promise<Cookie[]>;
  /** How many requests have no answer yet. */
  awaited(): number;
  /** What the page has complained of: violations of the policy, uncaught errors, the console's errors. */
  problems: string[];
}

/** Opens a new browser without cookies. What its pages complain of fails the test at its end. */
export async function visit(url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const browser = await openBrowser();
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(10_000);
  const problems: string[] = [];
  await watch(context, problems);
  const awaited = countAwaited(context);
  const page = await context.newPage();

  const visitor: Visitor = {
    page,
    context,
    problems,
    awaited,
    async open(path) {
      await visitor.page.goto(path);
    },
    async fill(values) {
      for (const [label, value] of Object.entries(values)) {
        await field(visitor.page, label).fill(value);
      }
    },
    press: (name) => visitor.page.getByRole('button', { name, exact: true }).click(),
    arrivesAt: (name) => visitor.page.getByRole('heading', { level: 1, name }).waitFor(),
    sees: (text) => visitor.page.getByText(text).first().waitFor(),
    path: () => visitor.page.url().slice(new URL(visitor.page.url()).origin.length),
    async signUp({ username, password, email = '', firstName = '' }) {
      await visitor.open('/signup');
      await visitor.fill({
        Username: username,
        'E-mail': email,
        'First name': firstName,
        Password: password,
        'Password again': password,
      });
      await visitor.press('Create the account');
      await visitor.arrivesAt(/^Hello/);
    },
    async logIn({ username, password }) {
      await visitor.open('/login');
      await visitor.fill({ Username: username, Password: password });
      await visitor.press('Log in');
      await visitor.arrivesAt(/^Hello/);
    },
    hasSession: ({ username, password }) => begin(context, LOGIN, { username, password }),
    hasAccount: (person) => begin(context, SIGNUP, { ...person, passwordConfirmation: person.password }),
    sessionCookies: async () => (await context.cookies()).filter(({ name }) => name === 'gatehouse'),
    async startOver() {
      await visitor.page.unrouteAll();
      await context.unrouteAll();
      if (visitor.page.url().startsWith(url)) {
        await visitor.page.evaluate(() => {
          localStorage.clear();
          sessionStorage.clear();
        });
        await visitor.page.goto(RESTING_PLACE);
      }
      await context.clearCookies();
      assert.deepEqual(problems.splice(0), []);
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      assert.deepEqual(problems, []);
    },
  };
  return visitor;
}

/** A field by its label, whether or not it says that it is optional. */
export function field(page: Page, label: string) {
  return page.getByLabel(new RegExp(`^${label}( \\(optional\\))?\\s*$`));
}

/** Begins a session that the context's pages find. */
async function begin(context: BrowserContext, query: string, input: object): Promise<void> {
  const answer = await context.request.post('/graphql', { data: { query, variables: { input } } });
  assert.match(await answer.text(), /"(Login|Signup)Success"/);
}

async function watch(context: BrowserContext, problems: string[]): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on('weberror', (error) => problems.push(String(error.error())));
  context.on('console', (message) => {
    // The browser itself notes each answer that isn't a success; that is what some tests are about.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      problems.push(message.text());
    }
  });
}

function countAwaited(context: BrowserContext): () => number {
  const awaited = new Set<Request>();
  context.on('request', (request) => awaited.add(request));
  context.on('requestfinished', (request) => awaited.delete(request));
  context.on('requestfailed', (request) => awaited.delete(request));
  return () => awaited.size;
}
