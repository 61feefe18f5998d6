import { defined } from '#shared/language/defined.ts'
import { addMonths, ageAt } from '../../base/fhir/calendar.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { daysSince } from '../../base/kernels/day-bits.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store } from '../../store/model/store.ts'
import { claimMemberships, type ClaimMembership } from './claim-membership.ts'
import { conditionStates, NEVER } from './condition-state.ts'
import { matchConcepts } from './match-concepts.ts'
import { recordedDays } from './recorded-days.ts'
import type { MeasurementSeries } from './measurement-series.ts'
import type { Evidence, Registry } from './registry-definition.ts'

/**
 * Who belongs to a registry, and when. Computed once per store; every date's members follow from it. Members of a date are
 * those known by then: a diagnosis counts from the day on which it was first recorded, not from its onset. One without any
 * date counts at every date (day `NO_DAY`) and never as a new case.
 */
export interface RegistryMembership {
  /** First day of membership per patient: when the first evidence was recorded. `NEVER` for those who never qualified. */
  readonly entry: Int32Array
  /** 1 where `entry` is an onset, because nothing says when the diagnosis was recorded. */
  readonly byOnset: Uint8Array
  /** 1 where only the year of the first evidence is known: `entry` is the first day of it, and no new case can be placed in a month. */
  readonly yearOnly: Uint8Array
  /** Where the first evidence stands in the resource index of `evidenceType`, -1 when there is none. */
  readonly evidence: Int32Array
  /** 0: the evidence is a Condition, 1: it is an Observation, 2: it is a claim. */
  readonly evidenceType: Uint8Array
  /** For resolvable registries the spans `[start, end)` of each patient; otherwise undefined. */
  readonly spans: MembershipSpans | undefined
  /** The same by the chart alone and by claims alone; undefined where no claim makes a member. */
  readonly bySource: { readonly chart: SourceMembership; readonly claims: SourceMembership } | undefined
  /** Gets ready to tell what the claims of a person are to the registry's rule; undefined where no claim has a code of the registry. */
  readonly explainClaims: ClaimMembership['explain'] | undefined
  /** What `explainClaims` uses. */
  readonly holds: readonly Int32Array[]
}

