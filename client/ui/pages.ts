/** The UI's pages by their addresses: the router's, and the server's, which answers 404 for any other. */
export const PAGES = {
  home: '/',
  signup: '/signup',
  login: '/login',
  profile: '/profile',
  password: '/password',
  sessions: '/devices',
  deleteAccount: '/delete-account',
} as const;
