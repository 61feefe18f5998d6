import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import { valueAt, text, type Resource } from './ndjson.ts'

/** SNOMED CT codes by disease, written down here again and not taken from the generator. */
export const codes: Readonly<Record<keyof GroundTruth['registries'], readonly string[]>> = {
  prediabetes: ['714628002'],
  diabetes: ['44054006', '46635009'],
  hypertension: ['59621000'],
  hyperlipidemia: ['55822004', '267434003'],
  obesity: ['414916001', '238136002'],
  kidneyDisease: ['700378005', '700379002', '431857002', '433146000', '46177005'],
  ischemicHeart: ['53741008'],
  heartFailure: ['84114007', '441481004', '441530006'],
  atrialFibrillation: ['49436004'],
  stroke: ['422504002'],
  asthma: ['195967001', '426979002', '427295004'],
  copd: ['13645005'],
  depression: ['370143000', '66344007'],
  anxiety: ['21897009'],
  dementia: ['26929004', '429998004', '52448006'],
  osteoporosis: ['64859006'],
  breastCancer: ['254837009'],
  colorectalCancer: ['363406005'],
  prostateCancer: ['399068003'],
  lungCancer: ['254637007'],
  osteoarthritis: ['239873007'],
  rheumatoidArthritis: ['69896004'],
  backPain: ['278860009'],
  reflux: ['235595009'],
  sleepApnea: ['78275009'],
  hypothyroidism: ['40930008'],
  retinopathy: ['422034002'],
  neuropathy: ['368581000119106']
}

/** The person whom a record is about, as `Patient/id`. */
export const subject = (resource: Resource): string => text(resource, 'subject', 'reference')
/** Whether a condition is active. */
export const isActive = (condition: Resource): boolean =>
  text(condition, 'clinicalStatus', 'coding', 0, 'code') === 'active'

/** How many there are of each kind. */
export function count<T>(list: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of list) counts[key(item)] = (counts[key(item)] ?? 0) + 1
  return counts
}

/** One result of a person, and whether it is controlled. */
export interface Reading {
  readonly person: string
  readonly day: string
  readonly good: boolean
}

/** What a plain parse of the files of a sample population says of it. */
export function plainlyRead(resources: readonly Resource[]) {
  // Each list is made once: there are a hundred thousand resources and more.
  const byType = Map.groupBy(resources, ({ resourceType }) => resourceType)
  const of = (type: string): readonly Resource[] => byType.get(type) ?? []
  const living = (): Set<string> =>
    new Set(
      of('Patient')
        .filter((patient) => patient['deceasedDateTime'] === undefined)
        .map(({ id }) => `Patient/${id}`)
    )
  const allProblems = of('Condition').filter(
    (condition) => text(condition, 'category', 0, 'coding', 0, 'code') === 'problem-list-item'
  )
  const problems = (): readonly Resource[] => allProblems

  /** First recorded day of a disease by person. */
  function recorded(disease: keyof GroundTruth['registries']): Map<string, string> {
    const first = new Map<string, string>()
    for (const condition of problems().filter((problem) =>
      codes[disease].includes(text(problem, 'code', 'coding', 0, 'code'))
    )) {
      const day = text(condition, 'recordedDate')
      const before = first.get(subject(condition))
      if (before === undefined || day < before) first.set(subject(condition), day)
    }
    return first
  }

  const a1cCodes = ['4548-4', 'GHB']
  const allFinals = of('Observation').filter(({ status }) => status === 'final')
  const finals = (): readonly Resource[] => allFinals
  const a1cReadings = (): Reading[] =>
    finals()
      .filter((resource) => a1cCodes.includes(text(resource, 'code', 'coding', 0, 'code')))
      .map((resource) => ({
        person: subject(resource),
        day: text(resource, 'effectiveDateTime').slice(0, 10),
        good: Number(valueAt(resource, 'valueQuantity', 'value')) < 8
      }))
  /** Whether somebody was in a hospital or an emergency department on a day. */
  const inAcuteCare = (): ((person: string, day: string) => boolean) => {
    const visits = of('Encounter').filter(
      (encounter) =>
        ['EMER', 'IMP'].includes(text(encounter, 'class', 'code')) &&
        !['planned', 'cancelled'].includes(text(encounter, 'status'))
    )
    const byPerson = Map.groupBy(visits, (encounter) => subject(encounter))
    return (person, day) =>
      byPerson.get(person)?.some((encounter) => {
        const start = text(encounter, 'period', 'start').slice(0, 10)
        return start <= day && day <= (text(encounter, 'period', 'end').slice(0, 10) || start)
      }) === true
  }
  const pressureReadings = (): Reading[] => {
    const isAcute = inAcuteCare()
    return finals()
      .filter((resource) => text(resource, 'code', 'coding', 0, 'code') === '85354-9')
      .map((resource) => ({
        person: subject(resource),
        day: text(resource, 'effectiveDateTime').slice(0, 10),
        good:
          Number(valueAt(resource, 'component', 0, 'valueQuantity', 'value')) < 140 &&
          Number(valueAt(resource, 'component', 1, 'valueQuantity', 'value')) < 90
      }))
      .filter(({ person, day }) => !isAcute(person, day))
  }
  /**
   * Claims that stand: active, not replaced by another one, each number once, the first one that was sent.
   */
  function claimsThatStand(): readonly Resource[] {
    const claims = of('ExplanationOfBenefit').filter(({ status }) => status === 'active')
    const replaced = new Set(
      claims
        .filter((claim) => text(claim, 'related', 0, 'relationship', 'coding', 0, 'code') === 'prior')
        .map((claim) => text(claim, 'related', 0, 'reference', 'value'))
    )
    const byNumber = new Map<string, Resource>()
    for (const claim of claims) {
      const number = text(claim, 'identifier', 0, 'value')
      if (!replaced.has(number) && !byNumber.has(number)) byNumber.set(number, claim)
    }
    return [...byNumber.values()]
  }
  const standing = claimsThatStand()
  const finalClaims = (): readonly Resource[] => standing
  return { finalClaims, of, living, problems, recorded, finals, a1cReadings, pressureReadings }
}
