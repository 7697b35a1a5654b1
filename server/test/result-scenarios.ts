import type { Agent } from './agent.ts';
import { ada, grace } from './people.ts';
import type { TestApp } from './test-app.ts';

type Scenario = (app: TestApp) => Promise<Record<string, any>>;

/** How each member of each result union comes about. Limits are those of results.test.ts: 3 a person, 3 signups. */
export const SCENARIOS: Record<string, Record<string, Scenario>> = {
  SignupResult: {
    SignupSuccess: (app) => app.visitor().signup(ada),
    ValidationFailed: (app) => app.visitor().signup({ ...ada, username: '' }),
    AlreadyLoggedIn: async (app) => (await app.signedUp(ada)).signup(grace),
    TooManyAttempts: (app) => fourTimes(() => app.visitor().signup({ ...ada, username: '' })),
  },
  LoginResult: {
    LoginSuccess: async (app) => (await app.signedUp(ada)).login(ada.username, ada.password),
    InvalidCredentials: (app) => app.visitor().login('nobody', ada.password),
    TooManyAttempts: (app) => fourTimes(() => app.visitor().login('nobody', ada.password)),
  },
  UpdateProfileResult: {
    UpdateProfileSuccess: async (app) => (await app.signedUp(ada)).updateProfile({ firstName: 'Augusta' }),
    ValidationFailed: async (app) => (await app.signedUp(ada)).updateProfile({ email: 'nonsense' }),
    InvalidCredentials: async (app) => (await app.signedUp(ada)).updateProfile(WITH_WRONG_PASSWORD),
    TooManyAttempts: (app) => asAda(app, (agent) => agent.updateProfile(WITH_WRONG_PASSWORD)),
  },
  ChangePasswordResult: {
    ChangePasswordSuccess: async (app) => (await app.signedUp(ada)).changePassword(ada.password, grace.password),
    ValidationFailed: async (app) => (await app.signedUp(ada)).changePassword(ada.password, 'short'),
    InvalidCredentials: async (app) => (await app.signedUp(ada)).changePassword('wrong', grace.password),
    TooManyAttempts: (app) => asAda(app, (agent) => agent.changePassword('wrong', grace.password)),
  },
  DeleteAccountResult: {
    DeleteAccountSuccess: async (app) => (await app.signedUp(ada)).deleteAccount(ada.password),
    InvalidCredentials: async (app) => (await app.signedUp(ada)).deleteAccount('wrong'),
    TooManyAttempts: (app) => asAda(app, (agent) => agent.deleteAccount('wrong')),
  },
  CheckPasswordResult: {
    CheckPasswordSuccess: (app) => app.visitor().checkPassword({ password: ada.password }),
    TooManyAttempts: (app) => fourTimes(() => app.visitor().checkPassword({ password: ada.password })),
  },
  RevokeSessionResult: {
    RevokeSessionSuccess: async (app) => {
      const agent = await app.signedUp(ada);
      return agent.revokeSession(String((await agent.mySessions())[0]?.id));
    },
    SessionNotFound: async (app) => (await app.signedUp(ada)).revokeSession('nothing'),
  },
  RevokeOtherSessionsResult: {
    RevokeOtherSessionsSuccess: async (app) => (await app.signedUp(ada)).revokeOtherSessions(),
    TooManyAttempts: (app) => asAda(app, (agent) => agent.revokeOtherSessions()),
  },
};

const WITH_WRONG_PASSWORD = { email: 'countess@example.com', currentPassword: 'wrong' };

async function asAda(app: TestApp, attempt: (agent: Agent) => Promise<Record<string, any>>) {
  const agent = await app.signedUp(ada);
  return fourTimes(() => attempt(agent));
}

/** Once more than is allowed; answers the last. */
async function fourTimes(attempt: () => Promise<Record<string, any>>): Promise<Record<string, any>> {
  await attempt();
  await attempt();
  await attempt();
  return attempt();
}
