/** The playground's tabs: the whole story of an account, in order. */
export const STORY: { query: string; variables: string }[] = [
  tab(
    `# 1. Sign up. The answer sets a cookie, and from then on this playground is signed in: there is nothing to copy.
mutation SignUp($input: SignupInput!) {
  signup(input: $input) {
    ... on SignupSuccess { user { id username email dateJoined } }
    ... on ValidationFailed { issues { field code message limit } }
    ... on Error { message }
  }
}`,
    {
      input: {
        username: 'ada',
        password: 'correct horse battery',
        passwordConfirmation: 'correct horse battery',
        email: 'ada@example.com',
      },
    },
  ),
  tab(
    `# 2. Who am I? Try it after a reload, and after a restart of the server. Logged out it answers null.
query Me {
  me { id username firstName lastName email lastLogin }
}`,
  ),
  tab(
    `# 3. Edit the profile. What is absent stays as it is; null clears it.
mutation EditProfile($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    ... on UpdateProfileSuccess { user { username firstName lastName email } }
    ... on ValidationFailed { issues { field code message limit } }
    ... on Error { message }
  }
}`,
    { input: { firstName: 'Ada', lastName: 'Lovelace' } },
  ),
  tab(
    `# 4. Change the password. Every other device is signed out; you stay.
mutation ChangePassword($input: ChangePasswordInput!) {
  changePassword(input: $input) {
    ... on ChangePasswordSuccess { user { username } }
    ... on ValidationFailed { issues { field code message limit } }
    ... on Error { message }
  }
}`,
    {
      input: {
        currentPassword: 'correct horse battery',
        newPassword: 'staple paper clip',
        newPasswordConfirmation: 'staple paper clip',
      },
    },
  ),
  tab(
    `# 5. Log out. True if there was a session; false, and no error, if there was none.
mutation LogOut {
  logout
}`,
  ),
  tab(
    `# 6. Log in again. A wrong name and a wrong password get the same answer.
mutation LogIn($input: LoginInput!) {
  login(input: $input) {
    ... on LoginSuccess { user { username lastLogin } }
    ... on TooManyAttempts { retryAfterSeconds }
    ... on Error { message }
  }
}`,
    { input: { username: 'ada', password: 'staple paper clip', remember: true } },
  ),
  tab(
    `# 7. Delete the account. It asks for the password, and can’t be undone.
mutation DeleteAccount($input: DeleteAccountInput!) {
  deleteAccount(input: $input) {
    ... on DeleteAccountSuccess { id }
    ... on Error { message }
  }
}`,
    { input: { password: 'staple paper clip' } },
  ),
];

function tab(query: string, variables: object = {}): { query: string; variables: string } {
  return { query, variables: JSON.stringify(variables, null, 2) };
}
