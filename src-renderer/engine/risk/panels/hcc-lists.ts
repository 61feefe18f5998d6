import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { claimTables } from '../../population/claims/claim-tables.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { peopleFacts } from '../../population/panels/person/people-facts.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { EligibleDiagnosis } from '../hcc/eligible-diagnoses.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import { riskPerson } from './lists.ts'
import { recaptureText, suspectText } from './risk-definitions.ts'
import type { HccOpenRow, HccPanel, RiskEvidence, RiskPanelParams } from './risk-results.ts'

/** Categories to recapture, and evidence without a diagnosis, of the people in view. */
export function hccLists(
  view: PeopleView,
  risk: PeopleRisk,
  model: HccDefinition,
  { limit, revealed }: RiskPanelParams<'hcc'>
): Pick<HccPanel, 'recapture' | 'suspects'> {
  const facts = peopleFacts(view.population)
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
      rows: recapture.slice(0, limit).map(({ patient, hcc }) => ({
        ...about(patient, hcc),
        rule: '',
        evidence: diagnosesOf(view, risk, model, patient, hcc)
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

/** Last year's diagnoses of a category of a person, as the person's shard has them. */
function diagnosesOf(
  { population, asOf }: PeopleView,
  risk: PeopleRisk,
  model: HccDefinition,
  number: number,
  hcc: number
): readonly RiskEvidence[] {
  const { shard, person } = population.shardOf(number)
  const row = risk
    .inShard(shard)
    .recapture(model, asOf)
    .find((each) => each.patient === person && each.hcc === hcc)
  return (row?.evidence ?? []).map((each) => diagnosisEvidence(shard, each))
}

/** A diagnosis in words, with the record that it stands on. */
function diagnosisEvidence(
  { store, shard }: PopulationView,
  { concept, day, table, row }: EligibleDiagnosis
): RiskEvidence {
  const { codes, displays } = store.concepts
  const records = table === 'claims' ? defined(claimTables(store)).claims : store.table('condition')
  const display = displays[concept]!
  return {
    text: display === '' ? codes[concept]! : `${codes[concept]!} ${display}`,
    day,
    source: {
      resourceType: records.resourceType,
      index: shard.resourceNumber(records.resourceType, records.resource[row]!)
    }
  }
}
