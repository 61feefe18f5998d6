import { beforeAll, describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { codeMatches } from '#engine/population/registries/match-concepts.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { Store } from '#engine/store/model/store.ts'
import { shipped, shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { sampleStore } from './sample-store.ts'

/** What a generated line may say about a person and a day. */
interface Line {
  readonly resourceType: string
  readonly id: string
  readonly subject?: { readonly reference: string }
  readonly patient?: { readonly reference: string }
  readonly encounter?: { readonly reference: string }
  readonly code?: { readonly coding?: readonly { readonly system: string; readonly code: string }[] }
  readonly verificationStatus?: { readonly coding: readonly { readonly code: string }[] }
  readonly onsetDateTime?: string
  readonly recordedDate?: string
  readonly period?: { readonly start: string }
  readonly billablePeriod?: { readonly start: string }
  readonly performedPeriod?: { readonly start: string }
  readonly [element: string]: unknown
}

const types = [
  'Condition',
  'Encounter',
  'Observation',
  'Procedure',
  'MedicationRequest',
  'Immunization',
  'DiagnosticReport',
  'ExplanationOfBenefit',
  'Claim'
]
const moments = ['effectiveDateTime', 'performedDateTime', 'authoredOn', 'occurrenceDateTime', 'recordedDate']

async function linesOf(stream: ReadableStream<Uint8Array>): Promise<Line[]> {
  const text = await new Response(stream).text()
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]))
}

/** Day of the first record that says so, by an own count over the resources. */
interface Found {
  readonly seen: Map<string, number>
  readonly visits: Map<string, number>
  readonly conditions: Line[]
}

function personOf({ subject, patient }: Line): string | undefined {
  return (subject ?? patient)?.reference
}

function dayOfText(text: unknown): number | undefined {
  return typeof text === 'string' && text.length >= 10 ? day(text.slice(0, 10)) : undefined
}

describe('trends of the sample population', () => {
  let store: Store
  let asOf: number
  const found: Found = { seen: new Map(), visits: new Map(), conditions: [] }

  beforeAll(async () => {
    const look = async (name: string, bytes: ReadableStream<Uint8Array>): Promise<void> => {
      if (!types.some((type) => name.startsWith(`${type}.`))) return bytes.cancel()
      for (const line of await linesOf(bytes)) {
        const dates = [
          ...moments.map((element) => line[element]),
          line.period?.start,
          line.billablePeriod?.start,
          line.performedPeriod?.start
        ]
        const first = Math.min(...dates.flatMap((text) => dayOfText(text) ?? []))
        const person = personOf(line)
        if (line.resourceType === 'Encounter') found.visits.set(`Encounter/${line.id}`, first)
        if (line.resourceType === 'Condition') found.conditions.push(line)
        if (person !== undefined && Number.isFinite(first))
          found.seen.set(person, Math.min(first, found.seen.get(person) ?? first))
      }
    }
    const sample = await sampleStore(2000, {}, look)
    store = sample.store
    asOf = day(sample.generated.asOf)
  })

  /** People by the day of their first diagnosis of a registry: as recorded, and by onset. */
  function firstDays(registry: Registry, dayOf: (line: Line) => number | undefined): Map<string, number> {
    const days = new Map<string, number>()
    const matched = new Map<string, boolean>()
    const matches = (system: string, code: string): boolean => {
      const key = `${system}|${code}`
      const known = matched.get(key) ?? (registry.codes[system] ?? []).some((wanted) => codeMatches(wanted, code))
      matched.set(key, known)
      return known
    }
    for (const line of found.conditions) {
      const confirmed = line.verificationStatus?.coding[0]?.code ?? 'confirmed'
      const isMember = (line.code?.coding ?? []).some(({ system, code }) => matches(system, code))
      const on = dayOf(line)
      const person = personOf(line)
      if (confirmed !== 'confirmed' || !isMember || on === undefined || person === undefined) continue
      days.set(person, Math.min(on, days.get(person) ?? on))
    }
    return days
  }

  const recorded = (line: Line): number | undefined => {
    const dates = [dayOfText(line.recordedDate), found.visits.get(line.encounter?.reference ?? '')]
    const known = dates.filter((date) => date !== undefined)
    return known.length === 0 ? dayOfText(line.onsetDateTime) : Math.min(...known)
  }

  /** New cases from one day to another, after a year of records. */
  function newCases(days: ReadonlyMap<string, number>, from: number, to: number): number {
    return [...days].filter(([person, on]) => on >= from && on <= to && on - found.seen.get(person)! >= 365).length
  }

  it.each(['diabetes', 'hypertension', 'copd'])('count the new cases of %s by the day first recorded', (id) => {
    const panel = runPanel(store, shippedRegistries, 'registry', { asOf, filters: [] }, { id })
    const registry = shipped(id)
    const yearly = panel.keyFigures.find((each) => each.id === 'incidence')!.figure
    const complete = panel.incidence.series.points.filter(({ incomplete }) => incomplete !== true)
    const days = firstDays(registry, recorded)
    for (const { at, figure } of complete) {
      const next = new Date(at * 86_400_000)
      const months = panel.incidence.note.startsWith('By month') ? 1 : 3
      const end = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + months, 1) / 86_400_000 - 1
      expect(figure.numerator, `${id} ${at}`).toBe(newCases(days, at, end))
    }
    expect(yearly.numerator).toBeGreaterThan(0)
    const first = asOf - 364
    const byOnset = firstDays(registry, (line) => dayOfText(line.onsetDateTime) ?? dayOfText(line.recordedDate))
    expect(newCases(byOnset, first, asOf)).toBeLessThan(newCases(days, first, asOf))
  })

  it('do not let the prevalence fall towards the end', () => {
    for (const id of ['diabetes', 'hypertension', 'chronic-kidney-disease']) {
      const { prevalence } = runPanel(store, shippedRegistries, 'registry', { asOf, filters: [] }, { id })
      const complete = prevalence.crude.points.filter(({ incomplete }) => incomplete !== true)
      const share = (figure: Figure): number => figure.value!
      expect(share(complete.at(-1)!.figure), id).toBeGreaterThanOrEqual(share(complete.at(-13)!.figure) * 0.98)
    }
  })
})
