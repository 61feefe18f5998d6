import { readFileSync } from 'node:fs'

/** One test of the CQL specification. */
export interface CqlTest {
  readonly group: string
  readonly name: string
  readonly expression: string
  /** `true`, `semantic`, `syntax` … where the expression must not compile or must fail. */
  readonly invalid: string | undefined
  /** Expected result in CQL; undefined where none is given. */
  readonly output: string | undefined
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return entities[name ?? ''] ?? whole
  })
}

/** The tests of one XML file, in order; those that are commented out are not there. */
export function readCqlTests(file: string): CqlTest[] {
  const xml = readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->/g, '')
  const tests: CqlTest[] = []
  for (const group of xml.matchAll(/<group\s+name="([^"]*)"[^>]*>([\s\S]*?)<\/group>/g)) {
    for (const test of group[2]!.matchAll(/<test\s+name="([^"]*)"[^>]*>([\s\S]*?)<\/test>/g)) {
      const expression = /<expression([^>]*)>([\s\S]*?)<\/expression>/.exec(test[2]!)
      if (expression === null) continue
      tests.push({
        group: group[1]!,
        name: test[1]!,
        expression: decode(expression[2]!.trim()),
        invalid: /invalid="([^"]*)"/.exec(expression[1]!)?.[1],
        output: decode(/<output[^>]*>([\s\S]*?)<\/output>/.exec(test[2]!)?.[1]?.trim() ?? '') || undefined
      })
    }
  }
  return tests
}
