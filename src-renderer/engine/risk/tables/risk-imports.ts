import { engineRiskTablesMessages as m } from '#messages/engine/risk/tables.ts'
import { AppError } from '#shared/app-error.ts'
import { idText } from '../../population/selection/id-text.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import type { Store } from '../../store/model/store.ts'
import { noImports, type HccImports } from '../hcc/hcc-population.ts'
import type { MemberStatus } from '../hcc/hcc-members.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { ImportedDefinitions } from '../model/imported-definitions.ts'
import type { RiskDefinitions } from '../model/load-risk.ts'
import type { RiskTable } from './read-risk-table.ts'

/** Imported tables put to use over a population. */
export interface AppliedTables {
  readonly definitions: RiskDefinitions
  /** By shard, in their order. */
  readonly imports: readonly HccImports[]
  /** Rows about people who are not in the data. */
  readonly unknownMembers: number
}

/**
 * Puts imported tables to use: lists of procedures and of members are added, tables of a model take the place of those it
 * was shipped with.
 * @throws AppError `invalid-input` for a model that is not installed
 */
export function applyTables(
  shards: readonly PopulationShard[],
  definitions: RiskDefinitions,
  tables: readonly RiskTable[]
): AppliedTables {
  if (tables.length === 0) return { definitions, imports: shards.map(() => noImports), unknownMembers: 0 }
  const procedures = tables.flatMap((table) => (table.kind === 'procedures' ? table.codes : []))
  const members = tables.flatMap((table) => (table.kind === 'members' ? table.rows : []))
  const wanted = new Map(members.map(({ patient, status }) => [patient, status]))
  const found = shards.map(({ store }) => statusIn(store, wanted))
  return {
    definitions: {
      ...definitions,
      models: definitions.models.map((model) => withTables(model, tables)),
      imported: importedOf(tables)
    },
    imports: found.map((status) => ({
      procedures: procedures.length === 0 ? undefined : new Set(procedures),
      status
    })),
    unknownMembers: wanted.size - found.reduce((sum, { size }) => sum + size, 0)
  }
}

/** The definitions that imported tables hold; of several of one kind the last. */
function importedOf(tables: readonly RiskTable[]): ImportedDefinitions {
  const areas = tables.flatMap((table) => (table.kind === 'areas' ? table.rows : []))
  return {
    indicators: tables.findLast((table) => table.kind === 'indicators')?.indicators,
    emergency: tables.findLast((table) => table.kind === 'emergency')?.algorithm,
    frailty: tables.findLast((table) => table.kind === 'frailty')?.index,
    areas:
      areas.length === 0
        ? undefined
        : {
            zips: new Map(areas.filter(({ patient }) => patient === '').map(({ zip, facts }) => [zip, facts])),
            people: new Map(areas.filter(({ patient }) => patient !== '').map(({ patient, facts }) => [patient, facts]))
          }
  }
}

/** What imports tell of the people of a store. */
function statusIn(store: Store, wanted: ReadonlyMap<string, MemberStatus>): ReadonlyMap<number, MemberStatus> {
  const status = new Map<number, MemberStatus>()
  const ids = store.tables.get('patient')?.column('id', 'id')
  if (wanted.size === 0 || ids === undefined) return status
  for (let patient = 0; patient < store.patients; patient++) {
    const told = wanted.get(idText(ids, patient))
    if (told !== undefined) status.set(patient, told)
  }
  return status
}

function withTables(model: HccDefinition, tables: readonly RiskTable[]): HccDefinition {
  const diagnoses = tables
    .flatMap((table) => (table.kind === 'diagnoses' ? table.rows : []))
    .filter((row) => row.model === model.version)
  const coefficients = tables
    .flatMap((table) => (table.kind === 'coefficients' ? table.rows : []))
    .filter((row) => row.model === model.version)
  if (diagnoses.length === 0 && coefficients.length === 0) return model
  const unknown = diagnoses.find(({ hcc }) => model.labels[hcc] === undefined)
  if (unknown !== undefined) throw new AppError('invalid-input', m.theTableOfDiagnosesNamesA(unknown.hcc, model.title))
  return {
    ...model,
    ...(diagnoses.length === 0 ? {} : { diagnoses: diagnosesOf(diagnoses) }),
    ...(coefficients.length === 0 ? {} : { coefficients: coefficientsOf(model, coefficients) })
  }
}

function diagnosesOf(rows: readonly { readonly code: string; readonly hcc: number }[]): HccDefinition['diagnoses'] {
  const codes = Map.groupBy(rows, ({ hcc }) => hcc)
  return Object.fromEntries(Array.from(codes, ([hcc, codeRows]) => [hcc, codeRows.map(({ code }) => code).join(' ')]))
}

function coefficientsOf(
  model: HccDefinition,
  rows: Extract<RiskTable, { kind: 'coefficients' }>['rows']
): HccDefinition['coefficients'] {
  const segments = { ...model.coefficients }
  for (const [segment, segmentRows] of Map.groupBy(rows, (row) => row.segment))
    segments[segment] = Object.fromEntries(segmentRows.map(({ variable, coefficient }) => [variable, coefficient]))
  return segments
}
