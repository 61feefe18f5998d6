import { AppError, type ErrorCode } from '#shared/app-error.ts'

/** Why a sign-in by a person did not work, as a closed word for the audit log. */
export type SignInRefusalReason =
  | 'denied'
  | 'wrong-state'
  | 'replayed'
  | 'wrong-issuer'
  | 'incomplete'
  | 'server-refused'
  | 'wrong-identity'
  | 'no-pkce'
  | 'timed-out'
  | 'stopped'

/** A sign-in by a person that did not work. */
export class SignInRefusal extends AppError {
  readonly refusal: SignInRefusalReason

  constructor(refusal: SignInRefusalReason, message: string, code: ErrorCode = 'not-allowed', cause?: unknown) {
    super(code, message, cause === undefined ? {} : { cause })
    this.refusal = refusal
  }
}
