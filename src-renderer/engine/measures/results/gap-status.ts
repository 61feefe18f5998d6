import { commonMessages as common } from '#messages/common.ts'
import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'

/** Statuses as small numbers, in the order in which lists show them. */
export const gapStatuses = ['open', 'due-soon', 'no-data', 'closed', 'set-aside', 'excluded', 'not-applicable'] as const

/** A patient's place in one rate. Closed: the numerator is met. Set aside: not met, and somebody gave a reason to leave it. */
export type GapStatus = (typeof gapStatuses)[number]

/** Whether something is still to be done, so that there is a day to do it by. */
export function needsAct(status: GapStatus): boolean {
  return status === 'open' || status === 'due-soon' || status === 'no-data'
}

/** What people read. */
export const statusLabels: Readonly<Record<GapStatus, string>> = {
  open: common.open,
  'due-soon': common.dueSoon,
  'no-data': m.noData,
  closed: m.closed,
  'set-aside': common.setAside,
  excluded: m.excluded,
  'not-applicable': m.notApplicable
}

/** Index of a status in {@link gapStatuses}. */
export const OPEN = 0
export const DUE_SOON = 1
export const NO_DATA = 2
export const CLOSED = 3
export const SET_ASIDE = 4
export const EXCLUDED = 5
export const NOT_APPLICABLE = 6
