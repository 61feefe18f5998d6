import { engineRiskHccMessages as m } from '#messages/engine/risk/hcc.ts'
import type { HccDefinition, HccSegment } from '../model/hcc-definition.ts'

/** What a risk score is made of besides diagnoses. */
export interface HccPerson {
  /** Completed years on February 1 of the payment year. */
  readonly age: number
  readonly sex: 'female' | 'male'
  /** Original reason for entitlement: 0 age, 1 disability, 2 end-stage renal disease, 3 both. */
  readonly orec: '0' | '1' | '2' | '3'
  readonly dual: 'none' | 'full' | 'partial'
  readonly institutional: boolean
  readonly newEnrollee: boolean
  /** In a special needs plan for a chronic condition. */
  readonly chronicPlan: boolean
}

/** What kind of thing a factor stands for. */
export type HccFactorKind = 'demographic' | 'condition' | 'interaction' | 'count'

/** One addend of a score. */
export interface HccFactor {
  /** CMS's name of the variable, e.g. `HCC226` or `F70_74`. */
  readonly id: string
  readonly label: string
  readonly kind: HccFactorKind
  readonly coefficient: number
}

/** A raw risk score with all that it is made of. */
export interface HccScore {
  readonly segment: HccSegment
  readonly factors: readonly HccFactor[]
  /** Payment categories after hierarchies, ascending. */
  readonly hccs: readonly number[]
  /** Categories that a hierarchy took away, with the one that did. */
  readonly dropped: readonly { readonly hcc: number; readonly by: number }[]
  readonly raw: number
}

const mapped = new WeakMap<HccDefinition, ReadonlyMap<string, readonly number[]>>()

/** The categories of each ICD-10-CM code, without dots. */
function hccMapping(model: HccDefinition): ReadonlyMap<string, readonly number[]> {
  const found = mapped.get(model)
  if (found !== undefined) return found
  const mapping = new Map<string, number[]>()
  for (const [hcc, codes] of Object.entries(model.diagnoses))
    for (const code of codes.split(' ')) mapping.set(code, [...(mapping.get(code) ?? []), Number(hcc)])
  mapped.set(model, mapping)
  return mapping
}

/** The categories of one code for a person of this age and sex: CMS's mapping after its age and sex edits. */
export function hccsOfCode(
  model: HccDefinition,
  code: string,
  { age, sex }: Pick<HccPerson, 'age' | 'sex'>
): readonly number[] {
  for (const edit of editsOfCode(model, code)) {
    if (edit.sex !== undefined && edit.sex !== sex) continue
    if (edit.minimumAge !== undefined && age < edit.minimumAge) continue
    if (edit.maximumAge !== undefined && age > edit.maximumAge) continue
    return edit.hcc === undefined ? [] : [edit.hcc]
  }
  return hccMapping(model).get(code) ?? []
}

const edited = new WeakMap<HccDefinition, ReadonlyMap<string, HccDefinition['edits']>>()

function editsOfCode(model: HccDefinition, code: string): HccDefinition['edits'] {
  let known = edited.get(model)
  if (known === undefined) {
    const byCode = new Map<string, HccDefinition['edits']>()
    for (const edit of model.edits)
      for (const each of edit.codes.split(' ')) byCode.set(each, [...(byCode.get(each) ?? []), edit])
    edited.set(model, byCode)
    known = byCode
  }
  return known.get(code) ?? []
}

/** Sets the categories of a hierarchy to 0. The result does not change when it is applied again. */
export function applyHierarchies(
  model: HccDefinition,
  categories: ReadonlySet<number>
): Pick<HccScore, 'hccs' | 'dropped'> {
  const all = new Set(categories)
  for (const [hcc, others] of Object.entries(model.needs))
    if (all.has(Number(hcc)) && !others.some((other) => all.has(other))) all.delete(Number(hcc))
  const dropped = new Map<number, number>()
  // As in CMS's SAS software, a category that was set to 0 itself takes no other away. CMS's Python program of 2027 lets it; that
  // differs for one chain of V28 only: a liver transplant (62) with liver failure (63) and coma (202).
  for (const [parent, children] of Object.entries(model.hierarchies)) {
    const by = Number(parent)
    if (!all.has(by) || dropped.has(by)) continue
    for (const child of children) if (all.has(child) && !dropped.has(child)) dropped.set(child, by)
  }
  return {
    hccs: [...all].filter((hcc) => !dropped.has(hcc)).sort((left, right) => left - right),
    dropped: Array.from(dropped, ([hcc, by]) => ({ hcc, by }))
  }
}

/** The segment whose coefficients apply to a person. */
function segmentOf(person: HccPerson, age: number): HccSegment {
  if (person.newEnrollee) return person.chronicPlan ? 'SNPNE' : 'NE'
  if (person.institutional) return 'INS'
  const dual = person.dual === 'none' ? 'N' : person.dual === 'full' ? 'F' : 'P'
  return `C${dual}${age >= 65 ? 'A' : 'D'}`
}

/**
 * The raw risk score of a person by a CMS-HCC model: the sum of the coefficients of the person's segment for age and sex,
 * entitlement, payment categories, interactions and the number of categories.
 * @param diagnoses ICD-10-CM codes without dots, upper case
 */
