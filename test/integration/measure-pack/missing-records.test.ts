import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { findMissingRecords } from '#engine/measures/requirements/missing-records.ts'
import { readContentParts, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { packBuiltInContent } from '../../../src-main/services/content/built-in-content.ts'

const core = resolve(import.meta.dirname, '../../../resources/measures/core')
const everything = [
  'Condition',
  'Coverage',
  'DiagnosticReport',
  'Encounter',
  'ExplanationOfBenefit',
  'Immunization',
  'Medication',
  'MedicationDispense',
  'MedicationRequest',
  'Observation',
  'Procedure'
]
let content: MeasureContent

beforeAll(async () => {
  const { bytes } = await packBuiltInContent(core)
  const { resources } = JSON.parse(String(await promisify(gunzip)(bytes))) as ContentDocument
  content = readContentParts(resources)
})

/** What the first rate of a built-in measure lacks without some kinds of record. */
function lacking(name: string, without: readonly string[]): readonly unknown[] {
  const measure = content.measures.find(({ url }) => url.endsWith(`/${name}`))!
  return findMissingRecords(measure, content, (type) => without.includes(type))[0]!
}

describe('what a population lacks for the built-in measures', () => {
  const fills = ['ExplanationOfBenefit', 'MedicationDispense']
  const medicines = [...fills, 'MedicationRequest']
  const visits = ['Encounter', 'ExplanationOfBenefit']
  const diagnoses = ['Condition', 'ExplanationOfBenefit']

  it('is nothing with every kind of record, and something without any', () => {
    for (const measure of content.measures) {
      expect(findMissingRecords(measure, content, () => false).flat(), measure.title).toEqual([])
      for (const rate of findMissingRecords(measure, content, () => true)) expect(rate, measure.title).not.toEqual([])
    }
  })

  it.each(['adherence-statins', 'adherence-diabetes', 'adherence-ras-antagonists'])(
    'is claims or dispensed medicines for %s, and neither where the other is there',
    (name) => {
      for (const fill of fills) expect(lacking(name, [fill, 'Coverage', 'Procedure', 'Condition'])).toEqual([])
      expect(lacking(name, fills)).toEqual([fills])
    }
  )

  it.each([
    ['statin-therapy-diabetes', [medicines, visits, diagnoses]],
    ['high-risk-medication', [medicines]],
    ['breast-cancer-screening', [visits, ['DiagnosticReport', 'ExplanationOfBenefit', 'Observation', 'Procedure']]],
    ['hba1c-control', [['Observation'], visits, diagnoses]],
    ['hba1c-poor-control', [['Observation'], visits, diagnoses]],
    ['all-cause-readmission', [['Encounter']]],
    ['childhood-immunisation', [['ExplanationOfBenefit', 'Immunization', 'Procedure']]]
  ])('is for %s, without any record, %j', (name, expected) => {
    expect(lacking(name, everything)).toEqual(expected)
  })
})
