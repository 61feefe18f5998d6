import { defined } from '#shared/language/defined.ts'
import { addMonths, ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store } from '../../store/model/store.ts'
import { claimMemberships, type ClaimMembership } from './claim-membership.ts'
import { conditionStates, NEVER } from './condition-state.ts'
import { matchConcepts } from './match-concepts.ts'
import { recordedDays } from './recorded-days.ts'
import type { MeasurementSeries } from './measurement-series.ts'
import type { Evidence, Registry } from './registry-definition.ts'

/**
 * Who belongs to a registry by some records, and when. Few people do, so they are listed: what is told of a person stands at the same place of
 * each list.
 */
export interface SourceMembership {
  /** How many people the store has. */
  readonly patients: number
  /** The patients who ever qualified, ascending. */
  readonly people: Int32Array
  /** First day of membership: when the first evidence was recorded. */
  readonly entry: Int32Array
  /** For resolvable registries the spans `[start, end)` of each of them; otherwise undefined. */
  readonly spans: MembershipSpans | undefined
}

/**
 * Who belongs to a registry, and when. Computed once per store; every date's members follow from it. Members of a date are
 * those known by then: a diagnosis counts from the day on which it was first recorded, not from its onset. One without any
 * date counts at every date (day `NO_DAY`) and never as a new case.
 */
export interface RegistryMembership extends SourceMembership {
  /** 1 where `entry` is an onset, because nothing says when the diagnosis was recorded. */
  readonly byOnset: Uint8Array
  /** 1 where only the year of the first evidence is known: `entry` is the first day of it, and no new case can be placed in a month. */
  readonly yearOnly: Uint8Array
  /** Where the first evidence stands in the resource index of `evidenceType`. */
  readonly evidence: Int32Array
  /** 0: the evidence is a Condition, 1: it is an Observation, 2: it is a claim. */
  readonly evidenceType: Uint8Array
  /** The same by the chart alone and by claims alone; undefined where no claim makes a member. */
  readonly bySource: { readonly chart: SourceMembership; readonly claims: SourceMembership } | undefined
  /** Gets ready to tell what the claims of a person are to the registry's rule; undefined where no claim has a code of the registry. */
  readonly explainClaims: ClaimMembership['explain'] | undefined
  /** What `explainClaims` uses. */
  readonly holds: readonly Int32Array[]
}

/** Spans `[start, end)` of some people: those of the person at place p are `[offsets[p], offsets[p + 1])`. */
export interface MembershipSpans {
  readonly offsets: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}

interface Span {
  readonly patient: number
  readonly start: number
  readonly end: number
}

/** Per registry, what its rows said so far of each patient; `NEVER` for those who did not qualify. */
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
  const { entry, byOnset } = draft
  const patients = entry.length
  const members = (entry: Int32Array, spans: readonly Span[]): SourceMembership => {
    const people = qualified(entry)
    return {
      patients,
      people,
      entry: people.map((patient) => entry[patient]!),
      spans: course === 'resolvable' ? arrangeSpans(spans, people, patients) : undefined
    }
  }
  const explained = { explainClaims: claims?.explain, holds: claims === undefined ? [] : [claims.rows] }
  const chart = members(entry, draft.spans)
  if (claims === undefined || claims.spans.length === 0)
    return { ...withEvidence(chart, draft), bySource: undefined, ...explained }
  for (let patient = 0; patient < patients; patient++) {
    // A day of service says when the disease was known; an onset does not.
    if (byOnset[patient] === 1 && claims.entry[patient] !== NEVER) entry[patient] = NEVER
    enter(draft, patient, claims.entry[patient]!, claims.evidence[patient]!, 2)
  }
  const claimSpans = course === 'resolvable' ? untilChartEnds(claims.spans, draft.spans, patients) : []
  return {
    ...withEvidence(members(entry, [...draft.spans, ...claimSpans]), draft),
    bySource: { chart, claims: members(claims.entry, claimSpans) },
    ...explained
  }
}

function withEvidence(members: SourceMembership, { byOnset, yearOnly, evidence, evidenceType }: Draft) {
  const { people } = members
  const marks = (all: Uint8Array): Uint8Array => Uint8Array.from(people, (patient) => all[patient]!)
  return {
    ...members,
    byOnset: marks(byOnset),
    yearOnly: marks(yearOnly),
    evidence: people.map((patient) => evidence[patient]!),
    evidenceType: marks(evidenceType)
  }
}

/** The patients with a first day of membership. */
function qualified(entry: Int32Array): Int32Array {
  const people: number[] = []
  for (let patient = 0; patient < entry.length; patient++) if (entry[patient] !== NEVER) people.push(patient)
  return Int32Array.from(people)
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

/** @param people ascending, with everybody who has a span */
function arrangeSpans(spans: readonly Span[], people: Int32Array, patients: number): MembershipSpans {
  const next = new Int32Array(patients)
  for (const { patient } of spans) next[patient]!++
  const offsets = new Int32Array(people.length + 1)
  people.forEach((patient, place) => {
    offsets[place + 1] = offsets[place]! + next[patient]!
    next[patient] = offsets[place]!
  })
  const starts = new Int32Array(spans.length)
  const ends = new Int32Array(spans.length)
  for (const { patient, start, end } of spans) {
    const index = next[patient]!++
    starts[index] = start
    ends[index] = end
  }
  return { offsets, starts, ends }
}
