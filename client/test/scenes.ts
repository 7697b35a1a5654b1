import { ada } from '../../server/test/people.ts';
import type { Visitor } from './visitor.ts';

export type Account = Pick<typeof ada, 'username' | 'password'>;

/** Every page of the UI and what it can look like, for somebody who has an account. */
export const scenes: Record<string, (visitor: Visitor, account?: Account) => Promise<void>> = {
  async welcome(visitor) {
    await visitor.open('/');
    await visitor.arrivesAt('Welcome');
  },
  async signup(visitor) {
    await visitor.open('/signup');
    await visitor.arrivesAt('Sign up');
  },
  async 'signup-refused'(visitor) {
    await visitor.open('/signup');
    await visitor.fill({ Username: 'ada', 'E-mail': 'ada at example', Password: 'short', 'Password again': 'other' });
    await visitor.press('Create the account');
    await visitor.sees('This is not an e-mail address.');
  },
  async 'signup-password'(visitor) {
    await visitor.open('/signup');
    await visitor.fill({ Username: 'ada', Password: '1234567' });
    await visitor.press('Show password');
    await visitor.page.locator('.rules .unmet').first().waitFor();
  },
  async login(visitor) {
    await visitor.open('/login?next=%2Fprofile');
    await visitor.arrivesAt('Log in');
  },
  async 'login-refused'(visitor) {
    await visitor.open('/login');
    await visitor.fill({ Username: `nobody${Math.random()}`, Password: 'wrong' });
    await visitor.press('Log in');
    await visitor.sees('The username or the password is wrong.');
  },
  async home(visitor, account = ada) {
    await visitor.logIn(account);
  },
  async profile(visitor, account = ada) {
    await visitor.hasSession(account);
    await visitor.open('/profile');
    await visitor.arrivesAt('Profile');
  },
  async 'profile-saved'(visitor, account) {
    await scenes.profile?.(visitor, account);
    await visitor.press('Save');
    await visitor.sees('Your profile was saved.');
  },
  async 'profile-session-ended'(visitor, account) {
    await scenes.profile?.(visitor, account);
    await visitor.context.clearCookies();
    await visitor.press('Save');
    await visitor.page.getByRole('dialog', { name: 'Log in again' }).waitFor();
  },
  async 'profile-password-asked'(visitor, account) {
    await scenes.profile?.(visitor, account);
    // As the server answers after a quarter of an hour.
    const issues = [{ __typename: 'ValidationIssue', field: 'currentPassword', code: 'CURRENT_PASSWORD_REQUIRED' }];
    const updateProfile = { __typename: 'ValidationFailed', message: '', issues };
    await visitor.page.route('**/graphql', (route) =>
      route.request().postData()?.includes('mutation UpdateProfile')
        ? route.fulfill({ json: { data: { updateProfile } } })
        : route.continue(),
    );
    await visitor.press('Save');
    await visitor.page.getByRole('dialog', { name: 'Is it you?' }).waitFor();
  },
  async 'session-ended'(visitor, account) {
    await scenes.profile?.(visitor, account);
    await visitor.context.clearCookies();
    await visitor.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await visitor.sees('Your session has ended.');
  },
  async 'logout-unfinished'(visitor, account = ada) {
    await visitor.hasSession(account);
    await visitor.open('/');
    await visitor.arrivesAt(/^Hello/);
    await visitor.context.route('**/graphql', (route) => route.abort());
    await visitor.press('Log out');
    await visitor.sees('You are logged out here');
  },
  async password(visitor, account = ada) {
    await visitor.hasSession(account);
    await visitor.open('/password');
    await visitor.arrivesAt('Password');
  },
  async devices(visitor, account = ada) {
    await visitor.hasSession(account);
    await visitor.open('/devices');
    await visitor.sees('this one');
  },
  async 'delete-account'(visitor, account = ada) {
    await visitor.hasSession(account);
    await visitor.open('/delete-account');
    await visitor.arrivesAt('Delete your account');
  },
  async 'not-found'(visitor) {
    await visitor.open('/nowhere');
    await visitor.arrivesAt('Page not found');
  },
  async unreachable(visitor) {
    await visitor.context.route('**/graphql', (route) => route.abort());
    await visitor.open('/profile');
    await visitor.arrivesAt('No answer');
  },
};
