import { describe, expect, it } from 'vitest'
import { indexGroups, indexScores } from '#engine/risk/indices/score-index.ts'
import { scoreHcc, type HccPerson } from '#engine/risk/hcc/score-hcc.ts'
import { seededNumbers } from '../support/seeded-numbers.ts'
import { hccModel, shippedRisk, shippedWeights } from '../support/risk-definitions.ts'
import { askRiskPeer, hasRiskPeer, riskPeerHint } from '../support/risk-peer.ts'
import { skipped } from '../support/skipped.ts'
import { day, plainStore } from '../unit/selection/plain-store.ts'

if (!hasRiskPeer) skipped(riskPeerHint)

const random = seededNumbers(20)
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
const some = <T>(list: readonly T[], most: number): T[] =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(list))

describe.skipIf(!hasRiskPeer)('risk scores of other programs', () => {
  it.each(['V24', 'V28'] as const)('CMS-HCC %s as hccinfhir', (version) => {
    const model = hccModel(version)
    const codes = Object.values(model.diagnoses).flatMap((each) => each.split(' '))
    const people = Array.from({ length: 3000 }, () => {
      const age = pick([30, 40, 50, 57, 63, 65, 66, 67, 68, 69, 72, 77, 82, 87, 92, 97])
      // Somebody cannot be both: it takes a year with Part B to be in the institutional segment.
      const newEnrollee = random() < 0.1
      const person: HccPerson = {
        age,
        sex: pick(['female', 'male']),
        orec: age < 65 ? '1' : pick(['0', '0', '1']),
        dual: pick(['none', 'full', 'partial']),
        institutional: !newEnrollee && random() < 0.1,
        newEnrollee,
        chronicPlan: random() < 0.2
      }
      return { ...person, diagnoses: some(codes, 12), model: version }
    })
    const answers = askRiskPeer<{ readonly hccs: readonly number[]; readonly raw: number }>('hcc', people)
    const differences = people.flatMap((person, index) => {
      const { raw, hccs, segment, factors } = scoreHcc(model, person, person.diagnoses)
      const answer = answers[index]!
      const same = Math.abs(raw - answer.raw) < 1e-6 && hccs.join() === answer.hccs.join()
      return same ? [] : [{ person, segment, raw, hccs, factors, answer }]
    })
    expect(differences.slice(0, 3)).toEqual([])
  })

  it('Charlson, Elixhauser and hospital frailty as pycomorb', () => {
    const prefixes = shippedRisk.indices.flatMap(({ groups }) => groups.flatMap(({ codes }) => codes.split(' ')))
    const people = Array.from({ length: 1500 }, () => ({
      diagnoses: [pick(prefixes), ...some(prefixes, 10)]
    }))
    const answers = askRiskPeer<Readonly<Record<string, number>>>('comorbidity', people)
    const store = plainStore({
      patient: people.map((_, index) => ({ id: name(index), birth_date: '1930-01-01' })),
      encounter: people.map((_, index) => ({
        id: `stay-${name(index)}`,
        patient_id: name(index),
        status: 'finished',
        class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|IMP',
        period_start: '2019-06-01',
        period_end: '2019-06-05'
      })),
      condition: people.flatMap(({ diagnoses }, index) =>
        diagnoses.map((code, position) => ({
          id: `${name(index)}-${position}`,
          patient_id: name(index),
          encounter_id: `stay-${name(index)}`,
          recorded_date: '2019-06-01',
          code: `http://hl7.org/fhir/sid/icd-10-cm|${code}`
        }))
      )
    })
    for (const id of ['charlson-1987', 'charlson-2011', 'elixhauser-vw', 'hospital-frailty']) {
      const { index, weights } = shippedWeights(id)
      const scores = indexScores(index, weights, indexGroups(store, index, day('2019-12-31')))
      const differences = people.flatMap(({ diagnoses }, person) =>
        scores[person] === answers[person]![id]
          ? []
          : [{ id, diagnoses, ours: scores[person], theirs: answers[person]![id] }]
      )
      expect(differences.slice(0, 3)).toEqual([])
    }
  })
})

function name(index: number): string {
  return `p${String(index).padStart(5, '0')}`
}
