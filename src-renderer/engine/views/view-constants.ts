import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { AppError } from '#shared/app-error.ts'
import type { PathConstant } from './path-compiler.ts'
import { plainTypeName } from './path-types.ts'
import type { ViewDefinition } from './view-definition.ts'

/**
 * Reads the constants of a view (ViewDefinition.constant): a name and exactly one primitive `value[x]` each.
 * @throws AppError `invalid-input` naming the constant
 */
export function viewConstants(definition: ViewDefinition): ReadonlyMap<string, PathConstant> {
  const constants = new Map<string, PathConstant>()
  for (const constant of definition.constant ?? []) {
    const { name } = constant
    if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      throw new AppError('invalid-input', m.theViewHasAConstantWithout(name))
    }
    const keys = Object.keys(constant).filter((key) => key.startsWith('value'))
    const type = plainTypeName(`System.${keys[0]?.slice(5) ?? ''}`)
    const value = constant[keys[0] ?? '']
    if (keys.length !== 1 || type === undefined || !['string', 'number', 'boolean'].includes(typeof value)) {
      throw new AppError('invalid-input', m.theConstantNeedsExactlyOneValue(name))
    }
    if (constants.has(name)) throw new AppError('invalid-input', m.theViewDefinesTheConstantTwice(name))
    constants.set(name, { value, type })
  }
  return constants
}
