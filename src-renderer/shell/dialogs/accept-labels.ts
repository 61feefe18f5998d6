import { shellDialogsMessages as m } from '#messages/shell/dialogs.ts'
import type { AcceptReason } from '#shared/snapshot.ts'

/** Why data that are much smaller than before are used all the same. */
export const acceptLabels: Readonly<Record<AcceptReason, string>> = {
  'source-confirmed': m.theSourceConfirmedThatItHas,
  'population-changed': m.thePopulationWasReducedOnPurpose,
  'needed-now': m.theDataAreNeededNowA
}
