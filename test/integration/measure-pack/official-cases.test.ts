import { describe, expect, it } from 'vitest'
import { officialOf } from '../../conformance/official-beside.ts'
import { runOfficialCases } from '../../conformance/official-cases.ts'
import { testData } from '../../support/test-data.ts'

const isInstalled = testData('conformance/ecqm/dqm-2025') !== undefined

/**
 * How many of the official cases of a topic come out as the official measure has them. The others differ by what the
 * definition of the measure states: types of visits, days of reasons and diagnoses, advanced illness that lasts, ages, intensity.
 */
const agreeing: Readonly<Record<string, readonly [agreeing: number, total: number]>> = {
  'blood-pressure-control': [67, 68],
  'bmi-screening-follow-up': [55, 63],
  'childhood-immunisation': [39, 45],
  'depression-remission': [67, 67],
  'depression-screening-follow-up': [34, 36],
  'hba1c-poor-control': [54, 55],
  'heart-failure-beta-blocker': [37, 48],
  'high-risk-medication': [56, 59],
  'kidney-health-evaluation': [53, 55],
  'statin-therapy-cardiovascular-disease': [144, 188],
  'tobacco-screening-follow-up': [45, 47]
}

describe.skipIf(!isInstalled)('built-in measures on the official cases of their topics', () => {
  it.each(Object.keys(officialOf))('%s agrees where nothing that it states differs', (id) => {
    const { total, differing } = runOfficialCases(id)!
    expect([total - differing.length, total], differing.join('\n')).toEqual(agreeing[id])
  })
})
