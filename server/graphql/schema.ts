import { DirectiveLocation, GraphQLDirective, specifiedDirectives } from 'graphql';
import { builder } from './builder.ts';
import './types/date-time.ts';
import './types/error.ts';
import './types/validation.ts';
import './types/user.ts';
import './types/session.ts';
import './queries/me.ts';
import './queries/my-sessions.ts';
import './queries/password-policy.ts';
import './mutations/signup.ts';
import './mutations/login.ts';
import './mutations/logout.ts';
import './mutations/update-profile.ts';
import './mutations/change-password.ts';
import './mutations/check-password.ts';
import './mutations/delete-account.ts';
import './mutations/revoke-session.ts';
import './mutations/revoke-other-sessions.ts';

const authenticated = new GraphQLDirective({
  name: 'authenticated',
  description: 'Needs a signed-in user. Checked for the whole operation before any of it runs.',
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
});

/** The schema. A type of your own is one more import above. */
export const schema = builder.toSchema({ directives: [...specifiedDirectives, authenticated], sortSchema: false });
