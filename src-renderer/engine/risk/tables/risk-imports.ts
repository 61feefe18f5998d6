import { AppError } from '#shared/app-error.ts'
import { idText } from '../../population/selection/id-text.ts'
import type { Store } from '../../store/model/store.ts'
import { noImports, type HccImports } from '../hcc/hcc-population.ts'
import type { MemberStatus } from '../hcc/hcc-members.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { RiskDefinitions } from '../model/load-risk.ts'
import type { RiskTable } from './read-risk-table.ts'

/** Imported tables put to use over one store. */
export interface AppliedTables {
  readonly definitions: RiskDefinitions
  readonly imports: HccImports
  /** Rows about people who are not in the data. */
  readonly unknownMembers: number
}

/**
 * Puts imported tables to use: lists of procedures and of members are added, tables of a model take the place of those it
 * was shipped with.
 * @throws AppError `invalid-input` for a model that is not installed
 */
export function applyTables(store: Store, definitions: RiskDefinitions, tables: readonly RiskTable[]): AppliedTables {
  if (tables.length === 0) return { definitions, imports: noImports, unknownMembers: 0 }
  const procedures = tables.flatMap((table) => (table.kind === 'procedures' ? table.codes : []))
  const members = tables.flatMap((table) => (table.kind === 'members' ? table.rows : []))
  const { status, unknown } = byPatient(store, members)
  return {
    definitions: { ...definitions, models: definitions.models.map((model) => withTables(model, tables)) },
    imports: { procedures: procedures.length === 0 ? undefined : new Set(procedures), status },
    unknownMembers: unknown
  }
}

function byPatient(
  store: Store,
  members: readonly { readonly patient: string; readonly status: MemberStatus }[]
): { readonly status: ReadonlyMap<number, MemberStatus>; readonly unknown: number } {
  const status = new Map<number, MemberStatus>()
  const ids = store.tables.get('patient')?.column('id', 'id')
  if (members.length === 0 || ids === undefined) return { status, unknown: members.length }
  const wanted = new Map(members.map(({ patient, status: told }) => [patient, told]))
  for (let patient = 0; patient < store.patients; patient++) {
    const told = wanted.get(idText(ids, patient))
    if (told !== undefined) status.set(patient, told)
  }
  return { status, unknown: wanted.size - status.size }
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
  if (unknown !== undefined)
    throw new AppError(
      'invalid-input',
      `The table of diagnoses names a category ${unknown.hcc} that ${model.title} does not have. Nothing of it was used.`
    )
  return {
    ...model,
    ...(diagnoses.length === 0 ? {} : { diagnoses: diagnosesOf(diagnoses) }),
    ...(coefficients.length === 0 ? {} : { coefficients: coefficientsOf(model, coefficients) })
  }
}

function diagnosesOf(rows: readonly { readonly code: string; readonly hcc: number }[]): HccDefinition['diagnoses'] {
  const codes = Map.groupBy(rows, ({ hcc }) => hcc)
  return Object.fromEntries(Array.from(codes, ([hcc, own]) => [hcc, own.map(({ code }) => code).join(' ')]))
}

function coefficientsOf(
  model: HccDefinition,
  rows: Extract<RiskTable, { kind: 'coefficients' }>['rows']
): HccDefinition['coefficients'] {
  const segments = { ...model.coefficients }
  for (const [segment, own] of Map.groupBy(rows, (row) => row.segment))
    segments[segment] = Object.fromEntries(own.map(({ variable, coefficient }) => [variable, coefficient]))
  return segments
}
