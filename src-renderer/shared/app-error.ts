import { sharedMessages as m } from '#messages/shared.ts'

/** Closed list of error codes. A code decides what the page may offer (retry, choose again, sign in again). */
export const errorCodes = [
  'invalid-input',
  'not-found',
  'not-allowed',
  'not-supported',
  'cancelled',
  'unreadable-file',
  'out-of-space',
  'network',
  'internal'
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Reasons that scripts have to tell apart. Does not cross to the page. */
export type ErrorReason = 'locked' | 'in-use' | 'disk' | 'limit'

/** The form of an error that may cross to the page: a code, a sentence a user can act on, and whether a retry can help. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
}

/** An error with a sentence meant for the user. Its `cause` goes to the redacting log and never to the page. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  /** Why something is not allowed or was not done, where commands end with a code of its own for it. */
  readonly reason: ErrorReason | undefined
  /** SHA-256 of the file that was refused, hexadecimal, for the audit log. Does not cross to the page. */
  readonly sha256: string | undefined

  /**
   * @param code one of {@link errorCodes}
   * @param message what happened, what is safe, what to do; no personal data, no paths
   */
  constructor(
    code: ErrorCode,
    message: string,
    options: { retryable?: boolean; cause?: unknown; reason?: ErrorReason; sha256?: string } = {}
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'AppError'
    this.code = code
    this.retryable = options.retryable ?? false
    this.reason = options.reason
    this.sha256 = options.sha256
  }
}

/** Turns any thrown value into its wire form. Anything that is not an {@link AppError} becomes a bare `internal`. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message, retryable: error.retryable }
  return {
    code: 'internal',
    message: m.somethingInsidePopulusFailedYourData,
    retryable: true
  }
}

/** Rebuilds an {@link AppError} from its wire form. */
export function fromWireError(wire: WireError): AppError {
  return new AppError(wire.code, wire.message, { retryable: wire.retryable })
}
