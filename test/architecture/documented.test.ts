import { expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

const exported =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:interface|type|const|let|class|enum|function\*?) +([A-Za-z_$][\w$]*)/

/**
 * Names that a file exports without a comment. A comment goes for the exports on the lines right after it, and for types that
 * are derived from what it is on.
 */
function undocumented(source: string): string[] {
  const lines = source.split('\n')
  const known = new Set<string>()
  return lines.flatMap((line, index) => {
    const name = exported.exec(line)?.[1]
    if (name === undefined || known.has(name) || /^export type .*\btypeof\b/.test(`${line} ${lines[index + 1] ?? ''}`))
      return []
    known.add(name)
    let above = index - 1
    while (above >= 0 && /^(?:export |@)/.test(lines[above]!)) above--
    return /\*\/$|^\/\//.test(lines[above] ?? '') ? [] : [name]
  })
}

it('finds exports without a comment', () => {
  expect(undocumented('/** A day. */\nexport type Day = number\n\nexport const first = 0')).toEqual(['first'])
  expect(undocumented('/** Kinds. */\nexport const A = 1\nexport const B = 2')).toEqual([])
})

it.each(['src-main', 'src-renderer'])('every export of %s has a comment', (root) => {
  // What the kernel exports is for the kernel alone.
  const files = sourceFiles(root).filter((file) => file.endsWith('.ts') && !file.includes('/scanner/kernel/'))
  expect(files.flatMap((file) => undocumented(readSource(file)).map((name) => `${file}: ${name}`))).toEqual([])
})
