import { InvalidCredentials, TooManyAttempts } from '../../accounts/errors.ts';
import { login } from '../../accounts/login.ts';
import { builder } from '../builder.ts';
import { userPayload } from '../types/user-payload.ts';

const LoginInput = builder.inputType('LoginInput', {
  description: 'Who wants to be let in.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'In any letter case.' }),
    password: t.string({ required: true, description: 'As it was chosen.' }),
    remember: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'True keeps the session when the browser is closed, and longer: by default 14 days without use, 30 in all.',
    }),
  }),
});

const LoginSuccess = userPayload('LoginSuccess', 'The password was right: the user is signed in.');

builder.mutationField('login', (t) =>
  t.field({
    type: LoginSuccess,
    credential: true,
    description: 'Begins a session and sets its cookie. A session that was open before ends.',
    errors: { types: [InvalidCredentials, TooManyAttempts], union: { description: 'What `login` answers.' } },
    args: { input: t.arg({ type: LoginInput, required: true, description: 'Name and password.' }) },
    resolve: async (_root, { input }, context) => {
      const { user, ...begun } = await login(context.services, context.token, input, context.caller);
      context.carrySession(begun, user);
      return { user };
    },
  }),
);
