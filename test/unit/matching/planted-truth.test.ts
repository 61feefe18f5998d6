import { describe, expect, it } from 'vitest'
import { matchPeople } from '#engine/matching/match-people.ts'
import { readPersonRecord } from '#engine/matching/records/person-record.ts'
import { matchQuality } from '#engine/matching/results/match-quality.ts'
import { qualifiedId } from '#engine/store/model/source-keys.ts'
import { drawIdentities } from '../../../src-main/sample/sources/identities.ts'
import { sourcePatient } from '../../../src-main/sample/sources/source-patient.ts'
import { isKnownTo, sampleSources } from '../../../src-main/sample/sources/written-identity.ts'

const patients = 300

/** The same people in two EHRs and a payer, with typing errors, moves, new names, twins and juniors. */
function plant(seed: number) {
  const truth = new Map<string, string>()
  const records = drawIdentities(seed, patients).flatMap((person) =>
    sampleSources
      .filter((source) => isKnownTo(seed, person.index, source))
      .map((source) => {
        const patient = sourcePatient({ resourceType: 'Patient' }, person, seed, patients, source)
        const id = qualifiedId(String(patient['id']), source)
        truth.set(id, person.id)
        return readPersonRecord(patient, id, source)
      })
  )
  return { records, truth }
}

describe('matching people of three sources', () => {
  it.each([2, 20_261_031])('is right about a planted truth, seed %i', (seed) => {
    const { records, truth } = plant(seed)
    const { personOf, records: matched, review } = matchPeople(records)
    const quality = matchQuality(
      personOf,
      matched.map(({ id }) => truth.get(id)!)
    )
    expect(quality.precision).toBeGreaterThanOrEqual(0.99)
    expect(quality.recall).toBeGreaterThanOrEqual(0.95)
    // What was not matched is mostly for review, and few pairs are.
    const missed = quality.true - quality.both
    const found = review.filter(({ left, right }) => truth.get(matched[left]!.id) === truth.get(matched[right]!.id))
    expect(found.length).toBeGreaterThan(missed / 3)
    expect(review.length).toBeLessThan(records.length / 8)
  })
})
