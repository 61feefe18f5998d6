import { isElmObject, objects, text, type ElmNode } from './elm-node.ts'

/**
 * Makes an expression ready to be compiled; the node itself is changed.
 * Annotations are taken out, which repeat the text of the logic: half of a library's size. A property that names neither
 * a source nor an alias is read of the innermost alias: version 3.10 of the translator leaves the alias out in the
 * relationships that it makes of an included element, such as a request's medication.
 */
export function tidyExpression(node: ElmNode): ElmNode {
  // Two lists, since a pair for each of the many thousand nodes of a library takes longer than the walk.
  const waiting: object[] = [node]
  const aliases: (string | undefined)[] = [undefined]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const alias = aliases.pop()
    const members = value as Record<string, unknown>
    // Not deleted: an object that has lost a member is slow from then on.
    if (members['annotation'] !== undefined) members['annotation'] = undefined
    if (alias !== undefined && isElmObject(value) && lacksAlias(value)) members['scope'] = alias
    for (const key in members) {
      const child = members[key]
      if (typeof child !== 'object' || child === null) continue
      waiting.push(child)
      aliases.push(aliasIn(members, key) ?? alias)
    }
  }
  return node
}

function lacksAlias(value: Readonly<Record<string, unknown>>): boolean {
  return value['type'] === 'Property' && value['scope'] === undefined && value['source'] === undefined
}

/** The alias that a query, or a part of it, adds for the expressions under one of its members. */
function aliasIn(value: Readonly<Record<string, unknown>>, key: string): string | undefined {
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
