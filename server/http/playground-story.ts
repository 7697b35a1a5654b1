/** The playground's tabs: the whole story of an account, in order. Values are in the text, to be changed there. */
export const STORY: { query: string }[] = [
  `# 1. Sign up. The answer sets a cookie: from then on
# this playground is signed in, with nothing to copy.
mutation SignUp {
  signup(
    input: {
      username: "grace"
      password: "nanoseconds of wire"
      passwordConfirmation: "nanoseconds of wire"
      email: "grace@example.com"
    }
  ) {
    __typename
    ... on SignupSuccess {
      user { id username email dateJoined }
    }
    ... on ValidationFailed {
      issues { field code message limit }
    }
    ... on Error { message }
  }
}
`,
  `# 2. Who am I? Try it after a reload, and after a
# restart of the server. Logged out, it answers null.
query Me {
  me { id username firstName lastName email lastLogin }
}
`,
  `# 3. Edit the profile. What is absent stays as it is;
# null clears it.
mutation EditProfile {
  updateProfile(
    input: { firstName: "Grace", lastName: "Hopper" }
  ) {
    __typename
    ... on UpdateProfileSuccess {
      user { username firstName lastName email }
    }
    ... on ValidationFailed {
      issues { field code message limit }
    }
    ... on Error { message }
  }
}
`,
  `# 4. Change the password. Every other device is signed
# out; you stay.
mutation ChangePassword {
  changePassword(
    input: {
      currentPassword: "nanoseconds of wire"
      newPassword: "staple paper clip"
      newPasswordConfirmation: "staple paper clip"
    }
  ) {
    __typename
    ... on ChangePasswordSuccess {
      user { username }
    }
    ... on ValidationFailed {
      issues { field code message limit }
    }
    ... on Error { message }
  }
}
`,
  `# 5. Log out. True if there was a session; false, and
# no error, if there was none.
mutation LogOut {
  logout
}
`,
  `# 6. Log in again. A wrong name and a wrong password
# get the same answer.
mutation LogIn {
  login(
    input: {
      username: "grace"
      password: "staple paper clip"
      remember: true
    }
  ) {
    __typename
    ... on LoginSuccess {
      user { username lastLogin }
    }
    ... on TooManyAttempts { retryAfterSeconds }
    ... on Error { message }
  }
}
`,
  `# 7. Delete the account. It asks for the password, and
# can’t be undone.
mutation DeleteAccount {
  deleteAccount(input: { password: "staple paper clip" }) {
    __typename
    ... on DeleteAccountSuccess { id }
    ... on Error { message }
  }
}
`,
].map((query) => ({ query }));
