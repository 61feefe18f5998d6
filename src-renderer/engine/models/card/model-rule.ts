import { READMISSION_DAYS, readmissionRule } from '../../population/selection/readmissions.ts'
import type { OutcomeChoice } from '../examples/model-outcomes.ts'
import { RUN_OUT_DAYS, LOOK_BACK_MONTHS } from '../examples/person-examples.ts'
import { stayScope } from '../examples/stay-examples.ts'

const eligibility =
  'About adults who are alive and not in hospital on the index date; covered in the month before where the data hold coverage, else seen in the ' +
  `24 months before. There must be ${LOOK_BACK_MONTHS} months of records before it. People who left their coverage before the outcome was over, and had ` +
  'none, are left out; those who died without the event count as without it. '

/** What is predicted, and for whom, in words. */
export function outcomeRule({ id, share }: OutcomeChoice): string {
  switch (id) {
    case 'readmission-30':
      return `An unplanned acute stay that begins 2 to ${READMISSION_DAYS} days after discharge. The index date is the day after discharge. ${readmissionRule(stayScope, false)}`
    case 'admission-6m':
    case 'admission-12m':
      return `An inpatient stay, acute or not, begins within ${id === 'admission-6m' ? 6 : 12} months from the index date on. ${eligibility}`
    case 'emergency-6m':
      return `An emergency visit within 6 months from the index date on. ${eligibility}`
    case 'high-cost-12m':
      return `Among the ${share * 100}% of these people for whom most was paid for service in the 12 months from the index date on. ${eligibility}The last ${RUN_OUT_DAYS} days of the data are not used as outcomes, because claims come late.`
  }
}

/** How features are kept from seeing outcomes, in words. */
export const leakageRule =
  'A feature sees nothing of the index date or after it: records by their clinical day, diagnoses by the day on which they were recorded, claims by ' +
  'the day on which they were paid. A value that the data cannot tell is missing, with an indicator of its own, and never 0. Everybody to test on has an index date ' +
  'after the outcomes of all to train on are over.'

/** What a model is not for, in words. */
export const purposeText =
  'For deciding whom to look at first. It describes people like those it was trained on and states no cause; it is no instruction to treat, to withhold ' +
  'or to code, and no ground for coverage or employment.'

/** What stands beside figures by group, in words. */
export const equityText =
  'Race, ethnicity, language, payer and place are no features. A model can still be unfair by them: cost and use follow access to care as well as need ' +
  '(Obermeyer et al., Science 2019; 366: 447–453), so that people who get less care look healthier. Look at the groups, and at people whose data are few.'
