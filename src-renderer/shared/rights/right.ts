import { sharedRightsMessages as m } from '#messages/shared/rights.ts'
import type { Role, RoleState } from '../roles/role.ts'

/** What a role may include, each as it stands in "Your role does not include …". */
export const rightNames = {
  figures: m.figuresAboutGroupsOfPeople,
  people: m.listsAndRecordsOfPeople,
  identity: m.namesAndRecordNumbers,
  work: m.workOnCareGaps,
  query: m.sqlAndViewsOfYourOwn,
  'export-figures': m.exportsOfFigures,
  'export-people': m.exportsAboutSinglePeople,
  'export-identity': m.exportsWithNamesOrRecordNumbers,
  load: m.loadingAndSavingData,
  refresh: m.exportsFromServers,
  content: m.changesOfMeasuresRegistriesAndTargets,
  approve: m.theApprovalOfDefinitions,
  snapshots: m.changesOfSavedSnapshots,
  connections: m.changesOfConnectionsAndSchedules,
  security: m.settingsOfSecurityAndRetention,
  roles: m.theAssignmentOfRoles,
  audit: m.theAuditLog
} as const
export type Right = keyof typeof rightNames

/** Everything that a role may include. */
export const allRights = Object.keys(rightNames) as readonly Right[]

const figures = ['figures', 'export-figures'] as const

/**
 * What each role includes. Who administers does not see people, and who audits sees neither people nor figures; somebody
 * who does both has both roles.
 */
const roleRights: Readonly<Record<Role, readonly Right[]>> = {
  auditor: ['audit'],
  viewer: ['figures'],
  'payer-analyst': [...figures, 'people', 'query', 'export-people', 'load', 'refresh'],
  'care-manager': [...figures, 'people', 'identity', 'work', 'export-people', 'export-identity'],
  'quality-analyst': [
    ...figures,
    'people',
    'identity',
    'work',
    'query',
    'export-people',
    'export-identity',
    'load',
    'refresh',
    'content',
    'approve'
  ],
  admin: [...figures, 'load', 'refresh', 'content', 'approve', 'snapshots', 'connections', 'security', 'roles', 'audit']
}

/** What the user may do. */
export function rightsOf({ state, roles }: Pick<RoleState, 'state' | 'roles'>): ReadonlySet<Right> {
  if (state === 'everything') return new Set(allRights)
  return new Set(state === 'role' ? roles.flatMap((role) => roleRights[role]) : [])
}

/** Whether somebody with these rights may see single people, in lists, records or SQL. */
export function seesPeople(rights: ReadonlySet<Right>): boolean {
  return rights.has('people') || rights.has('query')
}

/** What something needs: a right, several of them, any one of several, or nothing. */
export type Need = 'anyone' | Right | readonly Right[] | { readonly anyOf: readonly Right[] }

/** @returns the first right that is missing; `undefined` when the need is met */
export function missingRight(need: Need, rights: ReadonlySet<Right>): Right | undefined {
  if (need === 'anyone') return undefined
  if (typeof need === 'string') return rights.has(need) ? undefined : need
  if ('anyOf' in need) return need.anyOf.some((right) => rights.has(right)) ? undefined : need.anyOf[0]
  return need.find((right) => !rights.has(right))
}
