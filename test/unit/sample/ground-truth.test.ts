import { describe, expect, it } from 'vitest'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import { billingCoding } from '../../../src-main/sample/population/codes/billing.ts'
import { coded } from '../../../src-main/sample/population/codes/observations.ts'
import { vaccines } from '../../../src-main/sample/population/codes/vaccines.ts'
import { valueAt, readPopulation, text, type Resource } from './ndjson.ts'
import { codes, count, isActive, plainlyRead, subject, type Reading } from './plainly-read.ts'

const patients = 1100
const asOf = '2026-10-31'
const population = createSamplePopulation({ patients, asOf })
const resources = await readPopulation(population)
const truths = await population.truths()
const { finalClaims, of, living, problems, recorded, finals, a1cReadings, pressureReadings } = plainlyRead(resources)

describe('the truths of a sample population, against a plain parse of its files', () => {
  it('count rows by type', () => {
    expect(count(resources, ({ resourceType }) => resourceType)).toEqual(truths.resources)
  })

  it('count people', () => {
    const extension = (patient: Resource, name: string): boolean =>
      ((patient['extension'] ?? []) as { url: string }[]).some(({ url }) => url.endsWith(name))
    const all = of('Patient')
    const alive = all.filter((patient) => patient['deceasedDateTime'] === undefined)
    expect(truths.people).toEqual({
      all: all.length,
      living: alive.length,
      female: all.filter(({ gender }) => gender === 'female').length,
      adults: alive.filter((patient) => text(patient, 'birthDate') <= '2008-10-31').length,
      raceMissing: all.filter((patient) => !extension(patient, 'race')).length,
      ethnicityMissing: all.filter((patient) => !extension(patient, 'ethnicity')).length
    })
  })

  it('count registries and new cases by year', () => {
    const alive = living()
    const births = new Map(of('Patient').map((patient) => [`Patient/${patient.id}`, text(patient, 'birthDate')]))
    for (const disease of Object.keys(codes) as (keyof GroundTruth['registries'])[]) {
      const active = new Set(
        problems()
          .filter(
            (problem) =>
              isActive(problem) &&
              alive.has(subject(problem)) &&
              codes[disease].includes(text(problem, 'code', 'coding', 0, 'code'))
          )
          .map(subject)
      )
      const adults = [...active].filter((person) => (births.get(person) ?? '') <= '2008-10-31')
      const fresh = [...recorded(disease).values()].filter((day) => day >= '2022-11-01')
      const byMonth = count(fresh, (day) => day.slice(0, 7))
      const newMonths = truths.claims.months.map(({ month }) => byMonth[month] ?? 0)
      expect(
        { people: active.size, adults: adults.length, new: count(fresh, (day) => day.slice(0, 4)), newMonths },
        disease
      ).toEqual(truths.registries[disease])
    }
  })

  it('count encounters by class, laboratory results and their flaws', () => {
    const took = of('Encounter').filter((encounter) => !['planned', 'cancelled'].includes(text(encounter, 'status')))
    expect(count(took, (encounter) => text(encounter, 'class', 'code'))).toEqual(truths.encounters)
    const results = finals().filter(
      (resource) =>
        text(resource, 'category', 0, 'coding', 0, 'code') === 'laboratory' && resource['valueQuantity'] !== undefined
    )
    expect(truths.laboratory).toEqual({
      all: results.length,
      withoutUnit: results.filter((result) => valueAt(result, 'valueQuantity', 'unit') === undefined).length,
      a1c: a1cReadings().length,
      a1cWithoutLoinc: results.filter((result) => text(result, 'code', 'coding', 0, 'code') === 'GHB').length
    })
  })

  it('sum claims and count them by month of service', () => {
    for (const kind of ['professional', 'institutional', 'pharmacy'] as const) {
      const ofKind = (claim: Resource): boolean => text(claim, 'type', 'coding', 0, 'code') === kind
      const claims = of('ExplanationOfBenefit').filter(ofKind)
      const cents = finalClaims()
        .filter(ofKind)
        .reduce((sum, claim) => sum + Math.round(Number(valueAt(claim, 'payment', 'amount', 'value')) * 100), 0)
      expect({ kind, number: claims.length, dollars: cents / 100 }).toEqual({
        kind,
        number: truths.claims[kind],
        dollars: truths.claims.paid[kind]
      })
    }
    const months = count(of('ExplanationOfBenefit'), (claim) => text(claim, 'billablePeriod', 'start').slice(0, 7))
    for (const { month, arrived } of truths.claims.months) expect(months[month] ?? 0, month).toBe(arrived)
  })

  it('bill vaccines and stool tests that the record has', () => {
    const lines = (codes: readonly string[]): number =>
      finalClaims()
        .flatMap((claim) => claim['item'] as object[])
        .filter((item) => codes.includes(text(item as Resource, 'productOrService', 'coding', 0, 'code'))).length
    const influenza = of('Immunization').filter((immunization) =>
      ['140', '150', '135'].includes(text(immunization, 'vaccineCode', 'coding', 0, 'code'))
    )
    const stool = of('Observation').filter((observation) => JSON.stringify(observation['code']).includes('57905-2'))
    expect(influenza.length).toBeGreaterThan(100)
    expect(lines(['140', '150', '135']) / influenza.length).toBeGreaterThan(0.7)
    expect(lines(['140', '150', '135']) / influenza.length).toBeLessThan(1.1)
    expect(stool.length).toBeGreaterThan(10)
    expect(lines(['57905-2']) / stool.length).toBeGreaterThan(0.6)
    expect(lines(['57905-2']) / stool.length).toBeLessThan(1.1)
    // Payers see them by the Medicare codes.
    expect([vaccines.influenza, vaccines.pneumococcal20, coded.stoolBlood].map(billingCoding).join()).toMatch(
      /G0008.*G0009.*G0328/
    )
  })

  it('sum final claims by kind of plan', () => {
    const lines: Readonly<Record<string, string>> = {
      '111': 'medicare',
      '112': 'medicare',
      '14': 'medicare',
      '211': 'medicaid'
    }
    const lineOf = new Map(
      of('Coverage').map((coverage) => [
        `Coverage/${coverage.id}`,
        lines[text(coverage, 'type', 'coding', 0, 'code')] ?? 'commercial'
      ])
    )
    const total = (claim: Resource, index: number): number =>
      Math.round(Number(valueAt(claim, 'total', index, 'amount', 'value')) * 100)
    const sums: Record<string, { paid: number; allowed: number; member: number }> = {}
    for (const claim of finalClaims()) {
      const line = (sums[lineOf.get(text(claim, 'insurance', 0, 'coverage', 'reference')) ?? ''] ??= {
        paid: 0,
        allowed: 0,
        member: 0
      })
      line.paid += total(claim, 1)
      line.allowed += total(claim, 2)
      line.member += total(claim, 3)
    }
    for (const [line, { paid, allowed, member }] of Object.entries(truths.claims.lines)) {
      expect(
        { paid: Math.round(paid * 100), allowed: Math.round(allowed * 100), member: Math.round(member * 100) },
        line
      ).toEqual(sums[line])
    }
  })

  it('count what became of the claims', () => {
    const claims = of('ExplanationOfBenefit')
    const { fates } = truths.claims
    const cancelled = claims.filter(({ status }) => status === 'cancelled')
    const replaced = cancelled.filter((claim) => claim['related'] !== undefined)
    expect(cancelled.length - replaced.length).toBe(fates.reversed)
    const replacing = claims.filter(
      (claim) => text(claim, 'related', 0, 'relationship', 'coding', 0, 'code') === 'prior'
    )
    expect(replacing.length).toBe(fates.adjusted + fates.resubmitted)
    expect(replaced.length).toBeLessThan(fates.adjusted)
    const reason = (claim: Resource, category: string): string =>
      text(claim, 'adjudication', 0, 'category', 'coding', 0, 'code') === category
        ? text(claim, 'adjudication', 0, 'reason', 'coding', 0, 'code')
        : ''
    const denied = claims.filter((claim) => reason(claim, 'denialreason') !== '')
    expect(denied.length).toBe(fates.denied + fates.resubmitted + fates.duplicate)
    expect(denied.filter((claim) => reason(claim, 'denialreason') === 'duplicate').length).toBe(fates.duplicate)
    expect(claims.filter((claim) => reason(claim, 'adjustmentreason') === 'capitated').length).toBe(fates.capitated)
    const numbers = new Set(claims.map((claim) => text(claim, 'identifier', 0, 'value')))
    expect(claims.length - numbers.size).toBe(fates.resent)
    const first = claims.length - replacing.length - fates.duplicate - fates.resent
    expect(Object.values(fates).reduce((sum, number) => sum + number, 0)).toBe(first)
  })

  it('count episodes with a season, and stays by practice with their planned returns', () => {
    const months = (icd: string): Record<string, number> =>
      count(
        of('Condition').filter((condition) => text(condition, 'code', 'coding', 1, 'code') === icd),
        (condition) => text(condition, 'recordedDate').slice(0, 7)
      )
    const [influenza, cold] = [months('J11.1'), months('J06.9')]
    for (const season of truths.seasons) {
      expect([influenza[season.month] ?? 0, cold[season.month] ?? 0], season.month).toEqual([
        season.influenza,
        season.cold
      ])
    }
    const emergencies = count(
      of('Encounter').filter((encounter) => text(encounter, 'class', 'code') === 'EMER'),
      (encounter) => text(encounter, 'period', 'start').slice(0, 7)
    )
    expect(truths.seasons.map(({ month }) => emergencies[month] ?? 0)).toEqual(
      truths.seasons.map(({ emergency }) => emergency)
    )
    const practiceOf = new Map(
      of('Patient').map((patient) => [`Patient/${patient.id}`, text(patient, 'managingOrganization', 'reference')])
    )
    const stays = count(
      of('Encounter').filter((encounter) => text(encounter, 'class', 'code') === 'IMP'),
      (encounter) => practiceOf.get(subject(encounter)) ?? ''
    )
    for (const { organizationId, all, returns } of truths.stays) {
      expect(stays[`Organization/${organizationId}`] ?? 0, organizationId).toBe(all)
      expect(returns).toBeLessThanOrEqual(all)
    }
  })

  it('name the payer and the months without claims, and the month that is not complete', () => {
    const { feedGap, lateData } = truths
    const ofPayer = of('ExplanationOfBenefit').filter(
      (claim) => text(claim, 'insurer', 'reference') === `Organization/${feedGap.organizationId}`
    )
    const months = count(ofPayer, (claim) => text(claim, 'billablePeriod', 'start').slice(0, 7))
    expect(feedGap.months).toEqual(['2025-05', '2025-06'])
    expect(feedGap.months.map((month) => months[month])).toEqual([undefined, undefined])
    expect(months['2025-04']).toBeGreaterThan(20)
    expect(months['2025-07']).toBeGreaterThan(20)
    expect(feedGap.lost).toBeGreaterThan(100)
    const share = lateData.arrived / (lateData.arrived + lateData.late)
    expect(share).toBeGreaterThan(0.6)
    expect(share).toBeLessThan(0.95)
  })

  it('give each practice its share in control and vaccinated', () => {
    const alive = living()
    const latest = (readings: readonly Reading[]): Map<string, Reading> => {
      const best = new Map<string, Reading>()
      for (const reading of readings)
        if ((best.get(reading.person)?.day ?? '') <= reading.day) best.set(reading.person, reading)
      return best
    }
    const activeIn = (disease: 'diabetes' | 'hypertension'): Set<string> =>
      new Set(
        problems()
          .filter((problem) => isActive(problem) && codes[disease].includes(text(problem, 'code', 'coding', 0, 'code')))
          .map(subject)
      )
    const a1c = latest(a1cReadings())
    const pressure = latest(pressureReadings())
    const share = (
      people: readonly Resource[],
      readings: Map<string, Reading>,
      ill: Set<string>,
      bornAfter: string
    ): { numerator: number; denominator: number } => {
      const tested = people.filter((patient) => {
        const reading = readings.get(`Patient/${patient.id}`)
        const birth = text(patient, 'birthDate')
        return (
          reading !== undefined &&
          reading.day > '2025-10-31' &&
          ill.has(`Patient/${patient.id}`) &&
          birth > bornAfter &&
          birth <= '2008-10-31'
        )
      })
      return {
        numerator: tested.filter((patient) => readings.get(`Patient/${patient.id}`)?.good === true).length,
        denominator: tested.length
      }
    }
    const [diabetes, hypertension] = [activeIn('diabetes'), activeIn('hypertension')]
    for (const practice of truths.practices) {
      const people = of('Patient').filter(
        (patient) =>
          alive.has(`Patient/${patient.id}`) &&
          text(patient, 'managingOrganization', 'reference') === `Organization/${practice.organizationId}`
      )
      expect(practice.people, practice.name).toBe(people.length)
      expect(practice.a1cBelow8, practice.name).toEqual(share(people, a1c, diabetes, '1950-10-31'))
      expect(practice.pressureControlled, practice.name).toEqual(share(people, pressure, hypertension, '1940-10-31'))
      const vaccinated = new Set(
        of('Immunization')
          .filter((immunization) =>
            ['140', '150', '135'].includes(text(immunization, 'vaccineCode', 'coding', 0, 'code'))
          )
          .filter(
            (immunization) =>
              text(immunization, 'occurrenceDateTime') >= '2025-08-01' &&
              text(immunization, 'occurrenceDateTime') < '2026-04-01'
          )
          .map((immunization) => text(immunization, 'patient', 'reference'))
      )
      const old = people.filter(
        (patient) =>
          text(patient, 'birthDate') <= '2025-04-01' &&
          text(patient, 'meta', 'lastUpdated').slice(0, 10) <= '2025-10-01'
      )
      expect(practice.influenzaVaccine, practice.name).toEqual({
        numerator: old.filter(({ id }) => vaccinated.has(`Patient/${id}`)).length,
        denominator: old.length
      })
    }
  })

  it('tell the gap in screening by recorded ethnicity', () => {
    const alive = living()
    const screened = new Set(
      of('Procedure')
        .filter((procedure) => JSON.stringify(procedure['code']).includes('"24623002"'))
        .filter((procedure) => text(procedure, 'performedDateTime').slice(0, 10) > '2024-07-31')
        .map(subject)
    )
    const women = of('Patient').filter((patient) => {
      const birth = text(patient, 'birthDate')
      const isOldEnough = birth > '1951-10-31' && birth <= '1984-10-31'
      return alive.has(`Patient/${patient.id}`) && patient['gender'] === 'female' && isOldEnough
    })
    const shareOf = (ethnicity: string): { numerator: number; denominator: number } => {
      const group = women.filter((patient) => {
        const written = JSON.stringify(patient['extension'] ?? []).match(/213[0-9]-2|2186-5/)?.[0] ?? ''
        return written === ethnicity
      })
      const met = group.filter(({ id }) => screened.has(`Patient/${id}`))
      return { numerator: met.length, denominator: group.length }
    }
    const { inGroup, inComparison, unrecorded, practices } = truths.screeningGap
    expect([shareOf('2135-2'), shareOf('2186-5'), shareOf('')]).toEqual([inGroup, inComparison, unrecorded])
    expect(practices.reduce((sum, practice) => sum + practice.inGroup.denominator, 0)).toBe(inGroup.denominator)
  })

  it('name the practice and the month without laboratory results', () => {
    const { practice, months, lost } = truths.laboratoryGap
    const patients = new Set(
      of('Patient')
        .filter((each) => text(each, 'managingOrganization', 'reference') === `Organization/${practice.organizationId}`)
        .map(({ id }) => `Patient/${id}`)
    )
    const results = of('Observation').filter(
      (resource) =>
        text(resource, 'category', 0, 'coding', 0, 'code') === 'laboratory' && patients.has(subject(resource))
    )
    const found = count(results, (result) => text(result, 'effectiveDateTime').slice(0, 7))
    expect(months).toEqual(['2025-09'])
    expect([found['2025-08']! > 0, found['2025-09'], found['2025-10']! > 0]).toEqual([true, undefined, true])
    expect(lost).toBeGreaterThan(3)
  })

  it('are without signals where none are asked for, for the same people', async () => {
    const control = await createSamplePopulation({ patients: 200, asOf, signals: false }).truths()
    const seeded = await createSamplePopulation({ patients: 200, asOf }).truths()
    expect(control.signals).toEqual([])
    expect([control.feedGap.lost, control.laboratoryGap.lost]).toEqual([0, 0])
    expect(control.people.all).toBe(seeded.people.all)
    expect(control.practices.map(({ organizationId }) => organizationId)).toEqual(
      seeded.practices.map(({ organizationId }) => organizationId)
    )
  })

  it('tell the planted signals month by month, and they are there', () => {
    const practiceOf = new Map(
      of('Patient').map((patient) => [`Patient/${patient.id}`, text(patient, 'managingOrganization', 'reference')])
    )
    for (const signal of truths.signals) {
      const disease = signal.id === 'worsening-a1c' ? 'diabetes' : 'hypertension'
      const since = recorded(disease)
      const readings = (signal.id === 'worsening-a1c' ? a1cReadings() : pressureReadings()).filter(
        ({ person, day }) =>
          practiceOf.get(person) === `Organization/${signal.organizationId}` && (since.get(person) ?? '9999') <= day
      )
      for (const { month, numerator, denominator } of signal.months) {
        const mine = readings.filter(({ day }) => day.startsWith(month))
        expect({ month, numerator: mine.filter(({ good }) => good).length, denominator: mine.length }).toEqual({
          month,
          numerator,
          denominator
        })
      }
      const before = signal.before.numerator / signal.before.denominator
      const after = signal.after.numerator / signal.after.denominator
      if (signal.direction === 'falls') expect(before - after).toBeGreaterThan(0.25)
      else expect(after - before).toBeGreaterThan(0.2)
    }
  })
})

