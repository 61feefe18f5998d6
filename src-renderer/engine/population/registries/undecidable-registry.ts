import { codedDiagnoses } from '../claims/claim-diagnoses.ts'
import { claimTables } from '../claims/claim-tables.ts'
import type { RecordKind } from '../codes/code-use.ts'
import { unreadReason, unreadRecords } from '../codes/unread-codes.ts'
import type { Store } from '../../store/model/store.ts'
import { NEVER } from './condition-state.ts'
import { matchConcepts } from './match-concepts.ts'
import type { MeasurementSeries } from './measurement-series.ts'
import type { RegistryMembership } from './membership.ts'
import type { Measurement, Registry } from './registry-definition.ts'

const diagnoses: ReadonlySet<RecordKind> = new Set(['diagnoses'])
const withDiagnoses: ReadonlySet<string> = new Set(['Condition', 'ExplanationOfBenefit', 'Claim'])

/**
 * Why the data cannot tell who is in each registry: they have no diagnoses, or all of them in codes of systems of which its
 * list holds nothing, and no result that could take the place of a diagnosis. Nobody in it is then no zero.
 * @param known what the registries say all the same
 * @returns within a sentence, by registry; only those that the data cannot tell
 */
export function undecidableRegistries(
  store: Store,
  registries: readonly Registry[],
  known: {
    readonly membership: (registry: Registry) => RegistryMembership
    readonly series: (measurement: Measurement) => MeasurementSeries
  }
): ReadonlyMap<Registry, string> {
  const isKnown = new Uint8Array(store.concepts.size)
  for (const { codes } of registries) for (const concept of matchConcepts(store.concepts, codes)) isKnown[concept] = 1
  let onClaims: boolean | undefined
  // A line may say what the diagnosis is that it names. Looked for only where somebody asks.
  const saidByLines = (): boolean => {
    const claims = onClaims === undefined ? claimTables(store) : undefined
    return (onClaims ??= claims !== undefined && codedDiagnoses(claims).includes(1))
  }
  const found = new Map<Registry, string>()
  for (const registry of registries) {
    const { codes, evidence } = registry
    if (known.membership(registry).entry.some((day) => day !== NEVER)) continue
    if (evidence.some(({ measurement }) => known.series(measurement).days.length > 0)) continue
    const unread = unreadRecords(store, {
      kinds: diagnoses,
      types: withDiagnoses,
      systems: new Set(Object.keys(codes)),
      isKnown: (concept) => isKnown[concept] === 1
    })
    if (unread.readable > 0 || (unread.systems.length === 0 && saidByLines())) continue
    found.set(registry, unread.systems.length > 0 ? unreadReason(unread) : 'no record of diagnoses in these data')
  }
  return found
}
