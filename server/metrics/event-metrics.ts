import type { Registry } from 'prom-client';
import type { EventOf } from '../events/event.ts';
import { EVENT_TYPES, type Events } from '../events/events.ts';
import { createTallies } from './tallies.ts';

/** As the type has them, so that none is forgotten. */
const ALLOWANCES: Record<EventOf<'limited'>['allowance'], true> = {
  loginAccount: true,
  loginAccountAddress: true,
  loginDevice: true,
  loginAddress: true,
  loginService: true,
  signupAddress: true,
  signupService: true,
  checkPasswordAddress: true,
  checkPasswordService: true,
  revokeAccount: true,
};

/** Counts what happens to accounts: sessions that begin and end, wrong passwords, allowances that are used up. */
export function countEvents(registry: Registry, events: Events): void {
  const tallyOf = createTallies(registry, {
    name: 'gatehouse_events_total',
    help: 'What happened to accounts, as the log has it; without loginFailed and limited nobody is guessing.',
    labels: ['event'],
  });
  const limitedOf = createTallies(registry, {
    name: 'gatehouse_limited_total',
    help: 'Attempts that were refused because an allowance is used up, by allowance (LIMIT_…).',
    labels: ['allowance'],
  });
  // All made now: a series that appears with its first event has no increase to see.
  for (const allowance of Object.keys(ALLOWANCES)) {
    limitedOf(allowance);
  }
  for (const type of EVENT_TYPES) {
    const tally = tallyOf(type);
    events.on(type, () => {
      tally.count += 1;
    });
  }
  events.on('limited', ({ allowance }) => {
    limitedOf(allowance).count += 1;
  });
}
