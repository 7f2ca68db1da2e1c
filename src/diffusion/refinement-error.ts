export type RefinementErrorCode = 'invalid-draft' | 'not-finite' | 'degenerate-lattice';

/** Why a candidate could not be refined; the message is a sentence for the user. */
export class RefinementError extends Error {
  override readonly name = 'RefinementError';
  readonly code: RefinementErrorCode;

  constructor(code: RefinementErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
