import { engineModelsCardMessages as m } from '#messages/engine/models/card.ts'
import { READMISSION_DAYS, readmissionRule } from '../../population/stays/readmissions.ts'
import type { OutcomeChoice } from '../examples/model-outcomes.ts'
import { RUN_OUT_DAYS, LOOK_BACK_MONTHS } from '../examples/person-examples.ts'
import { stayScope } from '../examples/stay-examples.ts'

const eligibility = m.aboutAdultsWhoAreAliveAnd(LOOK_BACK_MONTHS)

/** What is predicted, and for whom, in words. */
export function outcomeRule({ id, share }: OutcomeChoice): string {
  switch (id) {
    case 'readmission-30':
      return m.anUnplannedAcuteStayThatBegins(READMISSION_DAYS, readmissionRule(stayScope, false))
    case 'admission-6m':
    case 'admission-12m':
      return m.anInpatientStayAcuteOrNot(id === 'admission-6m' ? 6 : 12, eligibility)
    case 'emergency-6m':
      return m.anEmergencyVisitWithin6Months(eligibility)
    case 'high-cost-12m':
      return m.amongTheOfThesePeopleFor(share * 100, eligibility, RUN_OUT_DAYS)
  }
}

/** How features are kept from seeing outcomes, in words. */
export const leakageRule = m.aFeatureSeesNothingOfThe

/** What a model is not for, in words. */
export const purposeText = m.forDecidingWhomToLookAt

/** What stands next to figures by group, in words. */
export const equityText = m.raceEthnicityLanguagePayerAndPlace
