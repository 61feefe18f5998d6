import { describe, expect, it } from 'vitest'
import { ndc } from '#engine/base/codes/code-systems.ts'
import { claimLineEvents } from '#engine/cohorts/events/claim-events.ts'
import { codeUse } from '#engine/population/codes/code-use.ts'
import { claimActions } from '#engine/population/claims/claim-actions.ts'
import { claimKinds, claimSettings } from '#engine/population/claims/claim-kind.ts'
import { claimRecords } from '#engine/population/claims/claim-tables.ts'
import { paidClaims } from '#engine/population/claims/paid-claims.ts'
import { claimStays } from '#engine/population/stays/claim-stays.ts'
import { hospitalStays } from '#engine/population/stays/inpatient-stays.ts'
import { stayReasons } from '#engine/population/stays/stay-reasons.ts'
import { eligibleReader } from '#engine/risk/hcc/eligible-diagnoses.ts'
import { costDrivers } from '#engine/risk/lists/cost-drivers.ts'
import type { Store } from '#engine/store/model/store.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { populationOf } from '#engine/population/selection/population.ts'

const hcpcs = 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const nubc = 'https://www.nubc.org/CodeSystem/RevenueCodes'
const claimType = 'http://terminology.hl7.org/CodeSystem/claim-type'
const localSystem = 'http://example.org/own'

interface PlainLine {
  readonly line?: PlainRow
  /** Further codes as `element system|code`. */
  readonly codes?: readonly string[]
}

/** A claim of one person with one line. */
function claim(id: string, { line = {}, codes = [] }: PlainLine, header: PlainRow = {}): PlainTables {
  const part = { explanation_of_benefit_id: id, patient_id: 'a', sequence: 1 }
  return {
    explanation_of_benefit: [
      {
        id,
        patient_id: 'a',
        status: 'active',
        use: 'claim',
        outcome: 'complete',
        type: `${claimType}|institutional`,
        billable_start: '2024-03-01',
        billable_end: '2024-03-02',
        payment_amount: 100,
        ...header
      }
    ],
    explanation_of_benefit_item: [{ ...part, code: `${localSystem}|X`, ...line }],
    explanation_of_benefit_item_code: codes.map((text, index) => {
      const [element = '', code = ''] = text.split(' ')
      return { ...part, element, code, position: index + 1 }
    })
  }
}

function storeOf(...parts: readonly PlainTables[]): Store {
  const tables: Record<string, PlainRow[]> = { patient: [{ id: 'a', birth_date: '1950-01-01' }] }
  for (const part of parts)
    for (const [name, rows] of Object.entries(part)) tables[name] = [...(tables[name] ?? []), ...rows]
  return plainStore(tables)
}

describe('a claim of which further codes of a line tell', () => {
  const kindsOf = (...codes: readonly string[]) => {
    const store = storeOf(claim('e', { line: { revenue_code: '0300', place_code: 'ward' }, codes }))
    const { kinds, emergency } = claimSettings(store, claimRecords(store)!)
    return [claimKinds[kinds[0]!], emergency[0]]
  }

  it('room and board or a hospital is inpatient', () => {
    expect(kindsOf()).toEqual(['outpatient', 0])
    expect(kindsOf(`revenue ${nubc}|0120`)).toEqual(['inpatient', 0])
    expect(kindsOf(`detail-revenue ${nubc}|0120`)).toEqual(['inpatient', 0])
    expect(kindsOf(`location ${localSystem}|21`)).toEqual(['inpatient', 0])
    expect(kindsOf(`modifier ${hcpcs}|21`)).toEqual(['outpatient', 0])
  })

  it('an emergency department is emergency care', () => {
    expect(kindsOf(`revenue ${nubc}|0450`)).toEqual(['outpatient', 1])
  })

  it('observation is such a stay', () => {
    const stays = (...codes: readonly string[]) =>
      claimStays(storeOf(claim('e', { line: { revenue_code: '0300' }, codes })))!.kinds
    expect(stays()).toEqual([])
    expect(stays(`product ${hcpcs}|G0378`)).toEqual(['observation'])
    expect(stays(`revenue ${nubc}|0762`)).toEqual(['observation'])
  })
})

