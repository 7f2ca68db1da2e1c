/** Bad input on the command line: one clear line for the user, exit status 2, no stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
