import { describe, expect, it } from 'vitest'
import { encounterClassCodes } from '#engine/population/claims/encounter-class.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { acuteDays } from '#engine/population/registries/acute-days.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const v2 = 'http://terminology.hl7.org/CodeSystem/v2-0004'
const local = 'urn:oid:1.2.840.114350.1.72.1.7.7.10.696784.13260'

const people: PlainRow[] = Array.from({ length: 10 }, (_, index) => ({
  id: `p${index}`,
  birth_date: '1970-01-01',
  gender: 'female'
}))

/** One encounter of each class per person, each in a month of its own. */
function storeOf(classes: readonly (string | undefined)[], status = 'finished') {
  const encounter = people.flatMap(({ id }) =>
    classes.map((kind, index): PlainRow => {
      const start = `2019-${String(index + 1).padStart(2, '0')}-10`
      return {
        id: `${String(id)}-${index}`,
        patient_id: id,
        status,
        class: kind,
        period_start: start,
        period_end: start
      }
    })
  )
  return plainStore({ patient: people, encounter })
}

const panelOf = (classes: readonly (string | undefined)[]) =>
  runPanel(storeOf(classes), shippedRegistries, 'use', { asOf: day('2019-12-31'), filters: [] }, {})

function figures(classes: readonly (string | undefined)[]) {
  return Object.fromEntries(panelOf(classes).keyFigures.map(({ id, figure }) => [id, figure]))
}

describe('classes of encounters', () => {
  it('are told from the codes of HL7 and from the plain names of local ones', () => {
    const written = [
      `${act}|IMP`,
      `${v2}|E|Emergency`,
      `${v2}|I`,
      `${local}|1|Emergency`,
      `${local}|2|Inpatient`,
      `${local}|3|ED Visit`,
      `${local}|4|Hospital Encounter`,
      `${local}|5|Observation`,
      '|inpatient',
      `${local}|I|Imaging`
    ]
    const encounter = written.map((kind, index): PlainRow => ({ id: `e${index}`, patient_id: 'p0', class: kind }))
    const { concepts } = plainStore({ patient: people, encounter })
    const told = encounterClassCodes(concepts)
    const codeOf = (text: string) => told[concepts.find(text.split('|')[0]!, text.split('|')[1]!)]
    expect(written.map(codeOf)).toEqual([
      'IMP',
      'EMER',
      'IMP',
      'EMER',
      'IMP',
      'EMER',
      undefined,
      'OBSENC',
      'IMP',
      undefined
    ])
  })

  it('count visits and stays also where they are local', () => {
    const { emergency, inpatient } = figures([`${act}|AMB`, `${local}|1|Emergency`, `${v2}|I`])
    expect(emergency?.numerator).toBe(10)
    expect(inpatient?.numerator).toBe(10)
  })

  it('tell no rate where none is of a stay and some may stand for anything', () => {
    const { emergency, inpatient, readmission } = figures([
      `${act}|AMB`,
      `${act}|EMER`,
      `${local}|3|Hospital Encounter`
    ])
    expect(emergency?.numerator).toBe(10)
    expect(inpatient).toMatchObject({
      value: undefined,
      missing:
        "33% of the encounters have a class that is none of HL7's ActEncounterCode, such as “Hospital Encounter”, so hospital stays cannot be identified; ask the source to map its classes"
    })
    expect(readmission?.missing).toBe(inpatient?.missing)
  })

  it('leave the charts of visits where stays are not told', () => {
    const { missing, emergency, groups, hospitals, lengths } = panelOf([
      `${act}|AMB`,
      `${act}|EMER`,
      `${local}|3|Hospital Encounter`
    ])
    expect(Object.keys(missing)).toEqual(['inpatient'])
    expect(emergency.points.some(({ figure }) => (figure.value ?? 0) > 0)).toBe(true)
    expect(groups.map((group) => group.groups.length > 0)).toEqual([true, false, false])
    expect(hospitals.readmissions).toBeUndefined()
    expect(lengths.every(({ figure }) => figure.value === 0)).toBe(true)
  })

  it('tell no rate where most encounters have none', () => {
    const { emergency } = figures([`${act}|EMER`, undefined, undefined])
    expect(emergency?.missing).toBe(
      '67% of the encounters have no class, so emergency visits cannot be identified; ask the source to map its classes'
    )
  })

  it('are one series each, whatever they are called', () => {
    const kinds = [
      `${act}|EMER`,
      `${local}|1|Emergency`,
      `${v2}|E`,
      `${local}|9|Orders Only`,
      undefined,
      `${local}|10|ED`
    ]
    const store = storeOf(kinds)
    const context = { asOf: day('2019-12-31'), filters: [] }
    const { encounters } = runPanel(store, shippedRegistries, 'overview', context, {})
    const totals = encounters.series.map(({ label, points }) => [
      label,
      points.reduce((sum, { figure }) => sum + (figure.value ?? 0), 0)
    ])
    expect(totals).toEqual([
      ['Emergency', 40],
      ['Class not recorded', 10],
      ['Orders Only', 10]
    ])
    const population = populationOf(store, shippedRegistries)
    const opened = encounters.series.map(({ points }) =>
      points.reduce((sum, { figure }) => sum + resolveRows(population, figure.rows!).length, 0)
    )
    expect(opened).toEqual([40, 10, 10])
  })

  it('leave rates of people without stays at zero', () => {
    expect(figures([`${act}|AMB`, `${local}|5|Office Visit`])['inpatient']?.value).toBe(0)
  })

  it('mark days of acute care of visits that took place', () => {
    expect(acuteDays(storeOf([`${local}|1|Emergency`]))(0, day('2019-01-10'))).toBe(true)
    expect(acuteDays(storeOf([`${local}|1|Emergency`], 'noshow'))(0, day('2019-01-10'))).toBe(false)
  })
})
