/** Gives out the access token of one connection. */
export interface TokenSource {
  /**
   * The value of the Authorization header, renewed early; `undefined` where none is needed.
   * @throws AppError `not-allowed` with what the server said, `network`
   */
  authorization(): Promise<string | undefined>
  /**
   * Called after a 401: gets another token unless somebody else already has since `refused` was given out.
   * @returns false when there is nothing to renew
   */
  renew(refused: string | undefined): Promise<boolean>
  /** Scopes of the newest token as the server named them. */
  granted(): string | undefined
  /** Life of the newest token as the server named it. */
  lifeSeconds(): number | undefined
}

/** A token without a stated life is taken to live this long; SMART recommends at most so. */
export const assumedLifeSeconds = 300

/**
 * When a token is renewed, in milliseconds since 1970: at four fifths of its life or half a minute before its end,
 * whichever is later.
 * @param issuedAt milliseconds since 1970
 */
export function renewalTime(issuedAt: number, lifeSeconds: number): number {
  return issuedAt + Math.max(lifeSeconds * 0.8, lifeSeconds - 30) * 1000
}
