import type { Settings } from '../settings-schema.ts'
import type { Need } from './right.ts'

/** What each setting needs to be changed. Those of the user's own view need nothing. */
const settingRights: Readonly<Record<keyof Settings, Need>> = {
  theme: 'anyone',
  density: 'anyone',
  navigation: 'anyone',
  cores: 'anyone',
  memoryMegabytes: 'anyone',
  samplePatients: 'anyone',
  asOfChoices: 'anyone',
  savedViews: 'query',
  exploreViews: 'figures',
  savedStatements: 'query',
  scorecardWithout: 'anyone',
  closeToTray: 'anyone',
  startAtLogin: 'anyone',
  smallCellsOnScreen: 'anyone',
  fitnessCaution: 'figures',
  fitnessUnfit: 'figures',
  quality: { anyOf: ['work', 'content', 'query'] },
  runMeasures: 'figures',
  measurePolicy: 'content',
  measureZone: 'content',
  starTables: 'content',
  keepLoaded: 'load',
  meteredNetwork: 'refresh',
  smallCellLimit: 'security',
  smallCellReason: 'security',
  askExportReason: 'security',
  auditSink: 'security',
  auditSinkAuthorities: 'security',
  keepDays: 'security',
  keepSnapshots: 'security',
  idleLockMinutes: 'security',
  keepRuns: 'security',
  keepRunDays: 'security'
}

/** What a change of settings needs in all. */
export function needsOfSettings(changes: object): readonly Need[] {
  return Object.keys(changes).map((name) => settingRights[name as keyof Settings])
}
