import type { Need } from './right.ts'
import { screenRights } from './screen-rights.ts'

/** Commands of `populus`, and what each needs. */
export const commandLineRights = {
  load: 'load',
  export: 'refresh',
  refresh: 'refresh',
  sql: 'query',
  view: 'query',
  tables: 'anyone',
  measure: 'figures',
  risk: 'figures',
  cohort: 'figures',
  model: 'query',
  pack: 'figures',
  sample: 'anyone',
  audit: 'audit',
  subject: 'export-identity',
  erase: 'security',
  incident: 'security',
  policy: 'anyone',
  health: 'anyone',
  roles: 'anyone',
  backup: 'security',
  restore: 'security'
} as const satisfies Readonly<Record<string, Need>>
export type CommandLineName = keyof typeof commandLineRights

/** Commands of the page's command table, which menus, shortcuts and the palette run, and what each needs. */
export const pageCommandRights: Readonly<Record<string, Need>> = {
  'go.overview': screenRights.overview,
  'go.registries': screenRights.registry,
  'go.cost': screenRights.cost,
  'go.risk': screenRights.risk,
  'go.patients': screenRights.patients,
  'go.measures': screenRights.measures,
  'go.what-if': screenRights.measures,
  'go.gaps': screenRights.gaps,
  'go.cohorts': screenRights.cohorts,
  'go.explore': screenRights.explore,
  'go.views': screenRights.views,
  'go.sql': screenRights.sql,
  'go.connections': screenRights.connections,
  'go.quality': screenRights.quality,
  'go.snapshots': screenRights.snapshots,
  'go.content': screenRights.content,
  'go.cql': screenRights.cql,
  'go.audit': screenRights.audit,
  'go.settings': screenRights.settings,
  'go.back': 'anyone',
  'go.forward': 'anyone',
  'data.lock': 'anyone',
  'data.open-folder': 'load',
  'data.open-files': 'load',
  'data.load-sample': 'load',
  'data.load-payer-sample': 'load',
  'data.keep': 'load',
  'data.close': 'anyone',
  'view.new-window': 'anyone',
  'view.theme-light': 'anyone',
  'view.theme-dark': 'anyone',
  'view.theme-system': 'anyone',
  'view.toggle-navigation': 'anyone',
  'edit.undo-filter': 'anyone',
  'edit.clear-filters': 'anyone',
  'help.shortcuts': 'anyone',
  'palette.open': 'anyone'
}
