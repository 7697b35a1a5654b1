/** The data directory can't be used; the message is one line for the person who starts the server. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';
}