export function scoreHcc(model: HccDefinition, person: HccPerson, diagnoses: Iterable<string>): HccScore {
  const age = model.age64As65 && person.age === 64 && person.orec === '0' ? 65 : Math.max(0, person.age)
  const segment = segmentOf(person, age)
  const coefficients = model.coefficients[segment]
  const factors: HccFactor[] = []
  const add = (id: string, label: string, kind: HccFactorKind): void => {
    const coefficient = coefficients[id]
    if (coefficient !== undefined && (coefficient !== 0 || kind === 'condition'))
      factors.push({ id, label, kind, coefficient })
  }
  const isNew = segment === 'NE' || segment === 'SNPNE'
  for (const { id, label } of demographicFactors(person, age, isNew)) add(id, label, 'demographic')
  const categories = new Set<number>()
  for (const code of diagnoses) for (const hcc of hccsOfCode(model, code, { age, sex: person.sex })) categories.add(hcc)
  const { hccs, dropped } = applyHierarchies(model, categories)
  if (!isNew) {
    for (const hcc of hccs) add(`HCC${hcc}`, model.labels[hcc] ?? '', 'condition')
    const isDisabled = age < 65 && person.orec !== '0'
    for (const { id, parts } of model.interactions)
      if (parts.every((part) => holds(model, part, hccs, isDisabled))) add(id, interactionLabel(parts), 'interaction')
    if (hccs.length > 0)
      add(hccs.length >= 10 ? 'D10P' : `D${hccs.length}`, m.hccsPaymentCategories(hccs.length), 'count')
  }
  // Coefficients have three decimals, so that thousandths add up exactly.
  const raw = factors.reduce((sum, { coefficient }) => sum + Math.round(coefficient * 1000), 0) / 1000
  return { segment, factors, hccs, dropped, raw }
}

function holds(model: HccDefinition, part: string, hccs: readonly number[], isDisabled: boolean): boolean {
  if (part === 'DISABLED') return isDisabled
  const group = model.groups[part] ?? [Number(part.slice('HCC'.length))]
  return group.some((hcc) => hccs.includes(hcc))
}

function interactionLabel(parts: readonly string[]): string {
  const names = parts.map((part) =>
    part
      .replace(/_V2[48]$/, '')
      .replace(/^g(?=[A-Z])/, '')
      .replaceAll('_', ' ')
  )
  return names.join(' with ')
}

const lower = [0, 35, 45, 55, 60, 65, 70, 75, 80, 85, 90, 95] as const

/** E.g. `F70_74`; new enrollees have a cell for each year from 65 to 69. */
function ageSexCell(sex: HccPerson['sex'], age: number, orec: HccPerson['orec'], isNew: boolean): string {
  const letter = sex === 'female' ? 'F' : 'M'
  if (isNew && age === 64 && orec === '0') return `${letter}65`
  if (isNew && age >= 65 && age <= 69) return `${letter}${age}`
  const place = lower.findLastIndex((from) => age >= from)
  const from = lower[place]!
  return `${letter}${from}_${place === lower.length - 1 ? 'GT' : lower[place + 1]! - 1}`
}

function demographicFactors(
  person: HccPerson,
  age: number,
  isNew: boolean
): readonly { readonly id: string; readonly label: string }[] {
  const cell = ageSexCell(person.sex, age, person.orec, isNew)
  const label = m.femaleReplace(person.sex === 'female', cell.slice(1).replace('_GT', ' or over').replace('_', ' to '))
  const isDual = person.dual !== 'none'
  const wasDisabled = person.orec === '1' && age >= 65
  if (isNew) {
    const prefix = `${isDual ? 'MCAID' : 'NMCAID'}_${wasDisabled ? 'ORIGDIS' : 'NORIGDIS'}`
    return [{ id: `${prefix}_NE${cell}`, label: m.newEnrollee(label) }]
  }
  return [
    { id: cell, label },
    ...(wasDisabled
      ? [
          {
            id: person.institutional ? 'ORIGDS' : `OriginallyDisabled_${person.sex === 'female' ? 'Female' : 'Male'}`,
            label: m.entitledByDisabilityBefore65
          }
        ]
      : []),
    ...(person.institutional && isDual ? [{ id: 'LTIMCAID', label: m.institutionalWithMedicaid }] : [])
  ]
}

/** What is taken off a raw score for payment. */
export interface PaymentFactors {
  readonly year: number
  readonly normalization: number
  readonly codingIntensity: number
}

/** The factors of a payment year; undefined for a year that the model has none for. */
export function paymentFactors(model: HccDefinition, year: number): PaymentFactors | undefined {
  const normalization = model.normalization[year]
  return normalization === undefined ? undefined : { year, normalization, codingIntensity: model.codingIntensity }
}

/** Raw score divided by the normalization factor, less coding intensity; each step rounded to three decimals, as CMS does. */
export function paymentScore(raw: number, { normalization, codingIntensity }: PaymentFactors): number {
  const normalized = round(raw / normalization)
  return round(normalized * (1 - codingIntensity))
}

function round(value: number): number {
  return Math.round((value + Number.EPSILON) * 1000) / 1000
}
