import { engineRiskModelMessages as m } from '#messages/engine/risk/model.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { hccSchema, type HccDefinition } from './hcc-definition.ts'
import type { ImportedDefinitions } from './imported-definitions.ts'
import { indexSchema, type IndexDefinition } from './index-definition.ts'
import { suspectSchema, type SuspectDefinition } from './suspect-definition.ts'

/** All definitions of risk that this installation has. */
export interface RiskDefinitions {
  readonly indices: readonly IndexDefinition[]
  readonly models: readonly HccDefinition[]
  readonly suspects: readonly SuspectDefinition[]
  /** What somebody imported, in definitions that come with no installation; absent for nothing. */
  readonly imported?: ImportedDefinitions
}

const schema = v.variant('kind', [indexSchema, hccSchema, suspectSchema])
const order = ['charlson', 'elixhauser', 'hospital-frailty', 'cms-hcc-v28', 'cms-hcc-v24']

/**
 * Checks the definitions of `resources/risk`.
 * @param files parsed JSON, one definition each
 * @throws AppError `invalid-input` that names the element that is wrong
 */
export function loadRisk(files: readonly unknown[]): RiskDefinitions {
  const read = files.map((file) => {
    const result = v.safeParse(schema, file)
    if (result.success) return checked(result.output)
    const [issue] = result.issues
    throw new AppError('invalid-input', m.aRiskDefinitionIsNotUsable(v.getDotPath(issue) ?? m.kind))
  })
  const inOrder = read.toSorted((left, right) => placeOf(left.id) - placeOf(right.id))
  return {
    indices: inOrder.filter((each) => each.kind === 'comorbidity-index'),
    models: inOrder.filter((each) => each.kind === 'hcc-model'),
    suspects: inOrder.filter((each) => each.kind === 'suspect-rules')
  }
}

function placeOf(id: string): number {
  const place = order.indexOf(id)
  return place < 0 ? order.length : place
}

/** @throws AppError `invalid-input` where weights or hierarchies name a group that does not exist */
function checked<D extends IndexDefinition | HccDefinition | SuspectDefinition>(definition: D): D {
  if (definition.kind === 'suspect-rules') return definition
  if (definition.kind === 'comorbidity-index') {
    const ids = new Set(definition.groups.map(({ id }) => id))
    const named = [
      ...definition.weights.flatMap(({ points }) => Object.keys(points)),
      ...definition.groups.flatMap(({ yieldsTo }) => yieldsTo)
    ]
    const unknown = named.find((id) => !ids.has(id))
    if (unknown === undefined) return definition
    throw new AppError('invalid-input', m.theIndexNamesAGroupThat(definition.id, unknown))
  }
  const unknown = Object.keys(definition.hierarchies).find((hcc) => definition.labels[hcc] === undefined)
  if (unknown === undefined) return definition
  throw new AppError('invalid-input', m.theModelHasAHierarchyOf(definition.id, unknown))
}
