import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { CohortDefinition, COHORT_FORMAT } from './cohort-definition.ts'

/**
 * Checks a definition.
 * @param value parsed JSON
 * @throws AppError `invalid-input` that names the element
 */
function readDefinition(value: unknown): CohortDefinition {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
  if (typeof format === 'number' && format > COHORT_FORMAT)
    throw new AppError('invalid-input', m.thisDefinitionWasWrittenByA)
  const result = v.safeParse(CohortDefinition, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  const place = path === null ? '' : ` at "${path}"`
  throw new AppError('invalid-input', m.thisIsNoCohortDefinitionCorrect(place, issue.message.replace(/\.$/, '')))
}

/** Reads the JSON text of a definition. @throws AppError `invalid-input` */
export function parseDefinition(text: string): CohortDefinition {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid-input', m.thisIsNoJSONCheckBrackets, { cause })
  }
  return readDefinition(value)
}

/** The JSON text of a definition, for people to read. */
export function definitionJson(definition: CohortDefinition): string {
  return `${JSON.stringify(definition, undefined, 2)}\n`
}
