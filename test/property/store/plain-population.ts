import type { AnyFile } from './any-population.ts'

/** Rows as plain objects, made without any of the store's code: slow and simple. */
export interface PlainPopulation {
  readonly patients: readonly (string | undefined)[][]
  readonly conditions: readonly unknown[][]
  readonly observations: readonly unknown[][]
  readonly components: readonly unknown[][]
  readonly stored: number
}

interface Coding {
  readonly system?: string
  readonly code: string
  readonly display?: string
}
interface Plain {
  readonly resourceType: string
  readonly id: string
  readonly meta?: { readonly lastUpdated?: string }
  readonly gender?: string
  readonly birthDate?: string
  readonly identifier?: readonly { readonly value: string }[]
  readonly subject?: { readonly reference: string }
  readonly code?: { readonly coding: readonly Coding[] }
  readonly onsetDateTime?: string
  readonly effectiveDateTime?: string
  readonly valueQuantity?: { readonly value: unknown; readonly unit: string }
  readonly component?: readonly {
    readonly code: { readonly coding: readonly Coding[] }
    readonly valueQuantity: { readonly value: number }
  }[]
}

function parse(line: string): Plain | undefined {
  try {
    const value = JSON.parse(line) as Plain
    return ['Patient', 'Condition', 'Observation'].includes(value.resourceType) && value.id !== undefined
      ? value
      : undefined
  } catch {
    return undefined
  }
}

/** Day and instant of a date text, in milliseconds. */
function times(text: string | undefined): { day: number; instant: number } | undefined {
  if (text === undefined || text === 'never') return undefined
  const full = text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text
  return { day: Date.parse(full.slice(0, 10)), instant: Date.parse(full.length === 10 ? `${full}T00:00:00Z` : full) }
}

/** What a store of these files must hold. */
export function plainPopulation(files: readonly AnyFile[]): PlainPopulation {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1))
  const all = sorted.flatMap(({ lines }) => lines.flatMap((line) => parse(line) ?? []))
  const winners = new Map<string, Plain>()
  for (const resource of all) {
    const key = `${resource.resourceType}/${resource.id}`
    const best = winners.get(key)
    const newer = (resource.meta?.lastUpdated ?? '') > (best?.meta?.lastUpdated ?? '')
    if (best === undefined || newer) winners.set(key, resource)
  }
  const stored = all.filter((resource) => winners.get(`${resource.resourceType}/${resource.id}`) === resource)
  const patients = stored
    .filter(({ resourceType }) => resourceType === 'Patient')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const patientOf = ({ subject }: Plain): string | undefined => {
    const text = subject?.reference
    if (text === undefined || text.startsWith('Group/')) return undefined
    if (text === 'Patient?identifier=mrn|a')
      return patients.find(({ identifier }) => identifier?.[0]?.value === 'a')?.id ?? text
    if (text.startsWith('urn:uuid:'))
      return stored.some(({ id }) => id === text.slice(9)) && patients.some(({ id }) => id === text.slice(9))
        ? text.slice(9)
        : text
    return /Patient\/([^/]+)/.exec(text)![1]
  }
  const ordinal = (resource: Plain) => patients.findIndex(({ id }) => id === patientOf(resource))
  const order = (resources: Plain[], date: (resource: Plain) => string | undefined): Plain[] =>
    resources
      .map((resource, source) => ({ resource, source, who: ordinal(resource), when: times(date(resource)) }))
      .sort(
        (a, b) =>
          (a.who < 0 ? 99 : a.who) - (b.who < 0 ? 99 : b.who) ||
          (a.when?.day ?? -9e15) - (b.when?.day ?? -9e15) ||
          (a.when?.instant ?? -9e15) - (b.when?.instant ?? -9e15) ||
          a.source - b.source
      )
      .map(({ resource }) => resource)
  const kept = (text: string | undefined) =>
    text === 'never' || text === undefined ? null : text.replace('.5+', '.500+')
  const number = (value: unknown) => (typeof value === 'number' ? value : null)

  const conditions = order(
    stored.filter(({ resourceType }) => resourceType === 'Condition'),
    ({ onsetDateTime }) => onsetDateTime
  )
  const observations = order(
    stored.filter(({ resourceType }) => resourceType === 'Observation'),
    ({ effectiveDateTime }) => effectiveDateTime
  )
  return {
    stored: stored.length,
    patients: patients.map(({ id, gender, birthDate }) => [
      id,
      gender ?? undefined,
      birthDate === 'x' ? undefined : birthDate
    ]),
    conditions: conditions.map((condition) => [
      condition.id,
      patientOf(condition) ?? null,
      ordinal(condition),
      condition.code?.coding[0]?.system ?? null,
      condition.code?.coding[0]?.code ?? null,
      kept(condition.onsetDateTime),
      (condition.code?.coding ?? []).map(({ code }) => code)
    ]),
    observations: observations.map((observation) => [
      observation.id,
      patientOf(observation) ?? null,
      kept(observation.effectiveDateTime),
      number(observation.valueQuantity?.value),
      observation.valueQuantity?.unit ?? null
    ]),
    components: observations.flatMap((observation) =>
      (observation.component ?? []).map((part) => [observation.id, part.code.coding[0]!.code, part.valueQuantity.value])
    )
  }
}
