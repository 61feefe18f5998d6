import { engineRiskTablesMessages as m } from '#messages/engine/risk/tables.ts'
import type { AreaFacts } from '../../population/selection/area-dimensions.ts'
import {
  emergencyClasses,
  type EmergencyAlgorithm,
  type FrailtyIndex,
  type StayIndicator
} from '../model/imported-definitions.ts'

/** One line of a table: its cells by the name of their column, '' where the table has no such column. */
export interface TableLine {
  readonly line: number
  readonly cell: (column: string) => string
}

/** Refuses a table because of one of its lines. */
export type RefuseLine = (line: number, problem: string) => never

type Part = 'principal' | 'diagnosis' | 'procedure' | 'withoutDiagnosis' | 'withoutProcedure' | 'components'

const parts: Readonly<Record<string, Part>> = {
  principal: 'principal',
  diagnosis: 'diagnosis',
  procedure: 'procedure',
  without_diagnosis: 'withoutDiagnosis',
  without_procedure: 'withoutProcedure',
  component: 'components'
}

function plainCode(text: string): string {
  return text.replaceAll('.', '').toUpperCase()
}

/** Prevention Quality Indicators: one line for each code of each indicator. */
export function readIndicators(lines: readonly TableLine[], refuse: RefuseLine): readonly StayIndicator[] {
  const drafts = new Map<string, StayIndicator & Record<Part, string[]>>()
  for (const { line, cell } of lines) {
    const [id, part, code] = [cell('indicator'), parts[cell('role').toLowerCase()], cell('code')]
    if (id === '' || code === '') refuse(line, m.indicatorOrCodeIsEmpty)
    if (part === undefined) return refuse(line, m.roleMustBeOneOf(Object.keys(parts).join(', ')))
    const age = (column: string): number | undefined => {
      const text = cell(column)
      return text === '' ? undefined : /^\d{1,3}$/.test(text) ? Number(text) : refuse(line, m.isNoAge(column))
    }
    const draft = drafts.get(id) ?? {
      id,
      title: cell('title') || id,
      fromAge: age('from_age') ?? 18,
      toAge: age('to_age'),
      principal: [],
      diagnosis: [],
      procedure: [],
      withoutDiagnosis: [],
      withoutProcedure: [],
      components: []
    }
    draft[part].push(part === 'components' ? code : plainCode(code))
    drafts.set(id, draft)
  }
  for (const { line, cell } of lines)
    if (cell('role').toLowerCase() === 'component' && !drafts.has(cell('code')))
      refuse(line, m.theComponentIsNoIndicatorOf(cell('code')))
  return [...drafts.values()]
}

/** The algorithm of NYU for emergency visits: one line for each diagnosis, with a probability for each class. */
export function readEmergencyAlgorithm(lines: readonly TableLine[], refuse: RefuseLine): EmergencyAlgorithm {
  const algorithm = new Map<string, readonly number[]>()
  for (const { line, cell } of lines) {
    const code = plainCode(cell('icd10'))
    if (code === '') refuse(line, m.icd10IsEmpty)
    const chances = emergencyClasses.map(({ value }) => {
      const chance = cell(value) === '' ? 0 : Number(cell(value))
      return chance >= 0 && chance <= 1 ? chance : refuse(line, m.isNoProbabilityFrom0To(value))
    })
    const sum = chances.reduce((total, chance) => total + chance, 0)
    if (Math.abs(sum - 1) > 0.02) refuse(line, m.theProbabilitiesSumToNotTo(sum.toFixed(3)))
    algorithm.set(code, chances)
  }
  return algorithm
}

/** A claims-based frailty index: one line for each code or range of codes of each variable, and one with the intercept. */
export function readFrailtyIndex(lines: readonly TableLine[], refuse: RefuseLine): FrailtyIndex {
  const drafts = new Map<string, { id: string; weight: number; icd10: string[]; procedures: [string, string][] }>()
  let intercept: number | undefined
  for (const { line, cell } of lines) {
    const weight = cell('weight') === '' ? Number.NaN : Number(cell('weight'))
    if (!Number.isFinite(weight)) refuse(line, m.weightIsNoNumber)
    const [system, code] = [cell('system').toLowerCase(), plainCode(cell('code'))]
    if (system === 'intercept') {
      intercept = weight
      continue
    }
    if (code === '') refuse(line, m.codeIsEmpty)
    const id = cell('variable')
    const draft = drafts.get(id) ?? { id, weight, icd10: [], procedures: [] }
    if (draft.weight !== weight) refuse(line, m.theVariableHasTwoWeights(id))
    if (system === 'icd10') draft.icd10.push(code)
    else if (system === 'hcpcs') draft.procedures.push([code, plainCode(cell('code_to')) || code])
    else refuse(line, m.systemMustBeOneOfIntercept)
    drafts.set(id, draft)
  }
  if (intercept === undefined) return refuse((lines.at(-1)?.line ?? 1) + 1, m.aLineWithTheSystemIntercept)
  return { intercept, variables: [...drafts.values()] }
}

/** Areas: one line for each ZIP code, or for each person who was placed more closely. */
export function readAreas(
  lines: readonly TableLine[],
  refuse: RefuseLine
): readonly { readonly zip: string; readonly patient: string; readonly facts: AreaFacts }[] {
  return lines.map(({ line, cell }) => {
    const [zip, patient] = [cell('zip').slice(0, 5), cell('patient_id')]
    if (patient === '' && !/^\d{5}$/.test(zip)) refuse(line, m.zipHasNoFiveDigitsAnd)
    return { zip, patient, facts: { deprivation: cell('deprivation'), rurality: cell('rurality') } }
  })
}
