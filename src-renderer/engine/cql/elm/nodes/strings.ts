import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { defined } from '#shared/language/defined.ts'
import { spend, spendElements, spendText } from '../library/budget.ts'
import { isNode } from '../library/elm-node.ts'
import { toText } from '../operators/conversions.ts'
import { asList } from '../operators/lists.ts'
import { matchesPattern, replaceMatches, splitOnMatches } from '../operators/text-pattern.ts'
import type { Evaluate } from '../runtime/run.ts'
import type { NodeCompiler, NodeFamily } from '../runtime/scope.ts'
import { isList, type Value } from '../values/value.ts'

/** Compiles a function of the named members of a node; it returns null when one of them is null. */
function ofMembers(names: readonly string[], apply: (texts: readonly string[]) => Value): NodeCompiler {
  return (node, scope) => {
    const parts = names.map((name) => scope.required(node, name))
    return onTexts(parts, apply)
  }
}

/** Compiles a function of all operands, `count` or more; it returns null when one of them is null. */
function ofOperands(count: number, apply: (texts: readonly string[]) => Value): NodeCompiler {
  return (node, scope) => {
    const operands = scope.all(node, 'operand')
    if (operands.length < count) throw scope.error(node, m.lacksAnOperand(node.type))
    return onTexts(operands, apply)
  }
}

function onTexts(parts: readonly Evaluate[], apply: (texts: readonly string[]) => Value): Evaluate {
  return (run) => {
    const texts: string[] = []
    for (const part of parts) {
      const value = part(run)
      if (value === null) return null
      const text = typeof value === 'string' ? value : (toText(value) ?? '')
      spendText(text.length)
      texts.push(text)
    }
    return apply(texts)
  }
}

/** Joins texts. @throws BudgetError when that is too long */
function joined(texts: readonly string[], between: string): string {
  spendText(texts.reduce((sum, text) => sum + text.length + between.length, 0))
  return texts.join(between)
}

/** Takes the worst-case cost of a text search from the budget. */
function spendSearch(searched: string, part: string): void {
  spend(1 + Math.ceil((searched.length * (part.length + 1)) / 256))
}

/** Functions on texts. */
export const stringNodes: NodeFamily = {
  Concatenate: ofOperands(1, (texts) => joined(texts, '')),
  Combine: (node, scope) => {
    const source = scope.required(node, 'source')
    const separator = scope.optional(node, 'separator')
    return (run) => {
      const items = source(run)
      if (!isList(items)) return null
      const texts = asList(items).filter((item): item is string => typeof item === 'string')
      const between = separator?.(run) ?? null
      return texts.length === 0 ? null : joined(texts, typeof between === 'string' ? between : '')
    }
  },
  Split: (node, scope) => {
    const source = scope.required(node, 'stringToSplit')
    const separator = scope.optional(node, 'separator')
    return (run) => {
      const text = source(run)
      if (typeof text !== 'string') return null
      const separatorText = separator?.(run) ?? null
      if (typeof separatorText !== 'string') return [text]
      spendSearch(text, separatorText)
      const parts = text.split(separatorText)
      spendElements(parts.length, parts.length)
      return parts
    }
  },
  SplitOnMatches: ofMembers(['stringToSplit', 'separatorPattern'], ([text, pattern]) =>
    splitOnMatches(defined(text), defined(pattern))
  ),
  Upper: ofOperands(1, ([text]) => defined(text).toUpperCase()),
  Lower: ofOperands(1, ([text]) => defined(text).toLowerCase()),
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
      const [text, from] = [source(run), start(run)]
      if (typeof text !== 'string' || typeof from !== 'number') return null
      if (from < 0 || (from >= text.length && text.length > 0)) return null
      const count = length?.(run) ?? null
      // The specification says nothing of a negative length; the reference engine and FHIRPath return an empty text.
      return typeof count === 'number' ? text.slice(from, from + Math.max(count, 0)) : text.slice(from)
    }
  },
  PositionOf: ofMembers(['pattern', 'string'], ([pattern, text]) => {
    const [sought, searched] = [defined(pattern), defined(text)]
    spendSearch(searched, sought)
    return searched.indexOf(sought)
  }),
  LastPositionOf: ofMembers(['pattern', 'string'], ([pattern, text]) => {
    const [sought, searched] = [defined(pattern), defined(text)]
    spendSearch(searched, sought)
    return searched.lastIndexOf(sought)
  }),
  StartsWith: ofOperands(2, ([text, part]) => defined(text).startsWith(defined(part))),
  EndsWith: ofOperands(2, ([text, part]) => defined(text).endsWith(defined(part))),
  Matches: ofOperands(2, ([text, source]) => matchesPattern(defined(text), defined(source))),
  ReplaceMatches: ofOperands(3, ([text, source, by]) => replaceMatches(defined(text), defined(source), defined(by)))
}

/** `null as String`: a null that is known to be a text. */
function isTextCast(node: unknown): boolean {
  return isNode(node) && node.type === 'As' && node['asType'] === '{urn:hl7-org:elm-types:r1}String'
}