/** Spans `[start, end)` of all patients: those of patient p are `[offsets[p], offsets[p + 1])`. */
export interface MembershipSpans {
  readonly offsets: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** What one source says about membership. */
export type SourceMembership = Pick<RegistryMembership, 'entry' | 'spans'>

interface Span {
  readonly patient: number
  readonly start: number
  readonly end: number
}

/** Per registry, what its rows said so far. */
interface Draft {
  readonly entry: Int32Array
  readonly byOnset: Uint8Array
  readonly yearOnly: Uint8Array
  readonly evidence: Int32Array
  readonly evidenceType: Uint8Array
  readonly spans: Span[]
}

/**
 * @param seriesOf the results of an evidence's measurement
 * @returns one membership per registry, in the given order
 */
export function memberships(
  store: Store,
  registries: readonly Registry[],
  seriesOf: (evidence: Evidence) => MeasurementSeries
): RegistryMembership[] {
  const drafts = registries.map((): Draft => ({
    entry: new Int32Array(store.patients).fill(NEVER),
    byOnset: new Uint8Array(store.patients),
    yearOnly: new Uint8Array(store.patients),
    evidence: new Int32Array(store.patients).fill(-1),
    evidenceType: new Uint8Array(store.patients),
    spans: []
  }))
  const wanted = registriesByConcept(store, registries)
  addDiagnoses(store, registries, drafts, wanted)
  registries.forEach((registry, index) => {
    for (const evidence of registry.evidence) addEvidence(store, evidence, seriesOf(evidence), drafts[index]!)
  })
  const byClaims = claimMemberships(store, registries, wanted)
  return drafts.map((draft, index) => finish(draft, byClaims[index], registries[index]!))
}

/** For each concept of the data the registries that ask for it, as their places. */
function registriesByConcept(store: Store, registries: readonly Registry[]): (number[] | undefined)[] {
  const wanted: (number[] | undefined)[] = []
  registries.forEach((registry, index) => {
    for (const concept of matchConcepts(store.concepts, registry.codes)) (wanted[concept] ??= []).push(index)
  })
  return wanted
}

/** Puts together what the chart and the claims say. */
function finish(draft: Draft, claims: ClaimMembership | undefined, { course }: Registry): RegistryMembership {
  const patients = draft.entry.length
  const spansOf = (spans: readonly Span[]): MembershipSpans | undefined =>
    course === 'resolvable' ? arrangeSpans(spans, patients) : undefined
  const { entry, byOnset, yearOnly, evidence, evidenceType } = draft
  const chartSpans = spansOf(draft.spans)
  const explained = { explainClaims: claims?.explain, holds: claims === undefined ? [] : [claims.rows] }
  if (claims === undefined || claims.spans.length === 0) {
    return { entry, byOnset, yearOnly, evidence, evidenceType, spans: chartSpans, bySource: undefined, ...explained }
  }
  const chart = { entry: entry.slice(), spans: chartSpans }
  for (let patient = 0; patient < patients; patient++) {
    // A day of service says when the disease was known; an onset does not.
    if (byOnset[patient] === 1 && claims.entry[patient] !== NEVER) entry[patient] = NEVER
    enter(draft, patient, claims.entry[patient]!, claims.evidence[patient]!, 2)
  }
  const claimSpans = course === 'resolvable' ? untilChartEnds(claims.spans, draft.spans, patients) : []
  return {
    entry,
    byOnset,
    yearOnly,
    evidence,
    evidenceType,
    spans: spansOf([...draft.spans, ...claimSpans]),
    bySource: { chart, claims: { entry: claims.entry, spans: spansOf(claimSpans) } },
    ...explained
  }
}

/** Ends what claims say where the chart says that the condition ended, unless they go on after that. */
function untilChartEnds(claims: readonly Span[], chart: readonly Span[], patients: number): Span[] {
  const ended = new Int32Array(patients).fill(NO_DAY)
  for (const { patient, end } of chart) if (end !== NEVER && end > ended[patient]!) ended[patient] = end
  return claims.flatMap((span) => {
    const end = span.start <= ended[span.patient]! ? Math.min(span.end, ended[span.patient]!) : span.end
    return end > span.start ? [{ ...span, end }] : []
  })
}

function enter(draft: Draft, patient: number, day: number, resource: number, type: 0 | 1 | 2): void {
  if (day >= draft.entry[patient]!) return
  draft.entry[patient] = day
  draft.byOnset[patient] = draft.yearOnly[patient] = 0
  draft.evidence[patient] = resource
  draft.evidenceType[patient] = type
}

function addDiagnoses(
  store: Store,
  registries: readonly Registry[],
  drafts: readonly Draft[],
  wanted: readonly (readonly number[] | undefined)[]
): void {
  const table = store.tables.get('condition')
  if (table?.patient === undefined) return
  const { end, counts } = conditionStates(table)
  const { days, byOnset, yearOnly } = defined(recordedDays(store))
  const main = table.column('code', 'concept').ids
  const codings = store.codings.get('condition')
  for (let row = 0; row < table.rows; row++) {
    const patient = table.patient[row]!
    if (patient < 0 || counts[row] === 0) continue
    const from = codings === undefined ? row : codings.offsets[row]!
    const to = codings === undefined ? row + 1 : codings.offsets[row + 1]!
    for (let index = from; index < to; index++) {
      const concept = codings === undefined ? main[index]! : codings.ids[index]!
      const matchers = concept < 0 ? undefined : wanted[concept]
      if (matchers === undefined) continue
      for (const registry of matchers) {
        const draft = drafts[registry]!
        enter(draft, patient, days[row]!, table.resource[row]!, 0)
        if (draft.entry[patient] === days[row]) {
          draft.byOnset[patient] = byOnset[row]!
          draft.yearOnly[patient] = yearOnly[row]!
        }
        if (registries[registry]!.course === 'resolvable') {
          draft.spans.push({ patient, start: days[row]!, end: end[row]! })
        }
      }
    }
  }
}

function addEvidence(store: Store, evidence: Evidence, series: MeasurementSeries, draft: Draft): void {
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const values = series.values[0]!
  const meets = (value: number): boolean =>
    (evidence.below === undefined || value < evidence.below) &&
    (evidence.atLeast === undefined || value >= evidence.atLeast)
  const oldEnough = (patient: number, day: number): boolean => {
    if (evidence.minimumAge === undefined) return true
    const born = birth?.[patient] ?? NO_DAY
    return born !== NO_DAY && ageAt(born, day) >= evidence.minimumAge
  }
  const gap = evidence.kind === 'repeated' ? (evidence.minimumGapDays ?? 0) : 0
  for (let patient = 0; patient < store.patients; patient++) {
    // The first of the results in a row that meet the limit, and the day on which membership began.
    let first = NEVER
    let since = NEVER
    // The first day on which the last result that meets the limit is too old to count.
    let expiry = NEVER
    for (let index = series.offsets[patient]!; index < series.offsets[patient + 1]!; index++) {
      const day = series.days[index]!
      if (Number.isNaN(values[index]!) || !oldEnough(patient, day)) continue
      if (since !== NEVER && day >= expiry) {
        draft.spans.push({ patient, start: since, end: expiry })
        since = NEVER
      }
      if (!meets(values[index]!)) {
        if (since !== NEVER) draft.spans.push({ patient, start: since, end: day })
        first = NEVER
        since = NEVER
        continue
      }
      if (first === NEVER) first = day
      if (evidence.windowMonths !== undefined) expiry = addMonths(day, evidence.windowMonths)
      if (since === NEVER && (evidence.kind === 'latest' || (day > first && day - first >= gap))) {
        since = day
        enter(draft, patient, day, series.resource[index]!, 1)
      }
    }
    if (since !== NEVER) draft.spans.push({ patient, start: since, end: expiry })
  }
}

function arrangeSpans(spans: readonly Span[], patients: number): MembershipSpans {
  const offsets = new Int32Array(patients + 1)
  for (const { patient } of spans) offsets[patient + 1]!++
  for (let patient = 0; patient < patients; patient++) offsets[patient + 1]! += offsets[patient]!
  const next = offsets.slice()
  const starts = new Int32Array(spans.length)
  const ends = new Int32Array(spans.length)
  for (const { patient, start, end } of spans) {
    const index = next[patient]!++
    starts[index] = start
    ends[index] = end
  }
  return { offsets, starts, ends }
}

/** How a registry knows of a member: from the chart (diagnoses and results), from claims, or from both. */
export const memberSources = ['chart', 'claims', 'both'] as const

/** @returns index into {@link memberSources} for members on `asOf`, -1 for the others */
export function sourcesAsOf(membership: RegistryMembership, asOf: number): Codes {
  if (membership.bySource === undefined) return membersAsOf(membership, asOf).map((member) => member - 1)
  const chart = membersAsOf(membership.bySource.chart, asOf)
  const claims = membersAsOf(membership.bySource.claims, asOf)
  return chart.map((member, patient) => member + 2 * claims[patient]! - 1)
}

/** Adds one to the count of each member on `asOf`. */
export function addMembers(membership: SourceMembership, asOf: number, counts: Uint16Array): void {
  const { entry, spans } = membership
  if (spans === undefined) {
    for (let patient = 0; patient < entry.length; patient++) if (entry[patient]! <= asOf) counts[patient]!++
    return
  }
  // Few people have spans.
  const members = membersAsOf(membership, asOf)
  for (let patient = 0; patient < entry.length; patient++) counts[patient]! += members[patient]!
}

/** @returns 1 for members on `asOf`, 0 for the others */
export function membersAsOf({ entry, spans }: SourceMembership, asOf: number): Codes {
  const codes = emptyCodes(entry.length, 2)
  if (spans === undefined) {
    for (let patient = 0; patient < entry.length; patient++) codes[patient] = entry[patient]! <= asOf ? 1 : 0
    return codes
  }
  const { offsets, starts, ends } = spans
  for (let patient = 0; patient < entry.length; patient++) {
    let member = 0
    for (let index = offsets[patient]!; index < offsets[patient + 1]! && member === 0; index++) {
      if (starts[index]! <= asOf && asOf < ends[index]!) member = 1
    }
    codes[patient] = member
  }
  return codes
}

/** Tells on which of some days a person is a member, a bit each. @param days ascending, at least one and fewer than 32 */
export function membershipDays(
  { entry, spans }: SourceMembership,
  days: readonly number[]
): (patient: number) => number {
  const since = daysSince(days)
  if (spans === undefined) return (patient) => since(entry[patient]!)
  const { offsets, starts, ends } = spans
  return (patient) => {
    let mask = 0
    for (let index = offsets[patient]!; index < offsets[patient + 1]!; index++)
      mask |= since(starts[index]!) & ~since(ends[index]!)
    return mask
  }
}
