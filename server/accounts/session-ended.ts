/** The session or the account ended between the request's arrival and its effect. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}
