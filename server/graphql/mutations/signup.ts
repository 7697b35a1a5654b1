import { AlreadyLoggedIn, TooManyAttempts, ValidationFailed } from '../../accounts/errors.ts';
import { signup } from '../../accounts/signup.ts';
import { builder } from '../builder.ts';
import { userPayload } from '../types/user-payload.ts';

const SignupInput = builder.inputType('SignupInput', {
  description: 'A new account.',
  fields: (t) => ({
    username: t.string({
      required: true,
      description: 'Letters, digits and `@ . + - _`, at most 150 characters; unique without regard to letter case.',
    }),
    password: t.string({ required: true, description: 'What it must be is in `passwordPolicy`.' }),
    passwordConfirmation: t.string({ required: true, description: 'The password again.' }),
    email: t.string({ description: 'An e-mail address, at most 254 characters. Not verified, and not unique.' }),
    firstName: t.string({ description: 'At most 150 characters.' }),
    lastName: t.string({ description: 'At most 150 characters.' }),
  }),
});

const SignupSuccess = userPayload('SignupSuccess', 'The account was created, and its user is signed in.');

builder.mutationField('signup', (t) =>
  t.field({
    type: SignupSuccess,
    credential: true,
    description: 'Creates an account without any rights, begins a session and sets its cookie.',
    errors: {
      types: [ValidationFailed, AlreadyLoggedIn, TooManyAttempts],
      union: { description: 'What `signup` answers.' },
    },
    args: { input: t.arg({ type: SignupInput, required: true, description: 'The new account.' }) },
    resolve: async (_root, { input }, context) => {
      const { user, ...begun } = await signup(context.services, await context.findViewer(), input, context.caller);
      context.carrySession(begun, user);
      return { user };
    },
  }),
);
