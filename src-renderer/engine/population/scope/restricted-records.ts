import { isLabelOf, type EffectiveAction, type EffectiveRules } from '#shared/consent/record-rules.ts'
import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import { countBits, emptyBitset, hasBit, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { patientsOfType, type ResourceSet } from '../../store/limit/limit-store.ts'
import { labelsOf } from '../../store/model/security-labels.ts'
import type { RestrictedRecords, Store } from '../../store/model/store.ts'
import { consentDenials, consentPermissions } from './consent-denials.ts'

/** What rules about security labels and Consents take away from a population. */
export interface Restriction {
  /** People who are left out altogether. */
  readonly people: Bitset
  /** Resources that are left out, and those whose content is masked, by type. */
  readonly excluded: ResourceSet
  readonly masked: ResourceSet
  readonly counts: RestrictedRecords
}

/**
 * Finds what the rules take away.
 * @param asOf day on which Consents are looked at
 * @param countsCommon whether records of no person are counted, which stand in every shard of a population
 */
export function restrictedRecords(store: Store, rules: EffectiveRules, asOf: Day, countsCommon = true): Restriction {
  const people = emptyBitset(store.patients)
  const excluded = new Map<string, Bitset>()
  const masked = new Map<string, Bitset>()
  const counts = { excluded: 0, masked: 0, counted: 0, peopleByConsent: 0, peopleWithoutConsent: 0, byConsent: 0 }
  const put = (set: Map<string, Bitset>, type: string, row: number): boolean => {
    const bits = set.get(type) ?? emptyBitset(defined(store.resources.get(type)).count)
    set.set(type, bits)
    if (hasBit(bits, row)) return false
    setBit(bits, row)
    return true
  }
  const leaveOut = (type: string, row: number): boolean => {
    // A person whose Patient resource is left out is left out.
    if (type === 'Patient') setBit(people, row)
    return put(excluded, type, row)
  }

  const actions = store.labels?.texts.map((text) => actionOf(rules, labelsOf(text))) ?? []
  for (const [type, { rows, label }] of store.labels?.byType ?? []) {
    const weight = countsCommon || !isOfNobody(store, type) ? 1 : 0
    rows.forEach((row, entry) => {
      const action = actions[label[entry]!]
      if (action === 'exclude' && leaveOut(type, row)) counts.excluded += weight
      else if (action === 'mask' && put(masked, type, row)) counts.masked += weight
      else if (action === 'count') counts.counted += weight
    })
  }

  if (rules.consents !== 'ignored') {
    const denied = consentDenials(store, asOf)
    counts.peopleByConsent = countBits(denied.people)
    denied.people.forEach((word, index) => (people[index]! |= word))
    if (rules.consents === 'required') {
      const permitted = consentPermissions(store, asOf)
      for (let person = 0; person < store.patients; person++) {
        if (hasBit(permitted, person) || hasBit(denied.people, person)) continue
        setBit(people, person)
        counts.peopleWithoutConsent++
      }
    }
    if (denied.parts.size > 0)
      leaveOutParts(store, denied.parts, (type, row) => leaveOut(type, row) && counts.byConsent++)
  }
  return { people, excluded, masked, counts }
}

function isOfNobody({ tables }: Store, type: string): boolean {
  return [...tables.values()].some(({ resourceType, isAboutPeople }) => resourceType === type && !isAboutPeople)
}

/** The strictest action of the rules that fit one of the labels. */
function actionOf(rules: EffectiveRules, labels: readonly string[]): EffectiveAction | undefined {
  const found = new Set(
    rules.labels.filter((rule) => labels.some((label) => isLabelOf(rule.labels, label))).map(({ action }) => action)
  )
  return (['exclude', 'mask', 'count'] as const).find((action) => found.has(action))
}

function leaveOutParts(
  store: Store,
  parts: ReturnType<typeof consentDenials>['parts'],
  leaveOut: (type: string, row: number) => void
): void {
  for (const [type, index] of store.resources) {
    const patients = patientsOfType(store, index)
    const labelled = store.labels?.byType.get(type)
    patients.forEach((person, row) => {
      if (parts.get(person)?.types.has(type) === true) leaveOut(type, row)
    })
    labelled?.rows.forEach((row, entry) => {
      const denied = parts.get(patients[row]!)?.labels
      const rowLabels = labelsOf(defined(store.labels).texts[labelled.label[entry]!]!)
      if (denied !== undefined && rowLabels.some((label) => isLabelOf([...denied], label))) leaveOut(type, row)
    })
  }
}
