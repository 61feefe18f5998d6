import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/** A failure that is caught without a look at what it is: `.catch(() => …)`, or a `catch` with nothing in it. */
const silent = /\.catch\(\(\) =>|\bcatch(?: \(\w+(?:: unknown)?\))? \{\s*\}/

/** So many lines above may hold the reason. */
const REACH = 3

/** Numbers of the lines, from 1, that pass over a failure without a comment on them, in them or right above. */
function withoutReason(source: string): number[] {
  const lines = source.split('\n')
  return lines.flatMap((line, index) => {
    if (!silent.test(`${line}${lines[index + 1]?.trim() === '}' ? '}' : ''}`)) return []
    const near = lines.slice(Math.max(0, index - REACH), index + 2)
    return near.some((each) => /(?:^|\s)(?:\/\/|\/\*\*|\*)\s/.test(each)) ? [] : [index + 1]
  })
}

describe('a failure that is passed over', () => {
  it('is found', () => {
    expect(withoutReason('await file.close().catch(() => undefined)')).toEqual([1])
    expect(withoutReason('try {\n  read()\n} catch {\n}')).toEqual([3])
    expect(withoutReason('// It is closed already.\nawait file.close().catch(() => undefined)')).toEqual([])
    expect(withoutReason('await read().catch((error: unknown) => log(error))')).toEqual([])
  })

  it.each(['src-main', 'src-renderer'])('has its reason beside it in %s', (root) => {
    const found = sourceFiles(root).flatMap((file) => withoutReason(readSource(file)).map((line) => `${file}:${line}`))
    expect(found).toEqual([])
  })
})
