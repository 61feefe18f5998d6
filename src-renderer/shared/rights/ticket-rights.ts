import type { Need } from './right.ts'

/** What one-time addresses give and take, and what each needs at the moment when it is used. */
export const ticketRights = {
  'import-file': 'figures',
  'snapshot-columns': 'figures',
  'population-parts': 'figures',
  'content-pack': { anyOf: ['figures', 'content'] },
  'measure-results': 'figures',
  'printed-page': 'export-figures',
  'export-log': { anyOf: ['refresh', 'connections'] },
  'audit-records': 'audit',
  'snapshot-part': 'load',
  'snapshot-columns-anew': 'figures',
  backup: 'security',
  'backup-part': 'security',
  'content-upload': 'content',
  'measure-results-anew': 'figures'
} as const satisfies Readonly<Record<string, Need>>
export type TicketKind = keyof typeof ticketRights
