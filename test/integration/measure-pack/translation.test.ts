import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTranslator } from '../../../build/translate-cql.mjs'
import { packFolder } from '../../conformance/pack-content.ts'

const files = readdirSync(packFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.cql'))
  .sort()
  .map((name) => join(packFolder, name))

describe('the committed ELM', () => {
  const translate = createTranslator(files)

  it.each(files.map((file) => [basename(file, '.cql'), file] as const))(
    'of %s is what its CQL gives',
    (_name, file) => {
      const { elm, errors } = translate(readFileSync(file, 'utf8'))
      expect(errors).toEqual([])
      expect(`${JSON.stringify(elm)}\n` === readFileSync(file.replace(/\.cql$/, '.elm.json'), 'utf8')).toBe(true)
    }
  )
})
