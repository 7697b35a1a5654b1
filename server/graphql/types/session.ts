import { describeDevice } from '../../sessions/device.ts';
import type { Session as SessionRecord } from '../../sessions/session.ts';
import { publicIdOf } from '../../sessions/token.ts';
import { builder } from '../builder.ts';

/** A session as its person may see it; its token, and what the store knows it by, are nowhere in the schema. */
export const Session = builder.objectRef<SessionRecord>('Session').implement({
  description: 'A device on which the viewer is signed in.',
  fields: (t) => ({
    id: t.id({
      description: 'For `revokeSession`. It opens nothing.',
      resolve: ({ id }) => publicIdOf(id),
    }),
    beganAt: t.field({
      type: 'DateTime',
      description: 'When it began, with a login or a signup.',
      resolve: ({ beganAt }) => new Date(beganAt),
    }),
    lastSeenAt: t.field({
      type: 'DateTime',
      description: 'When it was last used, to the minute.',
      resolve: ({ lastSeenAt }) => new Date(lastSeenAt),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends if it isn’t used again.',
      resolve: (session, _args, context) => new Date(context.services.sessions.expiryOf(session)),
    }),
    device: t.string({
      description: 'The browser and the system, as the device calls itself: `Firefox on Windows`.',
      resolve: ({ userAgent }) => describeDevice(userAgent),
    }),
    address: t.exposeString('address', { description: 'The network address from which it began.' }),
    current: t.boolean({
      description: 'Whether it is the one that asks.',
      resolve: async ({ id }, _args, context) => id === (await context.findViewer())?.session.id,
    }),
  }),
});
