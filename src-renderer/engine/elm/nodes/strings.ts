import { isNode } from '../elm-node.ts'
import { toText } from '../operators/conversions.ts'
import { asList } from '../operators/lists.ts'
import { runtimeError } from '../elm-error.ts'
import type { Evaluate } from '../run.ts'
import type { NodeCompiler, NodeFamily } from '../scope.ts'
import { isList, type Value } from '../values/value.ts'

/** A function of the members named; null when one that is not optional is. */
function ofMembers(names: readonly string[], apply: (texts: readonly string[]) => Value): NodeCompiler {
  return (node, scope) => {
    const parts = names.map((name) => scope.required(node, name))
    return onTexts(parts, apply)
  }
}

/** A function of so many operands; null when one is. */
function ofOperands(count: number, apply: (texts: readonly string[]) => Value): NodeCompiler {
  return (node, scope) => {
    const operands = scope.all(node, 'operand')
    if (operands.length < count) throw scope.error(node, `"${node.type}" lacks an operand.`)
    return onTexts(operands, apply)
  }
}

function onTexts(parts: readonly Evaluate[], apply: (texts: readonly string[]) => Value): Evaluate {
  return (run) => {
    const texts: string[] = []
    for (const part of parts) {
      const value = part(run)
      if (value === null) return null
      texts.push(typeof value === 'string' ? value : (toText(value) ?? ''))
    }
    return apply(texts)
  }
}

const patterns = new Map<string, RegExp>()

/** A regular expression of the content. @throws ElmError when it is none */
function pattern(source: string, flags: string): RegExp {
  const key = `${flags} ${source}`
  let made = patterns.get(key)
  if (made === undefined) {
    try {
      made = new RegExp(source, flags)
    } catch {
      throw runtimeError('This text is no regular expression.')
    }
    patterns.set(key, made)
  }
  return made
}

/** Java's `$1` and `\$` in replacements, as JavaScript writes them. */
function replacement(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === '$' ? '$$' : character))
}

/** Functions on texts. */
export const stringNodes: NodeFamily = {
  Concatenate: ofOperands(1, (texts) => texts.join('')),
  Combine: (node, scope) => {
    const source = scope.required(node, 'source')
    const separator = scope.optional(node, 'separator')
    return (run) => {
      const items = source(run)
      if (!isList(items)) return null
      const texts = asList(items).filter((item): item is string => typeof item === 'string')
      const between = separator?.(run) ?? null
      return texts.length === 0 ? null : texts.join(typeof between === 'string' ? between : '')
    }
  },
  Split: (node, scope) => {
    const source = scope.required(node, 'stringToSplit')
    const separator = scope.optional(node, 'separator')
    return (run) => {
      const whole = source(run)
      if (typeof whole !== 'string') return null
      const at = separator?.(run) ?? null
      return typeof at === 'string' ? whole.split(at) : [whole]
    }
  },
  SplitOnMatches: ofMembers(['stringToSplit', 'separatorPattern'], ([whole, at]) => whole!.split(pattern(at!, 'u'))),
  Upper: ofOperands(1, ([one]) => one!.toUpperCase()),
  Lower: ofOperands(1, ([one]) => one!.toLowerCase()),
  Length: (node, scope) => {
    const operand = scope.required(node, 'operand')
    const declared = node['operand']
    const ofText = isNode(declared) && declared['resultTypeName'] === '{urn:hl7-org:elm-types:r1}String'
    return (run) => {
      const value = operand(run)
      if (typeof value === 'string' || isList(value)) return value.length
      return ofText || isTextCast(declared) ? null : 0
    }
  },
  Substring: (node, scope) => {
    const source = scope.required(node, 'stringToSub')
    const start = scope.required(node, 'startIndex')
    const length = scope.optional(node, 'length')
    return (run) => {
      const [whole, from] = [source(run), start(run)]
      if (typeof whole !== 'string' || typeof from !== 'number') return null
      if (from < 0 || (from >= whole.length && whole.length > 0)) return null
      const count = length?.(run) ?? null
      return typeof count === 'number' ? whole.slice(from, from + count) : whole.slice(from)
    }
  },
  PositionOf: ofMembers(['pattern', 'string'], ([part, whole]) => whole!.indexOf(part!)),
  LastPositionOf: ofMembers(['pattern', 'string'], ([part, whole]) => whole!.lastIndexOf(part!)),
  StartsWith: ofOperands(2, ([whole, part]) => whole!.startsWith(part!)),
  EndsWith: ofOperands(2, ([whole, part]) => whole!.endsWith(part!)),
  Matches: ofOperands(2, ([whole, source]) => pattern(`^(?:${source!})$`, 's').test(whole!)),
  ReplaceMatches: ofOperands(3, ([whole, source, by]) => whole!.replace(pattern(source!, 'g'), replacement(by!)))
}

/** `null as String`: a null that is known to be a text. */
function isTextCast(node: unknown): boolean {
  return isNode(node) && node.type === 'As' && node['asType'] === '{urn:hl7-org:elm-types:r1}String'
}