describe('two claims with the same line', () => {
  const actionsOf = (first: readonly string[], second: readonly string[]) => {
    const line = { code: `${hcpcs}|R0070`, quantity: 1 }
    const store = storeOf(claim('e1', { line, codes: first }), claim('e2', { line, codes: second }))
    const { actions } = paidClaims(store)!
    return Array.from(actions, (code) => claimActions[code]!.value).sort()
  }

  it('are a duplicate where their modifiers are the same', () => {
    expect(actionsOf([], [])).toEqual(['duplicate', 'final'])
    expect(actionsOf([`modifier ${hcpcs}|TC`], [`modifier ${hcpcs}|TC`])).toEqual(['duplicate', 'final'])
  })

  it('are two services where they differ', () => {
    expect(actionsOf([`modifier ${hcpcs}|TC`], [])).toEqual(['final', 'final'])
    expect(actionsOf([`modifier ${hcpcs}|LT`], [`modifier ${hcpcs}|RT`])).toEqual(['final', 'final'])
  })
})

describe('codes of lines', () => {
  it('are one record with all codes of the product and its details, and no modifier', () => {
    const codes = [
      `product ${localSystem}|Y`,
      `modifier ${hcpcs}|LT`,
      `detail ${ndc}|00000000001`,
      `revenue ${nubc}|0636`
    ]
    const store = storeOf(claim('e1', { codes }), claim('e2', {}))
    const { concepts } = store
    const found = codeUse(store).map(({ kind, concepts: of, records }) => [
      kind,
      of.map((id) => concepts.codes[id]).join(),
      records
    ])
    expect(found).toEqual([
      ['drugs', 'X,Y,00000000001', 1],
      ['procedures', 'X', 1]
    ])
  })

  it('are events of a cohort', () => {
    const store = storeOf(claim('e', { codes: [`modifier ${hcpcs}|GT`] }))
    const wanted = (code: string): Uint8Array => {
      const marks = new Uint8Array(store.concepts.size)
      const concept = store.concepts.find(hcpcs, code)
      if (concept >= 0) marks[concept] = 1
      return marks
    }
    expect(claimLineEvents(store, 'procedure', wanted('GT'))!.places.length).toBe(1)
    expect(claimLineEvents(store, 'procedure', wanted('GQ'))!.places.length).toBe(0)
  })

  it('name the drug of a pharmacy claim', () => {
    const pharmacy = { type: `${claimType}|pharmacy` }
    const store = storeOf(claim('e', { codes: [`product ${ndc}|00071015523|Atorvastatin`] }, pharmacy))
    const drivers = costDrivers(allPeople(populationOf(store, [])), [0], day('2024-01-01'), day('2024-12-31'))
    expect(drivers.filter(({ kind }) => kind === 'drug').map(({ label }) => label)).toEqual([
      'Atorvastatin (00071015523)'
    ])
  })

  it('make the diagnoses of a claim count where the second code is a listed procedure', () => {
    const diagnosis = {
      explanation_of_benefit_diagnosis: [
        {
          explanation_of_benefit_id: 'e',
          patient_id: 'a',
          sequence: 1,
          code: 'http://hl7.org/fhir/sid/icd-10-cm|E11.9'
        }
      ]
    }
    const counted = (...codes: readonly string[]) => {
      const store = storeOf(claim('e', { codes }, { type: `${claimType}|professional` }), diagnosis)
      return eligibleReader(store, new Set(['G0439']))(0, 2024, day('2024-12-31')).length
    }
    expect(counted()).toBe(0)
    expect(counted(`product ${hcpcs}|G0439`)).toBe(1)
    expect(counted(`product ${localSystem}|G0439`)).toBe(0)
    expect(counted(`modifier ${hcpcs}|G0439`)).toBe(0)
  })

  it('tell a planned stay by an ICD-10-PCS code on a line', () => {
    const pcs = 'http://www.cms.gov/Medicare/Coding/ICD10'
    const planned = (line: PlainRow, ...codes: readonly string[]) => {
      const store = storeOf(claim('e', { line: { revenue_code: '0120', ...line }, codes }))
      return [...stayReasons(store, hospitalStays(store)!).planned]
    }
    expect(planned({})).toEqual([0])
    expect(planned({ code: `${pcs}|0TY00Z0` })).toEqual([1])
    expect(planned({}, `detail ${pcs}|0TY00Z0`)).toEqual([1])
  })
})
