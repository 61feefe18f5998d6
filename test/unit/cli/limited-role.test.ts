import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clusterCommand } from '../../../src-main/cli/cluster/cluster.ts'
import { matchCommand } from '../../../src-main/cli/commands/match.ts'
import { subjectCommand } from '../../../src-main/cli/commands/subject.ts'
import type { CliCommand, CommandIo } from '../../../src-main/cli/terminal/command.ts'
import { unmanaged } from '../../support/policies.ts'
import { runDirectly } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const commands: readonly [string, CliCommand, (folder: string) => readonly string[]][] = [
  ['subject', subjectCommand, (folder) => ['--person', 'eve', '--out', join(folder, 'out'), '--reason', 'Request']],
  ['cluster results', clusterCommand, (folder) => ['results', folder]],
  ['match --journal', matchCommand, (folder) => ['--journal', '--data', folder]],
  [
    'match --journal --identifying',
    matchCommand,
    (folder) => ['--journal', '--identifying', '--reason', 'Review', '--data', folder]
  ],
  ['match --same', matchCommand, (folder) => ['--same', 'eve@hospital', 'adam@clinic', '--data', folder]]
]

it.each(commands)('populus %s is refused to a role that shows some of the people', async (_, command, words) => {
  const data = temporaryFolder()
  const io: CommandIo = {
    out: () => undefined,
    err: () => undefined,
    terminal: false,
    resources: '',
    data,
    policies: unmanaged,
    access: { account: 'eve', state: 'role', by: 'policy', roles: ['care-manager'], scopes: [{ payers: ['Medicaid'] }] }
  }
  await expect(runDirectly(command, words(data), io)).rejects.toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining('shows some of the people') as string
  })
  expect(readdirSync(data)).toEqual([])
})
