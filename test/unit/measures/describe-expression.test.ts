import { describe, expect, it } from 'vitest'
import type { ElmNode } from '#engine/cql/elm/library/elm-node.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { describeExpression } from '#engine/measures/explain/describe-expression.ts'
import { describeName, subject } from '#engine/measures/rates/describe-name.ts'
import { packMeasures } from '../../conformance/pack-content.ts'

const measures = packMeasures()

/** The words of a define of a built-in measure. */
function said(measure: string, define: string): string {
  const library = readElmLibrary(measures.find(({ id }) => id === measure)!.elm)
  return describeExpression(library.defines.get(define)!.expression as ElmNode)
}

describe('logic in plain words', () => {
  // Each says what the CQL of the define says, so that somebody who reads it is told the right rule.
  it.each([
    ['colorectal-cancer-screening', 'Colonoscopy Done', 'Colonoscopy (procedures), done in “Ten years”'],
    [
      'cervical-cancer-screening',
      'HPV Test At Thirty Or Older',
      'Cervical HPV test (results), observed in “HPV window” and age is at least 30'
    ],
    [
      'diabetes-eye-exam',
      'Examined The Year Before',
      '“Eye examinations”, where it is from 1 year before the first day of the period to the first day of the period'
    ],
    [
      'depression-screening-follow-up',
      'Referral Ordered',
      'Follow-up of a positive depression screening (orders), with “Time for Follow-up”, its authored in it'
    ],
    ['childhood-immunisation', 'Turned Two', 'second birthday is in the period'],
    [
      'childhood-immunisation',
      'DTaP Complete',
      'DTaP doses are at least 4 or Encephalitis due to a DTaP vaccine (diagnoses) or Anaphylaxis to DTaP vaccine (diagnoses) or Anaphylaxis to DTP vaccine (diagnoses)'
    ],
    [
      'adherence-statins',
      'Eighty Of A Hundred Days Covered',
      '“Days covered” × 100 is at least “Days in treatment” × 80'
    ],
    ['adherence-diabetes', 'Insulin Filled', '“Fills in period”, where product is in “Insulin”'],
    ['adherence-statins', 'Long Enough', 'last day is on or after 90 days after “First fill”'],
    ['asthma-controller', 'Controller Ordered', 'Asthma controllers (medicine orders)'],
    ['asthma-controller', 'Has Asthma', 'Asthma (diagnoses), active in the period or confirmed by claims'],
    ['breast-cancer-screening', 'Mammogram On A Claim', 'Mammography (claims), in “Screening window”'],
    ['diabetes-eye-exam', 'Diabetes On Claims', 'Diabetes (claims), confirmed in the period or the year before'],
    ['asthma-controller', 'Right Age', 'age at end is 5 to 64'],
    [
      'breast-cancer-screening',
      'Mammogram Report',
      'Mammography (reports), where status is final, amended, corrected or appended and effective is in “Screening window”'
    ],
    ['depression-screening-follow-up', 'Screened Negative', '“Last screening”: not positive'],
    ['bmi-screening-follow-up', 'Normal', '“Body mass indexes” and not “Out of range”'],
    ['bmi-screening-follow-up', 'Out Of Range', '“Body mass indexes”, where it is below 18.5 or it is at least 25'],
    [
      'childhood-immunisation',
      'Newborn Dose',
      'Vaccine given to a newborn (procedures), done up to 7 days after birth date or “Services”, where coded is in “Vaccines given to newborns” and dated is up to 7 days after birth date'
    ],
    ['hba1c-control', 'Numerator', '“Below eight”'],
    [
      'heart-failure-ras-inhibitor',
      'Has Allergy',
      'ACE inhibitor or ARB ingredients (allergies), where no clinical status is inactive or resolved and no verification status is refuted or entered-in-error'
    ],
    [
      'follow-up-after-hospitalisation',
      'Followed Up Within 7 Days',
      '“Initial population”, with “Visit days”, it is 1 day to 7 days after its end'
    ],
    [
      'follow-up-after-hospitalisation',
      'Whole Stays',
      '“Separate acute stays”, without another of “Inpatient stays”, start is up to 1 day after its end'
    ],
    [
      'follow-up-after-hospitalisation',
      'Denominator Exclusions',
      '“Died in hospital”, “In hospice”, “Died” or “Readmitted”'
    ],
    [
      'all-cause-readmission',
      'Died In Hospital',
      '“Initial population”, where hospitalization discharge disposition is exp, 20, 40, 41 or 42 or day of death is on or before end'
    ],
    [
      'all-cause-readmission',
      'Numerator',
      '“Initial population”, with another of “Unplanned stays”, start is 2 days to 30 days after its end'
    ],
    ['all-cause-readmission', 'Unplanned Stays', '“Acute stays”, where is not planned and is not perinatal'],
    ['all-cause-readmission', 'In Hospice', '“Initial population”, if “Hospice or palliative care”'],
    [
      'zoster-immunisation',
      'Two Doses 28 Days Apart',
      'days from earliest of “Doses” to latest of “Doses” is at least 28'
    ]
  ])('%s, %s', (measure, define, words) => {
    expect(said(measure, define)).toBe(words)
  })

  it('leaves nothing of an expression unsaid where it ends in nothing', () => {
    for (const { id, elm } of measures) {
      for (const [name, { expression }] of readElmLibrary(elm).defines) {
        const words = describeExpression(expression as ElmNode)
        expect(words, `${id}, ${name}`).toMatch(/\S/)
        expect(words, `${id}, ${name}`).not.toMatch(/undefined|\[object|“”| (?:is|in|of|where|and|or|with|not)$| {2}/)
      }
    }
  })

  it('keeps acronyms and letters that are names, and lowers the rest', () => {
    expect(describeName('Alive At Start')).toBe('Alive at start')
    expect(describeName('Hepatitis B Complete')).toBe('Hepatitis B complete')
    expect(describeName('Eighty Of A Hundred Days Covered')).toBe('Eighty of a hundred days covered')
    expect(describeName('Stool DNA Test')).toBe('Stool DNA test')
    expect(subject('DTaP Doses')).toBe('DTaP doses')
    expect(subject('Age At End')).toBe('age at end')
  })
})
