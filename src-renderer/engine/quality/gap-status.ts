/** Statuses as small numbers, in the order in which lists show them. */
export const gapStatuses = ['open', 'due-soon', 'no-data', 'closed', 'excluded', 'not-applicable'] as const

/** A patient's place in one rate. */
export type GapStatus = (typeof gapStatuses)[number]

/** Whether something is still to be done, so that there is a day to do it by. */
export function needsAct(status: GapStatus): boolean {
  return status === 'open' || status === 'due-soon' || status === 'no-data'
}

/** What people read. */
export const statusLabels: Readonly<Record<GapStatus, string>> = {
  open: 'Open',
  'due-soon': 'Due soon',
  'no-data': 'No data',
  closed: 'Closed',
  excluded: 'Excluded',
  'not-applicable': 'Not applicable'
}

/** Index of a status in {@link gapStatuses}. */
export const OPEN = 0
export const DUE_SOON = 1
export const NO_DATA = 2
export const CLOSED = 3
export const EXCLUDED = 4
export const NOT_APPLICABLE = 5
