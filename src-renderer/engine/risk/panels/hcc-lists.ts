import { hasBit } from '../../base/kernels/bitset.ts'
import { claimTables } from '../../population/claims/claim-tables.ts'
import type { View } from '../../population/panels/base/view.ts'
import { personFacts } from '../../population/panels/person/person-facts.ts'
import type { EligibleDiagnosis } from '../hcc/eligible-diagnoses.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { RiskView } from '../view/risk-view.ts'
import { riskPerson } from './lists.ts'
import { recaptureText, suspectText } from './risk-definitions.ts'
import type { HccOpenRow, HccPanel, RiskEvidence, RiskPanelParams } from './risk-results.ts'

/** Categories to recapture, and evidence without a diagnosis, of the people in view. */
export function hccLists(
  view: View,
  risk: RiskView,
  model: HccDefinition,
  { limit, revealed }: RiskPanelParams<'hcc'>
): Pick<HccPanel, 'recapture' | 'suspects'> {
  const facts = personFacts(view.population)
  const inView = ({ patient }: { readonly patient: number }): boolean => hasBit(view.people, patient)
  const about = (patient: number, hcc: number): Omit<HccOpenRow, 'rule' | 'evidence'> => ({
    ...riskPerson(facts, view, patient, revealed),
    hcc,
    label: model.labels[hcc] ?? ''
  })
  const recapture = risk.recapture(model, view.asOf).filter(inView)
  const suspects = risk.suspects(model, view.asOf).filter(inView)
  return {
    recapture: {
      total: recapture.length,
      rows: recapture.slice(0, limit).map(({ patient, hcc, evidence }) => ({
        ...about(patient, hcc),
        rule: '',
        evidence: evidence.map((each) => diagnosisEvidence(view, each))
      })),
      provenance: view.provenance(recaptureText(model))
    },
    suspects: {
      total: suspects.length,
      rows: suspects.slice(0, limit).map(({ patient, hcc, rule, findings }) => ({
        ...about(patient, hcc),
        rule: rule.title,
        evidence: findings.map(({ text, day, resourceType, resource }) => ({
          text,
          day,
          source: { resourceType, index: resource }
        }))
      })),
      provenance: view.provenance(suspectText(risk.definitions.suspects))
    }
  }
}

/** A diagnosis in words, with the record that it stands on. */
function diagnosisEvidence({ store }: View, { concept, day, table, row }: EligibleDiagnosis): RiskEvidence {
  const { codes, displays } = store.concepts
  const records = table === 'claims' ? claimTables(store)!.claims : store.table('condition')
  const display = displays[concept]!
  return {
    text: display === '' ? codes[concept]! : `${codes[concept]!} ${display}`,
    day,
    source: { resourceType: records.resourceType, index: records.resource[row]! }
  }
}