describe('the population at large', () => {
  it('resembles adults in the United States', () => {
    const share = (disease: keyof GroundTruth['registries']): number =>
      (100 * truths.registries[disease].adults) / truths.people.adults
    const bands: readonly (readonly [keyof GroundTruth['registries'], number, number])[] = [
      ['hypertension', 31, 45],
      ['diabetes', 9, 15],
      ['kidneyDisease', 6.5, 14],
      ['depression', 11, 19],
      ['hyperlipidemia', 22, 36],
      ['obesity', 18, 45],
      ['asthma', 5, 11],
      ['copd', 2.5, 8],
      ['ischemicHeart', 4, 9],
      ['heartFailure', 1, 5],
      ['stroke', 1, 5],
      ['atrialFibrillation', 1, 5],
      ['dementia', 0.6, 4]
    ]
    for (const [disease, low, high] of bands) {
      expect(share(disease), disease).toBeGreaterThan(low)
      expect(share(disease), disease).toBeLessThan(high)
    }
  })

  it('has influenza in winter only and more visits for colds in winter than in summer', () => {
    const months = (icd: string): number[] =>
      of('Condition')
        .filter((condition) => text(condition, 'code', 'coding', 1, 'code') === icd)
        .map((condition) => Number(text(condition, 'onsetDateTime').slice(5, 7)))
    const influenza = months('J11.1')
    expect(influenza.length).toBeGreaterThan(15)
    expect(influenza.filter((month) => month > 4 && month < 11)).toEqual([])
    const colds = months('J06.9')
    expect(colds.filter((month) => [12, 1, 2].includes(month)).length).toBeGreaterThan(
      1.5 * colds.filter((month) => [6, 7, 8].includes(month)).length
    )
  })
})
