import { AlreadyLoggedIn, InvalidCredentials, SessionNotFound, TooManyAttempts } from '../../accounts/errors.ts';
import { builder } from '../builder.ts';

/** Every failure member of a result union implements it. */
export const ErrorInterface = builder.interfaceRef<Error>('Error').implement({
  description: 'A failure that the caller’s own input can cause.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What went wrong, in a sentence that a person may read.' }),
  }),
});

builder.objectType(InvalidCredentials, {
  name: 'InvalidCredentials',
  description: 'The password isn’t right. The same for an unknown user, a wrong password and an inactive account.',
  interfaces: [ErrorInterface],
});

builder.objectType(AlreadyLoggedIn, {
  name: 'AlreadyLoggedIn',
  description: 'The caller is signed in, and this is for visitors who aren’t.',
  interfaces: [ErrorInterface],
});

builder.objectType(SessionNotFound, {
  name: 'SessionNotFound',
  description: 'None of the viewer’s sessions has this id. Whether somebody else’s has is not told.',
  interfaces: [ErrorInterface],
});

builder.objectType(TooManyAttempts, {
  name: 'TooManyAttempts',
  description: 'An allowance of attempts is used up. Nothing was checked.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      description: 'After how many seconds another attempt is heard.',
    }),
  }),
});
