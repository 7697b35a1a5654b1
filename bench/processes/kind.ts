import type { Target } from '../load/target.ts';
import type { Place } from '../stores.ts';

/** What can be asked of a program; each of whatever it knows. */
export interface Requests {
  me?: Target;
  anonymous?: Target;
  /** One of several accounts in turn, so that no two logins at a time are the same person's. */
  login?: (turn: number) => Target;
  /** A new account every time. */
  signup?: (turn: number) => Target;
}

export interface Setting {
  /** Null for what keeps nothing. */
  place: Place | null;
  port: number;
  /** Work factor of bcrypt. */
  cost: number;
}

/** One kind of program under measurement. */
export interface Kind {
  name: string;
  /** What it answers where we answer `me`, if that is something else. */
  answering?: string;
  script: string;
  keeps: 'nothing' | 'servers' | 'embedded';
  env(setting: Setting): Promise<Record<string, string>>;
  /** What it answers without a session, once it can answer at all. */
  probe(base: string): Target;
  /** Makes the accounts that the requests are about. */
  requests(base: string): Promise<Requests>;
}

/** Everybody's accounts. */
export const PASSWORD = 'correct horse battery';
export const ACCOUNTS = 8;
