import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import type { Store } from '../../store/model/store.ts'
import { diagnosisEvents, diagnosisSources } from '../evidence/diagnosis-events.ts'
import { withoutIcd } from '../evidence/icd-codes.ts'
import type { IndexDefinition, WeightSet } from '../model/index-definition.ts'
import { groupReader } from './group-reader.ts'

/** Who is in which group of an index on a date. */
export interface IndexGroups {
  /** Words of 32 groups per person; see {@link hasGroup}. */
  readonly present: Uint32Array
  readonly words: number
  /** 1 for people who have a score: of age, and with a stay where the index is about stays. */
  readonly applies: Uint8Array
  /** Why nobody has a score, in words for a sentence; undefined where the data can tell. */
  readonly missing: string | undefined
}

/** Whether a person is in a group, by its place in the definition. */
export function hasGroup({ present, words }: IndexGroups, patient: number, group: number): boolean {
  return ((present[patient * words + (group >>> 5)]! >>> (group & 31)) & 1) === 1
}

/** Calls `visit` with the place of each group that a person is in. */
export function eachGroup({ present, words }: IndexGroups, patient: number, visit: (group: number) => void): void {
  for (let word = 0; word < words; word++) {
    let bits = present[patient * words + word]!
    while (bits !== 0) {
      const lowest = bits & -bits
      visit(word * 32 + (31 - Math.clz32(lowest)))
      bits ^= lowest
    }
  }
}

/** Who is in which group of an index on a date. */
export function indexGroups(store: Store, definition: IndexDefinition, asOf: Day): IndexGroups {
  const words = (definition.groups.length + 31) >>> 5
  const present = new Uint32Array(store.patients * words)
  const missing = withoutIcd(store)
  if (missing !== undefined) return { present, words, applies: new Uint8Array(store.patients), missing }
  const applies = peopleOf(store, definition, asOf)
  const read = groupReader(store, definition)
  for (let patient = 0; patient < store.patients; patient++) {
    if (applies[patient] === 0) continue
    for (const group of read(patient, asOf)) present[patient * words + (group >>> 5)]! |= 1 << (group & 31)
  }
  return { present, words, applies, missing }
}

/** 1 for people that an index is about. */
function peopleOf(store: Store, { evidence }: IndexDefinition, asOf: Day): Uint8Array {
  const applies = new Uint8Array(store.patients).fill(1)
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const { offsets, from, source } = diagnosisEvents(store)
  const start = windowStart(asOf, evidence.lookbackMonths)
  const isStay = (index: number): boolean => {
    const kind = diagnosisSources[source[index]!]!
    return (kind === 'chart-stay' || kind === 'claim-stay') && from[index]! >= start && from[index]! <= asOf
  }
  for (let patient = 0; patient < store.patients; patient++) {
    const born = birth?.[patient] ?? NO_DAY
    const isOld =
      evidence.minimumAge === undefined || (born !== NO_DAY && born <= asOf && ageAt(born, asOf) >= evidence.minimumAge)
    let hasStay = !evidence.staysOnly
    for (let index = offsets[patient]!; !hasStay && index < offsets[patient + 1]!; index++) hasStay = isStay(index)
    if (!isOld || !hasStay) applies[patient] = 0
  }
  return applies
}

/** The scores of everybody by one set of weights; NaN for people whom the index is not about. */
export function indexScores(definition: IndexDefinition, weights: WeightSet, groups: IndexGroups): Float64Array {
  const { applies, missing } = groups
  const scores = new Float64Array(applies.length).fill(NaN)
  if (missing !== undefined) return scores
  // Tenths are added as whole numbers, so that 1.1 and 2.2 make 3.3.
  const tenths = definition.groups.map(({ id }) => Math.round((weights.points[id] ?? 0) * 10))
  for (let patient = 0; patient < applies.length; patient++) {
    if (applies[patient] === 0) continue
    let sum = 0
    eachGroup(groups, patient, (group) => {
      sum += tenths[group]!
    })
    scores[patient] = sum / 10
  }
  return scores
}
