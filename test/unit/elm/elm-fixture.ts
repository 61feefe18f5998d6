import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import type { EvaluationLimits } from '#engine/cql/elm/library/budget.ts'
import type { PatientData } from '#engine/cql/elm/runtime/patient-data.ts'
import { Program } from '#engine/cql/elm/program.ts'
import { dateTimeOf, fixedOffset } from '#engine/cql/elm/values/temporal-text.ts'
import type { Value } from '#engine/cql/elm/values/value.ts'

/** A define for {@link library}. */
export interface Define {
  readonly name: string
  readonly expression: unknown
  /** Operand names; makes it a function. */
  readonly operands?: readonly string[]
}

/** ELM JSON of a library with the defines. */
export function library(id: string, defines: readonly Define[], includes: readonly string[] = []): unknown {
  return {
    library: {
      identifier: { id, version: '1' },
      includes: { def: includes.map((path) => ({ localIdentifier: path, path, version: '1' })) },
      statements: {
        def: defines.map(({ name, expression, operands }) => ({
          name,
          context: 'Patient',
          expression,
          ...(operands === undefined
            ? {}
            : {
                type: 'FunctionDef',
                operand: operands.map((operand) => ({
                  name: operand,
                  operandTypeSpecifier: { type: 'NamedTypeSpecifier', name: '{urn:hl7-org:elm-types:r1}Any' }
                }))
              })
        }))
      }
    }
  }
}

/** An Integer literal. */
export function integer(value: number): unknown {
  return { type: 'Literal', localId: '7', valueType: '{urn:hl7-org:elm-types:r1}Integer', value: String(value) }
}

const noData: PatientData = { retrieve: () => [] }

/** Evaluates a define of the first library. */
export function evaluate(
  name: string,
  libraries: readonly unknown[],
  data: PatientData = noData,
  limits?: EvaluationLimits
): Value {
  const read = libraries.map(readElmLibrary)
  const program = new Program({ libraries: read, valueSets: new Map(), ...(limits === undefined ? {} : { limits }) })
  const now = dateTimeOf([2026, 1, 1, 0, 0, 0, 0], undefined, fixedOffset(0))!
  return program.define(read[0]!, name)(program.run(data, new Map(), now))
}
