import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

const withoutParentheses = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node

/** Numbers of the lines, from 1, with a `!` after something else than an index. */
function assertedElsewhere(source: string): number[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest)
  const found: number[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isNonNullExpression(node) && !ts.isElementAccessExpression(withoutParentheses(node.expression)))
      found.push(file.getLineAndCharacterOfPosition(node.end).line + 1)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Components are held to the same by a rule of ESLint. */
describe('a value that is said to be there', () => {
  it('is found', () => {
    expect(assertedElsewhere('const day = table.day!')).toEqual([1])
    expect(assertedElsewhere('\nconst entry = entries.get(key)!')).toEqual([2])
    expect(assertedElsewhere('const day = days[row]!\nconst same = (days[row])!')).toEqual([])
    expect(assertedElsewhere('if (!found) return')).toEqual([])
  })

  it.each(['src-main', 'src-renderer'])('is asserted with "!" only after an index in %s; else by defined()', (root) => {
    const found = sourceFiles(root)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => assertedElsewhere(readSource(file)).map((line) => `${file}:${line}`))
    expect(found).toEqual([])
  })
})

/** Numbers of the lines, from 1, that cast by way of `unknown` without a comment within a few lines above. */
function castWithoutReason(source: string): number[] {
  const lines = source.split('\n')
  return lines.flatMap((line, index) => {
    if (!line.includes('as unknown as')) return []
    // A closing parenthesis ends what began further up; the reason stands there.
    const reach = line.trimStart().startsWith(')') ? 8 : 2
    return lines.slice(Math.max(0, index - reach), index + 1).some((each) => /^\s*\/\/ /.test(each)) ? [] : [index + 1]
  })
}

describe('a cast that the compiler would refuse', () => {
  it('is found', () => {
    expect(castWithoutReason('const a = b as unknown as A')).toEqual([1])
    expect(castWithoutReason('// It was checked above.\nconst a = b as unknown as A')).toEqual([])
  })

  it.each(['src-main', 'src-renderer'])('has its reason above it in %s', (root) => {
    const found = sourceFiles(root).flatMap((file) =>
      castWithoutReason(readSource(file)).map((line) => `${file}:${line}`)
    )
    expect(found).toEqual([])
  })
})
