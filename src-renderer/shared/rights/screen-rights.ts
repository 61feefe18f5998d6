import type { Need } from './right.ts'

/** Screens of the window, and what each needs. The page hides what the user may not open. */
export const screenRights = {
  start: 'anyone',
  overview: 'figures',
  registry: 'figures',
  cost: 'figures',
  risk: 'figures',
  measures: 'figures',
  measure: 'figures',
  explore: 'figures',
  quality: 'figures',
  boards: 'figures',
  patients: 'people',
  patient: 'people',
  gaps: 'people',
  cohorts: 'people',
  views: 'query',
  sql: 'query',
  content: 'content',
  cql: 'content',
  connections: { anyOf: ['connections', 'refresh'] },
  sources: 'people',
  snapshots: { anyOf: ['figures', 'snapshots'] },
  sharing: 'export-figures',
  audit: 'audit',
  settings: 'anyone'
} as const satisfies Readonly<Record<string, Need>>
