import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/** Names that a parameter binds: its own, or those of its pattern, by which name of the argument and of the variable. */
function boundNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element)
      ? []
      : [
          ...boundNames(element.name),
          ...(element.propertyName !== undefined && ts.isIdentifier(element.propertyName)
            ? [element.propertyName.text]
            : [])
        ]
  )
}

/** Names of parameters, of what they are taken apart into, and of the fields that their types list, of whatever can be called. */
function parameterNames(declaration: ts.Node): readonly string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    // What a body declares is not in the signature.
    if (ts.isBlock(node)) return
    if (ts.isParameter(node)) names.push(...boundNames(node.name))
    if (ts.isPropertySignature(node) && ts.isIdentifier(node.name)) names.push(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(declaration)
  return names
}

/** `@param` tags that name no parameter of what they stand on. */
function strayParams(source: string): readonly string[] {
  if (!source.includes('@param')) return []
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const tags = ts.getJSDocTags(node).filter(ts.isJSDocParameterTag)
    const owned = tags.filter(({ parent }) => parent.parent === node)
    if (owned.length > 0) {
      const names = parameterNames(node)
      for (const { name } of owned) if (!names.includes(name.getText(file))) found.push(name.getText(file))
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('@param', () => {
  it('without a parameter is found', () => {
    expect(strayParams('/** @param nudged ends it */\nfunction wait(triggered: number) {}')).toEqual(['nudged'])
    for (const source of [
      '/** @param left a row */\nfunction add(left: number) {}',
      '/** @param rows all */\nconst add = ({ rows }: Table) => 1',
      'interface A {\n/** @param row from 0 */\nreadonly cell: (row: number) => string }'
    ])
      expect([source, strayParams(source)]).toEqual([source, []])
  })

  it('names a parameter of the function that it stands on', () => {
    const files = sourceFiles('src-main', 'src-renderer').filter((file) => !file.includes('/scanner/kernel/'))
    const found = files.flatMap((file) => {
      const source = readSource(file)
      const script = file.endsWith('.svelte') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(source)?.[1] ?? '') : source
      return strayParams(script).map((name) => `${file}: ${name}`)
    })
    expect(found).toEqual([])
  })
})
