import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import type { Definition } from '../../base/figures/figure.ts'
import { principalRule } from '../avoidable/care-codes.ts'

const standardSource: Definition['sources'][number] = {
  title: m.ageStandardizationOfDeathRatesThe,
  publisher: m.nationalVitalStatisticsReports473,
  year: 1998
}

/** What the rates of the indicators mean. @param years words for the denominator */
export function indicatorsText(years: string): Definition {
  return {
    id: 'risk/indicators',
    version: '1.0.0',
    title: m.preventionQualityIndicatorsByTheImported,
    text: m.inpatientStaysOfMembersThatBegan(principalRule, years),
    sources: [
      {
        title: m.preventionQualityIndicatorsTechnicalSpecifications,
        publisher: m.agencyForHealthcareResearchAndQuality
      },
      standardSource,
      {
        title: m.confidenceIntervalsForDirectlyStandardizedRates,
        publisher: m.fayAndFeuerStatMed16,
        year: 1997
      }
    ]
  }
}

/** What the classes of emergency visits mean. */
export const emergencyText: Definition = {
  id: 'risk/emergency',
  version: '1.0.0',
  title: m.emergencyVisitsByTheNYUAlgorithm,
  text: m.emergencyVisitsOfMembersInThe(principalRule),
  sources: [
    {
      title: m.emergencyDepartmentUseInNewYork,
      publisher: m.billingsParikhAndMijanovichCommonwealthFund,
      year: 2000
    },
    {
      title: m.aRefinedAlgorithmUpdatingTheNew,
      publisher: m.johnstonAndOthersHealthServRes,
      year: 2017
    }
  ]
}

/** What the claims-based frailty index means. */
export const frailtyText: Definition = {
  id: 'risk/claims-frailty',
  version: '1.0.0',
  title: m.claimsBasedFrailtyIndexByThe,
  text: m.theInterceptAndTheWeightsOf,
  sources: [
    {
      title: m.measuringFrailtyInMedicareDataDevelopment,
      publisher: m.kimAndOthersJGerontolA,
      year: 2018
    }
  ]
}
