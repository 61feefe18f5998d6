import { engineRiskTablesMessages as m } from '#messages/engine/risk/tables.ts'
import { AppError } from '#shared/app-error.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { delimitedRows } from '../../measures/content/delimited-rows.ts'
import type { AreaFacts } from '../../population/selection/area-dimensions.ts'
import type { MemberStatus } from '../hcc/hcc-members.ts'
import { hccSegments, type HccSegment } from '../model/hcc-definition.ts'
import {
  emergencyClasses,
  type EmergencyAlgorithm,
  type FrailtyIndex,
  type StayIndicator
} from '../model/imported-definitions.ts'
import {
  readAreas,
  readEmergencyAlgorithm,
  readFrailtyIndex,
  readIndicators,
  type TableLine
} from './read-definition-table.ts'

/** What one imported table says. Its columns tell which it is. */
export type RiskTable =
  | { readonly kind: 'procedures'; readonly codes: readonly string[] }
  | { readonly kind: 'members'; readonly rows: readonly { readonly patient: string; readonly status: MemberStatus }[] }
  | {
      readonly kind: 'diagnoses'
      readonly rows: readonly { readonly model: string; readonly code: string; readonly hcc: number }[]
    }
  | {
      readonly kind: 'coefficients'
      readonly rows: readonly {
        readonly model: string
        readonly segment: HccSegment
        readonly variable: string
        readonly coefficient: number
      }[]
    }
  | { readonly kind: 'indicators'; readonly indicators: readonly StayIndicator[] }
  | { readonly kind: 'emergency'; readonly algorithm: EmergencyAlgorithm }
  | { readonly kind: 'frailty'; readonly index: FrailtyIndex }
  | {
      readonly kind: 'areas'
      readonly rows: readonly { readonly zip: string; readonly patient: string; readonly facts: AreaFacts }[]
    }

/** The columns of each table, for help and errors. */
export const riskTableColumns: Readonly<Record<RiskTable['kind'], string>> = {
  procedures: m.hcpcsCPTAndHCPCSCodesThat,
  members: m.patientIdAndAnyOfOrec,
  diagnoses: m.modelV28V24Icd10Hcc,
  coefficients: m.modelSegmentVariableCoefficient(hccSegments.join(', ')),
  indicators: m.indicatorTitleFromAgeToAge,
  emergency: `icd10, ${emergencyClasses.map(({ value }) => value).join(', ')}`,
  frailty: m.variableWeightSystemInterceptIcd10Hcpcs,
  areas: m.zipOrPatientIdWithDeprivation
}

/** Whether a table changes how people score; tables of members and of areas say something about people. */
export function isRiskDefinition(kind: RiskTable['kind']): boolean {
  return kind !== 'members' && kind !== 'areas'
}

/** How many rows a table has. */
export function rowsOfTable(table: RiskTable): number {
  switch (table.kind) {
    case 'procedures':
      return table.codes.length
    case 'indicators':
      return table.indicators.length
    case 'emergency':
      return table.algorithm.size
    case 'frailty':
      return table.index.variables.length
    default:
      return table.rows.length
  }
}

const needed: readonly (readonly [RiskTable['kind'], readonly string[]])[] = [
  ['coefficients', ['model', 'segment', 'variable', 'coefficient']],
  ['diagnoses', ['model', 'icd10', 'hcc']],
  ['indicators', ['indicator', 'role', 'code']],
  ['emergency', ['icd10', 'non_emergent', 'preventable']],
  ['frailty', ['variable', 'weight', 'system', 'code']],
  ['areas', ['zip', 'deprivation']],
  ['areas', ['zip', 'rurality']],
  ['areas', ['patient_id', 'deprivation']],
  ['areas', ['patient_id', 'rurality']],
  ['members', ['patient_id']],
  ['procedures', ['hcpcs']]
]

/**
 * Reads a table of CSV, or separated by semicolons or tabs, with the names of its columns in the first line.
 * @param name of the file, for errors
 * @throws AppError `invalid-input` that names the columns that are expected, or the line that is wrong
 */
export function readRiskTable(name: string, text: string): RiskTable {
  const [head = [], ...lines] = delimitedRows(text.replace(/^\uFEFF/, ''))
  const columns = head.map((cell) => cell.trim().toLowerCase())
  const kind = needed.find(([, wanted]) => wanted.every((column) => columns.includes(column)))?.[0]
  if (kind === undefined) {
    const known = Object.values(riskTableColumns).join(m.or)
    throw new AppError('invalid-input', m.isNoTableOfRiskIts(name, known))
  }
  const rows = lines.flatMap((line, index): TableLine[] => {
    if (line.every((cell) => cell.trim() === '')) return []
    return [{ line: index + 2, cell: (column) => line[columns.indexOf(column)]?.trim() ?? '' }]
  })
  const fail = (line: number, problem: string): never => {
    throw new AppError('invalid-input', m.nothingOfTheTableWasUsed(asSentence(m.line(name, line, problem))))
  }
  switch (kind) {
    case 'indicators':
      return { kind, indicators: readIndicators(rows, fail) }
    case 'emergency':
      return { kind, algorithm: readEmergencyAlgorithm(rows, fail) }
    case 'frailty':
      return { kind, index: readFrailtyIndex(rows, fail) }
    case 'areas':
      return { kind, rows: readAreas(rows, fail) }
    case 'procedures':
      return { kind, codes: rows.map(({ cell }) => cell('hcpcs').toUpperCase()) }
    case 'members':
      return {
        kind,
        rows: rows.map(({ cell, line }) => ({
          patient: cell('patient_id') || fail(line, m.patientIdIsEmpty),
          status: statusOf(cell, (problem) => fail(line, problem))
        }))
      }
    case 'diagnoses':
      return {
        kind,
        rows: rows.map(({ cell, line }) => ({
          model: cell('model').toUpperCase(),
          code: cell('icd10').replaceAll('.', '').toUpperCase(),
          hcc: /^\d{1,3}$/.test(cell('hcc')) ? Number(cell('hcc')) : fail(line, m.hccIsNoNumberOfA)
        }))
      }
    case 'coefficients':
      return {
        kind,
        rows: rows.map(({ cell, line }) => {
          const coefficient = cell('coefficient') === '' ? Number.NaN : Number(cell('coefficient'))
          return {
            model: cell('model').toUpperCase(),
            segment: hccSegments.find((each) => each === cell('segment')) ?? fail(line, m.segmentIsNoneOfTheModel),
            variable: cell('variable'),
            coefficient: Number.isFinite(coefficient) ? coefficient : fail(line, m.coefficientIsNoNumber)
          }
        })
      }
  }
}

function statusOf(cell: TableLine['cell'], fail: (problem: string) => never): MemberStatus {
  const oneOf = <T extends string>(column: string, values: readonly T[]): T | undefined => {
    const written = cell(column).toLowerCase()
    if (written === '') return undefined
    return values.find((value) => value === written) ?? fail(m.mustBeOneOf(column, values.join(', ')))
  }
  const flag = (column: string): boolean | undefined => {
    const written = oneOf(column, ['yes', 'no', 'true', 'false', '1', '0'])
    return written === undefined ? undefined : ['yes', 'true', '1'].includes(written)
  }
  const status = {
    orec: oneOf('orec', ['0', '1', '2', '3']),
    dual: oneOf('dual', ['none', 'full', 'partial']),
    institutional: flag('institutional'),
    newEnrollee: flag('new_enrollee'),
    chronicPlan: flag('chronic_snp')
  }
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined)) as MemberStatus
}
