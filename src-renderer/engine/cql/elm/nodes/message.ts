import { runtimeError } from '../library/elm-error.ts'
import type { NodeFamily } from '../runtime/scope.ts'
import { toText } from '../operators/conversions.ts'

/** CQL `Message`: passes its source on; severity `Error` stops the evaluation. */
export const messageNodes: NodeFamily = {
  Message: (node, scope) => {
    const source = scope.required(node, 'source')
    const condition = scope.optional(node, 'condition')
    const [code, severity, message] = [
      scope.optional(node, 'code'),
      scope.optional(node, 'severity'),
      scope.optional(node, 'message')
    ]
    return (run) => {
      const value = source(run)
      if (condition !== undefined && condition(run) !== true) return value
      const written = {
        code: toText(code?.(run) ?? null) ?? '',
        severity: toText(severity?.(run) ?? null) ?? 'Message',
        message: toText(message?.(run) ?? null) ?? ''
      }
      if (written.severity === 'Error') throw runtimeError(`${written.code}: ${written.message}`)
      run.messages.push(written)
      return value
    }
  }
}
