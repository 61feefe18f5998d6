import { describe, expect, it } from 'vitest'
import { countBits, hasBit } from '#engine/base/kernels/bitset.ts'
import { peopleOfIds } from '#engine/cohorts/evaluate/person-truths.ts'
import { matchPeople } from '#engine/matching/match-people.ts'
import { planMerge } from '#engine/matching/plan-merge.ts'
import { describeMatches } from '#engine/matching/describe-matches.ts'
import { shownMatches } from '#engine/matching/shown-matches.ts'
import { limitToScopes } from '#engine/population/scope/limit-to-scopes.ts'
import { storeOf } from '#engine/store/build/create-store.ts'
import { standingIds } from '#engine/matching/standing-ids.ts'
import { readPersonRecord } from '#engine/matching/records/person-record.ts'
import { optedOut } from '#engine/population/scope/opted-out.ts'
import { mergePeople } from '#engine/store/merge/merge-people.ts'
import { findResource, idAt } from '#engine/store/model/id-column.ts'
import { keyId } from '#engine/store/model/reference-keys.ts'
import type { PopulationSources } from '#engine/store/model/source-keys.ts'
import { loadFiles } from '../../support/load-store.ts'

const mbi = { system: 'http://hl7.org/fhir/sid/us-mbi', value: '1EG4TE5MK73' }
const ann = {
  resourceType: 'Patient',
  identifier: [mbi],
  name: [{ family: 'Stone', given: ['Ann'] }],
  gender: 'female',
  birthDate: '1950-02-03'
}
const race = {
  extension: [
    {
      url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race',
      extension: [{ url: 'text', valueString: 'White' }]
    }
  ]
}
const patients = {
  hospital: [
    { ...ann, id: '1' },
    { resourceType: 'Patient', id: '2', name: [{ family: 'Wood', given: ['Bea'] }] }
  ],
  clinic: [{ ...ann, ...race, id: '1', birthDate: '1950-02-30', deceasedDateTime: '2024-05-06' }],
  payer: [{ ...ann, id: '7' }]
}
const visit = (id: string, subject: string, start: string) => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: `Patient/${subject}` },
  period: { start }
})
const sources: PopulationSources = {
  sources: [{ name: 'hospital' }, { name: 'clinic' }, { name: 'payer' }],
  ofFile: [0, 1, 2]
}

async function loadAnn() {
  const store = await loadFiles(
    [
      {
        name: 'hospital/a',
        content: [
          ...patients.hospital,
          visit('a', '1', '2024-01-01'),
          visit('c', '1', '2024-03-01'),
          visit('z', '2', '2024-01-05')
        ]
      },
      {
        name: 'clinic/b',
        content: [...patients.clinic, visit('b', '1', '2024-02-01T10:00:00Z'), visit('d', '1', '2024-02-01T09:00:00Z')]
      },
      { name: 'payer/c', content: patients.payer }
    ],
    { sources }
  )
  const records = Object.entries(patients).flatMap(([source, list]) =>
    list.map((patient) => readPersonRecord(patient, `${patient.id}@${source}`, source))
  )
  const matched = matchPeople(records)
  return { store, matched, merged: mergePeople(store, planMerge(store, matched)) }
}

