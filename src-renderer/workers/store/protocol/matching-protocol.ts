import type { MatchView } from '#engine/matching/results/match-view.ts'
import type { LoadOutcome } from './load-protocol.ts'

/** What the page asks about which records are of one person. */
export interface MatchingApi {
  /**
   * How the people of several sources were matched; undefined for a population of one source.
   * @param revealed whether what identifies people may be shown
   * @throws AppError `not-allowed` when the role of the user shows some of the people only
   */
  matches(revealed: boolean): Promise<MatchView | undefined>
  /** Matches people again by the decisions as they are now, without reading the files again. */
  rematch(): Promise<LoadOutcome>
}
