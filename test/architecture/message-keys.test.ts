import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

const root = 'src-renderer/shared/messages/en-US'

/** Keys that name what their text is, as its first words would be those of others, or values. */
const names: readonly string[] = [
  ...['whatNobodySigned', 'whatAnUnknownKeySigned', 'whatCannotBeVerifiedWhileLocked', 'anUnsignedPack'],
  ...['whatCannotBeVerifiedByADamagedList', 'installOnWindows', 'installOnMac', 'installOnLinux', 'installElsewhere'],
  ...[
    'howControlChartsAreMade',
    'includingReplacedRecords',
    'periodOfTheMeasures',
    'notReached',
    'leaveWhatIdentifies'
  ],
  ...[
    'whyNamesAreLeftIn',
    'fileForTheDiagnostics',
    'printInPlaceOfThat',
    'schedulerToShow',
    'exitCodesOfServiceStatus'
  ],
  'gapsInAll'
]
/** Endings of keys that say where a text stands, or what is put into it. */
const role = /(?:InText|Hint|Lead|Label|Of|Because)$/

/** The words of a key: `aKeyOfJWKS` is a, key, of, jwks. */
function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** Keys of a catalog of which most words are not in their text, though that is a sentence, or nearly one. */
function foreignKeys(source: string): string[] {
  const file = ts.createSourceFile('catalog.ts', source, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && ts.isCallExpression(node.parent.parent)) {
      const key = node.name.text
      const text = node.initializer.getText(file)
      // Letters alone, so that `isnt` of a key is found in a text with “isn’t”.
      const letters = text.toLowerCase().replace(/[^a-z0-9]/g, '')
      const words = wordsOf(key)
      const isMissing = words.filter((word) => !letters.includes(word)).length > words.length / 2
      const written = text.replace(/^\([^)]*\) =>/, '').replace(/\$\{[^}]*\}/g, '')
      const isLong = written.split(/[^A-Za-z0-9]+/).filter(Boolean).length >= 6
      if (isMissing && isLong && !role.test(key)) found.push(key)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('keys of messages', () => {
  it('that say something else than their text are found', () => {
    const text = "'Resume at any time; what has been stored is safe.'"
    expect(foreignKeys(`export const m = catalog({ goOnWhenItSuits: ${text} })`)).toEqual(['goOnWhenItSuits'])
    expect(foreignKeys(`export const m = catalog({ resumeAtAnyTimeWhat: ${text} })`)).toEqual([])
  })

  it('are words of their texts, or listed as names', () => {
    const found = sourceFiles(root).flatMap((file) => foreignKeys(readSource(file)).map((key) => ({ file, key })))
    expect(found.filter(({ key }) => !names.includes(key))).toEqual([])
    const keys = found.map(({ key }) => key)
    expect(names.filter((name) => !keys.includes(name))).toEqual([])
  })
})
