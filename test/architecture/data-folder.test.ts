import { describe, expect, it } from 'vitest'
import { defaultSettings } from '#shared/settings-schema.ts'
import { backupContents } from '../../src-main/storage/backup/write-backup.ts'
import { readSource, sourceFiles } from './imports.ts'

/** Files without health data that the table leaves to a sentence below it. */
const small = ['launch', 'start-over.json', 'restore.json', 'window.json', 'keyring.json']

/** Names of the first column of the table of the data folder. */
function tableNames(): readonly string[] {
  const text = readSource('docs/operate.md')
  const begin = text.indexOf('| in it ')
  const rows = text.slice(begin, text.indexOf('\n\n', begin)).split('\n')
  return rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([\w.-]+)(?:\/[^`]*)?`/g)].map(([, name]) => name!))
}

/** What services and commands put right into the data folder. */
const used = sourceFiles('src-main').flatMap((file) =>
  [...readSource(file).matchAll(/\bjoin\((?:(?:host\.)?paths\.)?data, '([\w.-]+)'/g)].map(([, name]) => name!)
)

describe('the table of the data folder in docs/operate.md', () => {
  it('has everything that a backup holds', () => {
    expect(backupContents.filter((name) => !tableNames().includes(name))).toEqual([])
  })

  it('has everything that is written there', () => {
    expect(new Set(used).size).toBeGreaterThan(15)
    const missing = [...new Set(used)].filter((name) => !tableNames().includes(name) && !small.includes(name))
    expect(missing).toEqual([])
  })
})

it('the retention of docs/operate.md is that of the settings', () => {
  const { keepSnapshots, keepDays } = defaultSettings
  const sentence = `keeps at most ${keepSnapshots} complete snapshots, and none older than ${keepDays} days`
  expect(readSource('docs/operate.md').replaceAll('\n', ' ')).toContain(sentence)
})
