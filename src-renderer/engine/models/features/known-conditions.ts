import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { claimRecords } from '../../population/claims/claim-tables.ts'
import { knownDay, paidClaims } from '../../population/claims/paid-claims.ts'
import { claimSpans } from '../../population/registries/claim-evidence.ts'
import type { RegistryMembership, SourceMembership } from '../../population/registries/membership.ts'
import { placeInMembership } from '../../population/registries/membership-days.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** From which day on the row of a table can be known: a claim from the day on which it was paid or made out, else the row's own day. */
export function knownDays(store: Store): (table: Table, row: number) => Day {
  const claims = paidClaims(store)
  const ofClaim = claims === undefined ? undefined : knownDay(claims)
  return (table, row) => {
    const day = table.day?.[row] ?? NO_DAY
    return ofClaim === undefined || claims?.table !== table ? day : Math.max(day, ofClaim(row))
  }
}

/** The same of the claims that diagnoses are read from. */
export function claimKnownDays(store: Store): (claim: number) => Day {
  const records = claimRecords(store)
  const known = knownDays(store)
  return (claim) => (records === undefined ? NO_DAY : known(records.claims, claim))
}

/**
 * Tells whether somebody was known as a member of a registry on a day: by the chart as it was recorded by then, or by claims that
 * were known by then. A diagnosis without any date does not count: nobody can tell when it was known. One of which only the onset is
 * known counts from that, whatever claims tell later.
 * @param knownOn of the claims that diagnoses are read from
 */
export function knownMember(
  { claims: rule }: Registry,
  membership: RegistryMembership,
  knownOn: (claim: number) => Day
): (patient: number, day: Day) => boolean {
  const { bySource, explainClaims } = membership
  if (bySource === undefined || rule === undefined || explainClaims === undefined)
    return (patient, day) => isMember(membership, patient, day)
  const { chart, claims } = bySource
  let explain: ReturnType<typeof explainClaims> | undefined
  return (patient, day) => {
    if (isMember(chart, patient, day)) return true
    if (!isMember(claims, patient, day)) return false
    explain ??= explainClaims()
    const known = explain(patient).filter(({ row }) => knownOn(row) <= day)
    const days = Int32Array.from(known, (claim) => claim.day)
    const spans = claimSpans(rule, days, [...known.keys()], (place) => known[place]!.role)
    return spans.some(({ start, end }) => start <= day && (claims.spans === undefined || day < end))
  }
}

function isMember(membership: SourceMembership, patient: number, day: Day): boolean {
  const { entry, spans } = membership
  const place = placeInMembership(membership, patient)
  if (place < 0) return false
  if (spans === undefined) return entry[place] !== NO_DAY && entry[place]! <= day
  for (let index = spans.offsets[place]!; index < spans.offsets[place + 1]!; index++)
    if (spans.starts[index] !== NO_DAY && spans.starts[index]! <= day && day < spans.ends[index]!) return true
  return false
}
