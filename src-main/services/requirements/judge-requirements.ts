import type { RequirementResult, Specification } from '#shared/requirements/requirement-report.ts'
import { bulkRequirements } from './bulk-requirements.ts'
import type { Observed, Requirement } from './requirement.ts'
import { smartRequirements } from './smart-requirements.ts'
import { usCoreRequirements } from './us-core-requirements.ts'

/** Names of Inferno's requirement sets, and the requirements that a client sees something of. */
export const requirementSets: Readonly<
  Record<Specification, { readonly set: string; readonly requirements: readonly Requirement[] }>
> = {
  'smart-app-launch': { set: 'hl7.fhir.uv.smart-app-launch_2.2.0', requirements: smartRequirements },
  'bulk-data': { set: 'hl7.fhir.uv.bulkdata_2.0.0', requirements: bulkRequirements },
  'us-core': { set: 'hl7.fhir.us.core_7.0.0', requirements: usCoreRequirements }
}

/** Every requirement with what was seen of it, in the order of the specifications. */
export function judgeRequirements(observed: Observed): RequirementResult[] {
  return Object.entries(requirementSets).flatMap(([specification, { set, requirements }]) =>
    requirements.map(({ number, tests = [], judge, source, level, title }) => ({
      specification: specification as Specification,
      ...(number === undefined ? {} : { number: `${set}@${number}` }),
      source,
      level,
      tests: typeof tests === 'function' ? [tests(observed.level)] : [...tests],
      title,
      ...judge(observed)
    }))
  )
}
