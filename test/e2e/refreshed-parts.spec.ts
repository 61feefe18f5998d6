import { findings } from './accessibility.ts'
import { exportSandbox, refreshSandbox } from './connection-steps.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'
import { startSandboxServer } from './sample-server.ts'

// Less than what any population takes, so that it is divided into parts on the disk.
test.use({ memoryMegabytes: 320 })

test('a refresh makes the parts from those of before and the new files', async ({ app, shell }) => {
  test.skip(shell !== 'loopback', 'Electron has no settings of the test, and everything in memory')
  const server = await startSandboxServer()
  try {
    const status = app.getByRole('contentinfo')
    const people = app.getByRole('group', { name: 'People in view' }).getByRole('button')
    await exportSandbox(app, server)
    await expect(status).toContainText('Encrypted on this computer')
    await expect(people).toHaveText(/^\d+$/)
    const fetched: string[] = []
    app.on('request', (request) => fetched.push(new URL(request.url()).pathname))
    await refreshSandbox(app, server)
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await expect(people).toHaveText(/^\d+$/)
    expect(fetched.filter((path) => /^\/data\/[^/]+\/base-list\/pieces-/.test(path))).not.toEqual([])
    const count = await people.innerText()
    expect(await findings(app)).toEqual([])

    // They are those of the new snapshot, which opens from them.
    const first = fetched.length
    await openScreen(app, 'Snapshots')
    await expect(app.getByRole('main')).toContainText('2 parts on disk')
    await app.getByRole('button', { name: 'Close the data' }).click()
    await app.getByRole('alertdialog').getByRole('button', { name: 'Close the data' }).click()
    await app.getByRole('button', { name: 'Open again' }).click()
    await expect(people).toHaveText(count)
    expect(fetched.slice(first).filter((path) => path.includes('/base'))).toEqual([])
  } finally {
    server.stop()
  }
})
