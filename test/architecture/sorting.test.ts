import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

const closing = new Set([')', ']', '}'])
const opening = new Set(['(', '[', '{'])

/** The arguments of a call, whose first begins at a place. */
function argumentsAt(source: string, begin: number): readonly string[] {
  const found: string[] = []
  let depth = 0
  let last = begin
  for (let place = begin; place < source.length; place++) {
    const sign = source[place]!
    if (opening.has(sign)) depth++
    else if (sign === ',' && depth === 0) {
      found.push(source.slice(last, place).trim())
      last = place + 1
    } else if (closing.has(sign) && depth-- === 0) {
      const rest = source.slice(last, place).trim()
      return rest === '' ? found : [...found, rest]
    }
  }
  return found
}

/** Calls that sort by the language of the computer: the argument that names the language is absent or undefined. */
function sortsByComputer(source: string): readonly string[] {
  return [...source.matchAll(/\.localeCompare\(|Intl\.Collator\(/g)].flatMap((match) => {
    const given = argumentsAt(source, match.index + match[0].length)
    const locale = given[match[0] === 'Intl.Collator(' ? 0 : 1]
    return locale === undefined || locale === 'undefined' ? [`${match[0]}${given.join(', ')})`] : []
  })
}

describe('sorting of texts', () => {
  it('tells calls without a language', () => {
    expect(
      sortsByComputer('a.localeCompare(f(b, c)) || a.localeCompare(b, undefined, { numeric: true })')
    ).toHaveLength(2)
    expect(sortsByComputer('new Intl.Collator()')).toHaveLength(1)
    expect(sortsByComputer("a.localeCompare(b, 'en') || new Intl.Collator(activeLocale)")).toEqual([])
  })

  it('names the language in force, so that two computers sort alike', () => {
    const broken = sourceFiles('src-main', 'src-renderer').flatMap((file) =>
      sortsByComputer(readSource(file)).map((call) => `${file}: ${call}`)
    )
    expect(broken).toEqual([])
  })
})
