import { roleTitles, roles, type Role } from '../roles/role.ts'
import { commandLineRights, type CommandLineName } from './command-rights.ts'
import { missingRight, rightNames, rightsOf, seesPeople, type Right } from './right.ts'
import { screenRights } from './screen-rights.ts'
import { typesNeededBy, type ScopeTitle } from './scope-needs.ts'

type ScreenId = keyof typeof screenRights

/** Screens that show any table of what is loaded, so that their user reaches every type. */
const everything = 'everything'

const filtered = ['Filters and registries'] as const

/** What each screen reads of people. */
const screenReads: Readonly<Record<ScreenId, readonly ScopeTitle[] | typeof everything>> = {
  start: [],
  overview: [...filtered, 'Overview'],
  registry: filtered,
  cost: [...filtered, 'Cost and use'],
  risk: [...filtered, 'Cohorts and risk'],
  measures: [...filtered, 'Measures', 'Medication adherence'],
  measure: [...filtered, 'Measures', 'Medication adherence'],
  explore: [...filtered, 'Cohorts and risk'],
  boards: [...filtered, 'Overview', 'Cost and use', 'Cohorts and risk', 'Measures'],
  quality: everything,
  sources: everything,
  patients: [...filtered, 'Patients'],
  patient: everything,
  gaps: [...filtered, 'Care gaps', 'Measures', 'Medication adherence'],
  cohorts: everything,
  views: everything,
  sql: everything,
  content: [],
  cql: everything,
  connections: [],
  snapshots: everything,
  sharing: [...filtered, 'Measures'],
  audit: [],
  settings: []
}

/** A resource type that a role reaches. */
export interface ReachedType {
  readonly type: string
  /** Scope of SMART v2 that a connection needs for it. */
  readonly scope: string
  readonly tables: readonly string[]
}

/** What one role reaches. */
export interface RoleReach {
  readonly role: Role
  readonly title: string
  readonly rights: readonly Right[]
  /** How people are seen: not at all, in figures, as single people with masked identifiers, or with names for a reason. */
  readonly people: 'none' | 'figures' | 'masked' | 'named'
  readonly screens: readonly ScreenId[]
  readonly commands: readonly CommandLineName[]
  readonly types: readonly ReachedType[]
}

/**
 * What each role reaches: screens and commands by its rights, resource types by what the screens read, and scopes and tables
 * by the types.
 * @param views of the installation: the type that each reads and the table that it feeds
 */
export function roleMap(views: readonly { readonly resource: string; readonly table: string }[]): readonly RoleReach[] {
  const tablesOf = Map.groupBy(views, ({ resource }) => resource)
  return roles.map((role) => {
    const rights = rightsOf({ state: 'role', roles: [role] })
    const screens = namesOf(screenRights).filter((screen) => missingRight(screenRights[screen], rights) === undefined)
    const reads = screens.map((screen) => screenReads[screen])
    const types = reads.includes(everything)
      ? [...tablesOf.keys()]
      : reads.flatMap((titles) => (titles === everything ? [] : titles.flatMap(typesNeededBy)))
    return {
      role,
      title: roleTitles[role],
      rights: (Object.keys(rightNames) as Right[]).filter((right) => rights.has(right)),
      people: rights.has('identity')
        ? 'named'
        : seesPeople(rights)
          ? 'masked'
          : rights.has('figures')
            ? 'figures'
            : 'none',
      screens,
      commands: namesOf(commandLineRights).filter(
        (command) => missingRight(commandLineRights[command], rights) === undefined
      ),
      types: Array.from(new Set(types))
        .sort()
        .map((type) => ({
          type,
          scope: `system/${type}.rs`,
          tables: Array.from(new Set(tablesOf.get(type)?.map(({ table }) => table) ?? [])).sort()
        }))
    }
  })
}

function namesOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[]
}
