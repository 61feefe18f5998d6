import { isElmObject, objects, text, type ElmNode } from './elm-node.ts'

/**
 * Makes an expression ready to be compiled; the node itself is changed.
 * Annotations are taken out, which repeat the text of the logic: half of a library's size. A property that names neither
 * a source nor an alias is read of the innermost alias: version 3.10 of the translator leaves the alias out in the
 * relationships that it makes of an included element, such as a request's medication.
 */
export function tidyExpression(node: ElmNode): ElmNode {
  const waiting: (readonly [value: unknown, alias: string | undefined])[] = [[node, undefined]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, alias] = next
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, 'annotation')) delete (value as Record<string, unknown>)['annotation']
    if (isElmObject(value) && lacksAlias(value) && alias !== undefined)
      (value as Record<string, unknown>)['scope'] = alias
    for (const key in value) {
      const child = (value as Readonly<Record<string, unknown>>)[key]
      if (typeof child === 'object') waiting.push([child, aliasIn(value, key) ?? alias])
    }
  }
  return node
}

function lacksAlias(value: Readonly<Record<string, unknown>>): boolean {
  return value['type'] === 'Property' && value['scope'] === undefined && value['source'] === undefined
}

/** The alias that a query, or a part of it, adds for the expressions under one of its members. */
function aliasIn(value: object, key: string): string | undefined {
  if (!isElmObject(value)) return undefined
  switch (value['type']) {
    case 'Query':
      return key === 'source' ? undefined : text(objects(value['source']).at(-1) ?? {}, 'alias')
    case 'With':
    case 'Without':
      return key === 'suchThat' ? text(value, 'alias') : undefined
    default:
      return undefined
  }
}
