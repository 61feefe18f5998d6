import type { AcceptReason } from '#shared/snapshot.ts'

/** Why data that are much smaller than before are used all the same. */
export const acceptLabels: Readonly<Record<AcceptReason, string>> = {
  'source-confirmed': 'The source confirmed that it has fewer records now',
  'population-changed': 'The population was reduced on purpose',
  'needed-now': 'The data are needed now; a full export follows'
}
