/** One factor of a unit, e.g. `cm` to the power 2. */
interface Term {
  readonly symbol: string
  exponent: number
}

const termPattern = /^(.*?[^0-9+-]|)([+-]?\d+)?$/

/** Splits `g/cm3` into its factors. Undefined for units with brackets in round form, which are left alone. */
function termsOf(unit: string, sign: 1 | -1, into: Map<string, Term>): boolean {
  if (unit === '1' || unit === '') return true
  if (unit.includes('(')) return false
  let direction = sign
  let start = 0
  for (let i = 0; i <= unit.length; i++) {
    const character = unit[i]
    if (character === '[' || character === '{') {
      const end = unit.indexOf(character === '[' ? ']' : '}', i)
      if (end < 0) return false
      i = end
      continue
    }
    if (i < unit.length && character !== '.' && character !== '/') continue
    const text = unit.slice(start, i)
    const match = termPattern.exec(text)
    if (text !== '' && text !== '1' && match !== null) {
      const symbol = match[1]!
      if (symbol === '') return false
      const exponent = direction * Number(match[2] ?? 1)
      const known = into.get(symbol)
      if (known === undefined) into.set(symbol, { symbol, exponent })
      else known.exponent += exponent
    }
    if (character === '/') direction = -sign as 1 | -1
    if (character === '.') direction = sign
    start = i + 1
  }
  return true
}

/**
 * The unit of a product (`sign` 1) or quotient (`sign` -1) of two quantities: `cm` times `cm` is `cm2`, `g` by `g` is
 * `1`. Factors of the same symbol are joined; different symbols of one dimension are not converted.
 */
export function unitProduct(left: string, right: string, sign: 1 | -1): string {
  const terms = new Map<string, Term>()
  if (!termsOf(left, 1, terms) || !termsOf(right, sign, terms)) {
    return sign === 1 ? `(${left}).(${right})` : `(${left})/(${right})`
  }
  const write = ({ symbol, exponent }: Term): string => {
    const size = Math.abs(exponent)
    return size === 1 ? symbol : `${symbol}${String(size)}`
  }
  const list = [...terms.values()]
  const above = list.filter((term) => term.exponent > 0).map(write)
  const below = list.filter((term) => term.exponent < 0).map(write)
  if (below.length === 0) return above.length === 0 ? '1' : above.join('.')
  return `${above.length === 0 ? '1' : above.join('.')}${below.map((term) => `/${term}`).join('')}`
}
