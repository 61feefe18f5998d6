import { enginePopulationRegistriesMessages as m } from '#messages/engine/population/registries.ts'
import { defined } from '#shared/language/defined.ts'
import { codedDiagnoses } from '../claims/claim-diagnoses.ts'
import { claimTables } from '../claims/claim-tables.ts'
import type { RecordKind } from '../codes/code-use.ts'
import { addUnreadRecords, unreadReason, unreadRecords, type UnreadRecords } from '../codes/unread-codes.ts'
import type { Mergeable } from '../../shards/mergeable.ts'
import type { Store } from '../../store/model/store.ts'
import { matchConcepts } from './match-concepts.ts'
import type { Registry } from './registry-definition.ts'
import type { RegistryIndex } from './registry-index.ts'

const diagnoses: ReadonlySet<RecordKind> = new Set(['diagnoses'])
const withDiagnoses: ReadonlySet<string> = new Set(['Condition', 'ExplanationOfBenefit', 'Claim'])

/** What one store tells of a registry. */
interface Decidability {
  /** Somebody is a member, or has a result that could make one. */
  readonly isKnown: boolean
  /** Records of diagnoses that may be of the registry's and cannot be read. Not looked for where it is known. */
  readonly unread: UnreadRecords
  /** A line of a claim says what a diagnosis is that it names. Looked for only where no diagnosis has a code. */
  readonly isDecidedByLines: boolean
}

const nothing: UnreadRecords = { systems: [], kinds: [], readable: 0 }

/** What the question is asked of. */
interface KnownRegistries {
  readonly store: Store
  readonly index: Pick<RegistryIndex, 'registries' | 'membership' | 'series'>
}

/**
 * Why the data cannot tell who is in each registry: they have no diagnoses, or all of them in codes of systems of which its
 * list holds nothing, and no result that could take the place of a diagnosis. Nobody in it is then no zero. The result is
 * within a sentence, by the id of the registry; only those that the data cannot tell.
 */
export const undecidableRegistries: Mergeable<
  KnownRegistries,
  ReadonlyMap<string, Decidability>,
  ReadonlyMap<string, string>
> = {
  partial: ({ store, index }) => {
    const { registries, membership, series } = index
    const isKnownConcept = new Uint8Array(store.concepts.size)
    for (const { codes } of registries)
      for (const concept of matchConcepts(store.concepts, codes)) isKnownConcept[concept] = 1
    let onClaims: boolean | undefined
    const isDecidedByLines = (): boolean => {
      const claims = onClaims === undefined ? claimTables(store) : undefined
      return (onClaims ??= claims !== undefined && codedDiagnoses(claims).includes(1))
    }
    const tell = (registry: Registry): Decidability => {
      const { codes, evidence } = registry
      const isKnown =
        membership(registry).people.length > 0 ||
        evidence.some(({ measurement }) => series(measurement).days.length > 0)
      if (isKnown) return { isKnown, unread: nothing, isDecidedByLines: false }
      const unread = unreadRecords(store, {
        kinds: diagnoses,
        types: withDiagnoses,
        systems: new Set(Object.keys(codes)),
        isKnown: (concept) => isKnownConcept[concept] === 1
      })
      const isWithoutCodes = unread.readable === 0 && unread.systems.length === 0
      return { isKnown, unread, isDecidedByLines: isWithoutCodes && isDecidedByLines() }
    }
    return new Map(registries.map((registry) => [registry.id, tell(registry)]))
  },
  merge: (left, right) =>
    new Map(
      [...left].map(([id, leftEntry]) => {
        const rightEntry = defined(right.get(id))
        const merged: Decidability = {
          isKnown: leftEntry.isKnown || rightEntry.isKnown,
          unread: addUnreadRecords(leftEntry.unread, rightEntry.unread),
          isDecidedByLines: leftEntry.isDecidedByLines || rightEntry.isDecidedByLines
        }
        return [id, merged]
      })
    ),
  finish: (all) => {
    const found = new Map<string, string>()
    for (const [id, { isKnown, unread, isDecidedByLines }] of all) {
      if (isKnown || unread.readable > 0 || (unread.systems.length === 0 && isDecidedByLines)) continue
      found.set(id, unread.systems.length > 0 ? unreadReason(unread) : m.noRecordOfDiagnosesInThese)
    }
    return found
  }
}