describe('merged people', () => {
  it('are one person with all records in the order of time', async () => {
    const { merged, store } = await loadAnn()
    expect([store.patients, merged.patients, merged.table('patient').rows]).toEqual([4, 2, 2])
    const visits = merged.table('encounter')
    const ids = visits.column('id', 'id')
    expect(Array.from({ length: visits.rows }, (_, row) => idAt(ids, row))).toEqual([
      'a@hospital',
      'd@clinic',
      'b@clinic',
      'c@hospital',
      'z@hospital'
    ])
    const { codes, keys } = visits.column('patient_id', 'reference')
    const [lead] = Array.from(codes, (code) => keyId(keys, code))
    expect(Array.from(codes, (code) => keyId(keys, code))).toEqual([lead, lead, lead, lead, '2@hospital'])
    expect(findResource(merged, 'Patient', lead!)).toBe(visits.patient![0])
    expect(Array.from(visits.patientOffsets!)).toEqual([0, 4, 5])
  })

  it('have resolved facts, and what any record says where the leading one is silent', async () => {
    const { merged } = await loadAnn()
    const table = merged.table('patient')
    const deaths = table.column('deceased_at', 'dateTime')
    expect(table.column('deceased', 'boolean').values[0]).toBe(1)
    expect(deaths.days[0]).toBe(Date.UTC(2024, 4, 6) / 86_400_000)
    expect(table.column('birth_date', 'date').days[0]).toBe(Date.UTC(1950, 1, 3) / 86_400_000)
    const text = table.column('race', 'dictionary')
    expect(text.values[text.codes[0]!]).toBe('White')
    const sources = table.column('sources', 'dictionary')
    expect(Array.from(sources.codes, (code) => sources.values[code])).toEqual(['hospital, clinic, payer', 'hospital'])
  })

  it('are left out when any of their records opted out', async () => {
    const { merged } = await loadAnn()
    const people = optedOut(merged, ['7@payer'])
    expect([hasBit(people, 0), hasBit(people, 1)]).toEqual([true, false])
  })

  it('are found by any of their ids, whichever stands for them', async () => {
    const { merged, matched } = await loadAnn()
    const standing = standingIds(matched)
    const found = ['1@hospital', '1@clinic', '7@payer', '2@hospital'].map((id) =>
      findResource(merged, 'Patient', standing.get(id) ?? id)
    )
    const [ann] = found
    expect(found).toEqual([ann, ann, ann, expect.any(Number)])
    expect(found[3]).not.toBe(ann)
    expect(standing.size).toBe(2)
  })

  it('are in a cohort of ids under any of them, and once, also where others are left out', async () => {
    const { merged } = await loadAnn()
    const ids = ['1@hospital', '1@clinic', '7@payer']
    const limited = limitToScopes(merged, [], {
      scopes: undefined,
      optOuts: ['2@hospital'],
      rules: { labels: [], consents: 'ignored' }
    })
    for (const store of [merged, limited]) {
      const [ann] = peopleOfIds(store, ids)
      for (const id of ids) expect([...peopleOfIds(store, [id])]).toEqual([ann])
      expect(countBits(peopleOfIds(store, [...ids, 'nobody@payer']))).toBe(1)
    }
    expect(countBits(peopleOfIds(merged, ['2@hospital']))).toBe(1)
    expect(countBits(peopleOfIds(limited, ['2@hospital']))).toBe(0)
    expect(JSON.stringify([...(limited.merged?.ids.others.values() ?? [])])).not.toContain('2@hospital')
  })

  it('are in no list of matches when they are left out, or their record is masked', async () => {
    const { store, merged, matched } = await loadAnn()
    expect(shownMatches(merged, matched)).toBe(matched)
    expect(describeMatches(store, matched, [], true)).toMatchObject({ conflictCount: 1 })
    const rules = { labels: [{ labels: ['SECRET'], action: 'mask' as const }], consents: 'ignored' as const }
    const limits = { scopes: undefined, optOuts: [], rules: { labels: [], consents: 'ignored' as const } }
    const labels = {
      texts: ['urn:labels|SECRET'],
      byType: new Map([['Patient', { rows: Int32Array.of(0), label: Int32Array.of(0) }]])
    }
    for (const shown of [
      limitToScopes(merged, [], { ...limits, optOuts: ['7@payer'] }),
      limitToScopes(storeOf({ ...merged, labels }), [], { ...limits, rules })
    ]) {
      const { records, people, links, review, personOf } = shownMatches(shown, matched)
      expect(records.map(({ id }) => id)).toEqual(['2@hospital'])
      expect([people, links, review, [...personOf]]).toEqual([1, [], [], [0]])
      const view = describeMatches(store, shownMatches(shown, matched), [], true)
      expect([view.records, view.conflictCount, view.conflicts]).toEqual([1, 0, []])
    }
  })

  it('come apart again by a decision', async () => {
    const { store, matched } = await loadAnn()
    const decisions = [
      { left: '1@hospital', right: '1@clinic', same: false },
      { left: '7@payer', right: '1@clinic', same: false }
    ]
    const apart = matchPeople(matched.records, decisions)
    expect(apart.people).toBe(3)
    expect(mergePeople(store, planMerge(store, apart)).patients).toBe(3)
  })
})
