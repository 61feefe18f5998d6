/** FHIR statuses of records of care that did not take place, lies ahead, is not final, or was entered in error. */
export const statusesWithoutCare: ReadonlySet<string> = new Set([
  'planned',
  'proposed',
  'pending',
  'booked',
  'preparation',
  'draft',
  'registered',
  'cancelled',
  'noshow',
  'not-done',
  'entered-in-error'
])
