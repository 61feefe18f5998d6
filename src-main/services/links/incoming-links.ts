import type { Input, Output } from '#shared/contract/contract.ts'
import { parseDeepLink } from '#shared/contract/deep-link.ts'
import type { LogPort } from '../../ports/host.ts'

/** A place that a link leads to. */
type Place = NonNullable<Output<'links.take'>>

/** Links that come from outside, one after the other. */
export interface IncomingLinks {
  /** Takes a link; anything else is noted and ignored. */
  follow(link: string): void
  /** The newest place that was not taken yet, and forgets it. */
  take(input: Input<'links.take'>): Promise<Place | undefined>
}

/** Dependencies of {@link createIncomingLinks}. */
export interface IncomingLinksDependencies {
  readonly log: LogPort
  /** A place waits to be taken. */
  readonly arrived: () => void
  /** Takes the answer to a sign-in by a person. */
  readonly answerSignIn: (answer: URLSearchParams) => Promise<void>
}

/** Holds the newest link until a page takes it: there may be no window yet, or it is locked. */
export function createIncomingLinks({ log, arrived, answerSignIn }: IncomingLinksDependencies): IncomingLinks {
  let waiting: Place | undefined
  return {
    follow(text) {
      const link = parseDeepLink(text)
      if (link === undefined) {
        log.write('warn', 'links.ignored')
        return
      }
      if (link.kind === 'sign-in') {
        answerSignIn(new URLSearchParams(link.answer)).catch((error: unknown) =>
          log.write('error', 'links.answer-failed', { error: error instanceof Error ? error.name : 'unknown' })
        )
        return
      }
      waiting = link
      arrived()
    },
    async take() {
      const place = waiting
      waiting = undefined
      return place
    }
  }
}
