import type { RunSummary } from '#engine/measures/content/installed-measure.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { cohortsNamedBy } from '#engine/cohorts/definition/walk-definition.ts'
import type { CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { UsedDefinition } from '#shared/governance/definition.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { Route, ScreenName } from '../navigation/route.ts'

/** What is on the screen, as far as it tells which definitions a figure rests on. */
export interface ExportOrigin {
  readonly route: Route
  readonly filters: readonly Filter[]
  /** Results of measures that are held. */
  readonly runs: readonly RunSummary[]
  /** Ids of the registries of the program. */
  readonly registries: readonly string[]
  /** Names of imported tables of stars. */
  readonly starTables: readonly string[]
  /** Imported tables that say how people score. */
  readonly ownRiskTables: readonly { readonly name: string; readonly hash: string }[]
  /** The model that is looked at. */
  readonly model: { readonly outcome: string; readonly hash: string } | undefined
  readonly models: readonly { readonly outcome: string; readonly hash: string }[]
  readonly cohort: (id: string) => { readonly definition: CohortDefinition } | undefined
}

/** Things that are results of measures. */
const ofMeasures: ReadonlySet<DataExport['what']> = new Set<DataExport['what']>([
  'worklist',
  'scorecard',
  'rates',
  'changes',
  'measure-report',
  'gaps-bundle',
  'board'
])
/** Screens whose figures are results of measures. */
const measureScreens: ReadonlySet<ScreenName> = new Set<ScreenName>(['measures', 'measure', 'gaps', 'boards'])
/** Ids of the risk tables of the program. */
export const riskTables = ['charlson', 'cms-hcc-v24', 'cms-hcc-v28', 'elixhauser', 'hospital-frailty', 'suspects']
/** Things that are definitions or records themselves. */
const asTheyAre: ReadonlySet<DataExport['what']> = new Set<DataExport['what']>(['pack', 'record', 'rejects'])

/**
 * The definitions that something rests on which leaves from the present screen: results of measures, registries, the cohorts and
 * models of the filters and of the screen, the board.
 * @returns undefined where the caller alone knows it, as for results of SQL and of views, or where it cannot be approved
 */
export function restsOn(
  { what, definitions }: Pick<DataExport, 'what' | 'definitions'>,
  around: ExportOrigin
): UsedDefinition[] | undefined {
  if (definitions !== undefined) return definitions
  if (what === 'sql-result' || what === 'view-result') return undefined
  if (asTheyAre.has(what)) return []
  const { route, filters, runs, registries, starTables, model, models } = around
  const used: UsedDefinition[] = []
  for (const { dimension } of filters) {
    const cohort = /^cohort:(.+)$/.exec(dimension)?.[1]
    if (cohort !== undefined) used.push(...cohortsIn(cohort, around))
    const named = /^model-risk\/([0-9a-f]{16})\//.exec(dimension)?.[1]
    const namedModel = models.find(({ hash }) => named !== undefined && hash.startsWith(named))
    if (namedModel !== undefined) used.push({ kind: 'model', id: namedModel.outcome, hash: namedModel.hash })
  }
  if (ofMeasures.has(what) || measureScreens.has(route.screen)) {
    for (const { measure, url, content } of runs)
      if (measure !== undefined) used.push({ kind: 'measure', id: url, hash: content })
    for (const name of starTables) used.push({ kind: 'cut-points', id: `own/${name}` })
  }
  if (!measureScreens.has(route.screen) || route.screen === 'boards')
    for (const id of registries) used.push({ kind: 'registry', id })
  if (route.screen === 'risk' || filters.some(({ dimension }) => dimension.startsWith('risk:'))) {
    for (const id of riskTables) used.push({ kind: 'risk-tables', id })
    for (const { name, hash } of around.ownRiskTables) used.push({ kind: 'risk-tables', id: `own/${name}`, hash })
  }
  if (route.screen === 'risk' && route.tab === 'models' && model !== undefined)
    used.push({ kind: 'model', id: model.outcome, hash: model.hash })
  if (route.screen === 'boards' && route.id !== undefined) used.push({ kind: 'board', id: route.id })
  if (route.screen === 'cohorts' && route.id !== undefined && route.id !== 'new')
    used.push(...cohortsIn(route.id, around))
  return [...new Map(used.map((each) => [`${each.kind} ${each.id} ${each.hash ?? ''}`, each])).values()]
}

/** A cohort, and those that its definition names. */
export function cohortsIn(
  id: string,
  around: Pick<ExportOrigin, 'cohort'>,
  seen: ReadonlySet<string> = new Set()
): UsedDefinition[] {
  if (seen.has(id)) return []
  const definition = around.cohort(id)?.definition
  const named = definition === undefined ? [] : cohortsNamedBy(definition)
  return [{ kind: 'cohort', id }, ...named.flatMap((other) => cohortsIn(other, around, new Set([...seen, id])))]
}
