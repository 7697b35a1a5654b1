import type { Caller } from '../accounts/caller.ts';
import { marksAfterLogin, marksUnder } from '../accounts/known-device.ts';
import { mySessions } from '../accounts/my-sessions.ts';
import type { Services } from '../accounts/services.ts';
import { findViewer, type Viewer } from '../accounts/viewer.ts';
import type { User } from '../database/user.ts';
import type { Session } from '../sessions/session.ts';
import type { BegunSession } from '../sessions/sessions.ts';
import type { SessionToken } from '../sessions/token.ts';
import { unauthenticated } from './errors.ts';
import type { ReadOperation } from './operation.ts';

/** What the answer says about the cookies. */
export type CookieChange = { begun: BegunSession; deviceMarks: string[] } | 'clear';

/** What every resolver is given: who asks, and what to work with. */
export class Context {
  readonly services: Services;
  readonly caller: Caller;
  /** What the door has to do with the cookie; null leaves it as it is. */
  cookieChange: CookieChange | null = null;
  /** What is run, once it is known to be runnable. */
  read: ReadOperation | null = null;
  /** The name of the failure that was answered, if one was. */
  failure: string | null = null;
  private presented: SessionToken | null;
  private known: Viewer | null | undefined;
  private viewer: Promise<Viewer | null> | undefined;
  private sessions: Promise<Session[]> | undefined;

  constructor(services: Services, caller: Caller, token: SessionToken | null) {
    this.services = services;
    this.caller = caller;
    this.presented = token;
  }

  /** Prisma's client. Reads may use it directly; what changes a user goes through accounts/. */
  get prisma(): Services['database']['prisma'] {
    return this.services.database.prisma;
  }

  /** The token that the request came with, or that this operation has begun a session with. */
  get token(): SessionToken | null {
    return this.presented;
  }

  /** The signed-in user, or null for an anonymous visitor. Read once per request, when first asked for. */
  findViewer(): Promise<Viewer | null> {
    this.viewer ??= this.readViewer();
    return this.viewer;
  }

  private async readViewer(): Promise<Viewer | null> {
    const viewer = this.presented ? await findViewer(this.services, this.presented) : null;
    if (this.known === undefined) {
      this.known = viewer;
    }
    return viewer;
  }

  /** The same without waiting: undefined where nobody has asked yet, or the answer is still to come. */
  get knownViewer(): Viewer | null | undefined {
    return this.known;
  }

  /** The signed-in user. @throws UNAUTHENTICATED for an anonymous visitor */
  async requireViewer(): Promise<Viewer> {
    const viewer = await this.findViewer();
    if (!viewer) {
      throw unauthenticated();
    }
    return viewer;
  }

  /** Where the viewer is signed in. Read once per request, however often it is asked for. */
  mySessions(): Promise<Session[]> {
    this.sessions ??= this.requireViewer().then((viewer) => mySessions(this.services, viewer));
    return this.sessions;
  }

  /** Lets the answer carry a session that has begun with a password; from here on its user is the viewer. */
  carrySession(begun: BegunSession, user: User): void {
    this.carry(begun, user, marksAfterLogin(this.services, user, this.caller));
  }

  /** The same for the viewer's session that goes on under the user's new epoch. */
  continueSession(continued: BegunSession, user: User, previousEpoch: string): void {
    this.carry(continued, user, marksUnder(user, previousEpoch, this.services, this.caller));
  }

  private carry(begun: BegunSession, user: User, deviceMarks: string[]): void {
    this.cookieChange = { begun, deviceMarks };
    this.presented = begun.token;
    this.become({ ...user, session: begun.session });
  }

  /** Lets the answer clear the cookie; from here on the caller is an anonymous visitor. */
  dropSession(): void {
    this.cookieChange = 'clear';
    this.presented = null;
    this.become(null);
  }

  private become(viewer: Viewer | null): void {
    this.known = viewer;
    this.viewer = Promise.resolve(viewer);
  }
}
