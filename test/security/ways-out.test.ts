import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../src-renderer')

const sources = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:ts|svelte)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ name: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))

/** What takes something out of the page: files, the clipboard, paper. */
const primitives =
  /createObjectURL|navigator\.clipboard|clipboardData|execCommand|showSaveFilePicker|\.download\s*=|\bdownload=|window\.print\(|\bprint\(\)/

/** The files that may use them. Everything else calls what these export. */
const doors = new Set([
  'ui/copy/save-blob.ts',
  // Its bytes come from the store worker, which asks for the record first.
  'screens/sql/save-stream.ts',
  'screens/measures/common/print-sheet.ts',
  // It writes both records around what it prints.
  'screens/boards/print-report.ts',
  'ui/copy/copy-text.ts',
  'ui/copy/save-text.ts',
  // The recovery key, which is no data about anybody.
  'shell/dialogs/RecoveryKeyDialog.svelte'
])

/** What leaves from these is about nobody: statements, definitions, empty tables to fill in, schemas, public keys, facts about a server or the installation, the anchor of the audit log. */
const aboutNobody = new Set([
  'screens/audit/LogState.svelte',
  'screens/cohorts/TextTab.svelte',
  'screens/connections/settings/CompatibilityTab.svelte',
  'screens/connections/settings/Requirements.svelte',
  'screens/connections/keys/HostedKeys.svelte',
  'screens/connections/common/PermissionList.svelte',
  // The address at which somebody signs in, which has no token in it.
  'screens/connections/common/PersonSignInForm.svelte',
  'screens/connections/set-up/SetUpTest.svelte',
  'screens/explore/ViewsMenu.svelte',
  'screens/settings/DiagnosticsDialog.svelte',
  'screens/measures/scorecard/ScorecardTab.svelte',
  // The seal of a pack; state/sharing records the pack itself.
  'screens/sharing/PackTab.svelte',
  'screens/sql/QueryLists.svelte',
  'screens/sql/SchemaBrowser.svelte',
  'screens/views/ViewsScreen.svelte'
])

/** Enters the counts of what leaves in the register of published counts. */
const entering = /(?:madeToLeave|enterCounts|reportsToLeave)\(/

/** What leaves from these has no counts of people of its own, or its counts are entered elsewhere. */
const withoutCounts: Readonly<Record<string, string>> = {
  'ui/table/copy-rows.ts': 'rows of people; the answer to a statement is entered by screens/sql/enter-answer.ts',
  'screens/common/ExportMenu.svelte':
    'rows of tables; the answer to a statement is entered by screens/sql/enter-answer.ts',
  'screens/cql/TestCases.svelte': 'invented people',
  'screens/worklist/WorklistExport.svelte': 'rows of people',
  'screens/worklist/HandOverDialog.svelte': 'rows of people, encrypted',
  'screens/content/PackTable.svelte': 'facts about content of measures',
  'screens/content/DefinitionsTab.svelte': 'definitions',
  'screens/rows/ExportButton.svelte': 'rows of people',
  'screens/data-quality/DataQualityScreen.svelte': 'lines that could not be read',
  'screens/registry/DefinitionTab.svelte': 'codes',
  'screens/boards/save-board.ts': 'definitions',
  'screens/people/ResourceDialog.svelte': 'a record of one person'
}

const doorImport = /from '[^']*\/(?:save-text|save-blob|copy-text|on-paper)\.ts'/
const call = /(?<!function )\b(?:saveText|saveBlob|copyText|onPaper)\(/g
/** A record comes at most this many characters before what it is about. */
const NEAR = 900
/** These write both records around what they are given. */
const recorder = /(?:recordExport|releaseRecorded)\(/

/** Calls that no record of the audit log stands before, as places in the text. */
function unrecordedCalls(text: string): number[] {
  return [...text.matchAll(call)]
    .map(({ index }) => index)
    .filter((index) => !recorder.test(text.slice(Math.max(0, index - NEAR), index)))
}

describe('what leaves the page', () => {
  it('goes through the few functions that files, the clipboard, and paper have', () => {
    const others = sources.filter(({ name, text }) => !doors.has(name) && primitives.test(text)).map(({ name }) => name)
    expect(others).toEqual([])
  })

  it('is recorded in the audit log first', () => {
    const callers = sources.filter(({ name, text }) => !doors.has(name) && doorImport.test(text))
    expect(callers.length).toBeGreaterThan(10)
    const forgotten = callers.filter(({ name, text }) => !aboutNobody.has(name) && unrecordedCalls(text).length > 0)
    expect(forgotten.map(({ name }) => name)).toEqual([])
  })

  it('is entered in the register of published counts', () => {
    const callers = sources.filter(
      ({ name, text }) => !doors.has(name) && !aboutNobody.has(name) && doorImport.test(text) && recorder.test(text)
    )
    const forgotten = callers.filter(({ name, text }) => withoutCounts[name] === undefined && !entering.test(text))
    expect(forgotten.map(({ name }) => name)).toEqual([])
    const needless = Object.keys(withoutCounts).filter(
      (name) =>
        !callers.some((each) => each.name === name) || entering.test(callers.find((each) => each.name === name)!.text)
    )
    expect(needless).toEqual([])
  })

  it('has no exception for a file that lets nothing out', () => {
    const names = [...doors, ...aboutNobody].filter((name) => {
      const { text = '' } = sources.find((source) => source.name === name) ?? {}
      return !primitives.test(text) && !doorImport.test(text)
    })
    expect(names).toEqual([])
  })
})
