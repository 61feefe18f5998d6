import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../src-main/services/publishers/file-signature.ts'
import { findings } from './accessibility.ts'
import { expect, test } from './fixtures.ts'
import { openScreen } from './navigation.ts'
import { openShell } from './shells.ts'

test('signed content and a signed update are taken, shown, and on record', async ({ shell, browserStarter }) => {
  test.skip(shell !== 'loopback', 'policies of a test reach the browser host alone')
  const { text: privateKey, key } = makePublisherKey()
  const content = Buffer.from('a package')
  const name = 'populus-999.0.0.deb'
  const feed = Buffer.from(
    JSON.stringify({
      format: 'populus-update-1',
      version: '999.0.0',
      issuedAt: new Date(Date.now() - 60_000).toISOString(),
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      packages: [
        {
          name,
          platform: process.platform,
          arch: process.arch,
          bytes: content.length,
          sha512: createHash('sha512').update(content).digest('hex')
        }
      ]
    })
  )
  const files: Readonly<Record<string, Buffer | string>> = {
    '/feed.json': feed,
    '/feed.json.sig': signDigest(digestOfFile(feed), readPublisherKey(privateKey), Date.now()),
    [`/${name}`]: content
  }
  const server = createServer((request, response) => {
    const file = files[request.url ?? '']
    if (file === undefined) response.writeHead(404).end()
    else response.end(file)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const opened = await openShell(browserStarter, {
    shell,
    openPaths: [],
    settings: { runMeasures: false },
    policies: {
      UpdateFeed: `http://${host}/feed.json`,
      UpdateKeys: [{ name: 'IT department', key }],
      TrustedPublishers: [{ name: 'Quality Network', key }],
      RequireSignedPacks: true
    }
  })
  if (opened === undefined) return
  const { page, problems } = opened
  try {
    await openScreen(page, 'Settings')
    const publishers = page.getByRole('region', { name: 'Trusted publishers' })
    await expect(publishers).toContainText('Your organization has set the publishers (policy TrustedPublishers).')
    await expect(publishers.getByRole('button', { name: 'Remove Quality Network' })).toBeDisabled()
    const updates = page.getByRole('region', { name: 'Updates' })
    await updates.getByRole('button', { name: 'Check for updates' }).click()
    await expect(updates).toContainText('Version 999.0.0 is offered')
    await updates.getByRole('button', { name: `Download ${name}` }).click()
    await expect(updates).toContainText(`updates/${name}`)
    await expect(updates).toContainText('Downloaded and verified against the signed feed')
    expect(await findings(page)).toEqual([])

    await openScreen(page, 'Measure content')
    const codes = Buffer.from('list,system,code\nhypertension,http://hl7.org/fhir/sid/icd-10-cm,I10\n')
    const importFiles = async (...chosen: readonly (readonly [string, Buffer | string])[]): Promise<void> => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Import files' }).click()
      const files = chosen.map(([file, bytes]) => ({ name: file, mimeType: 'text/csv', buffer: Buffer.from(bytes) }))
      await (await chooser).setFiles(files)
    }
    await importFiles(['own.csv', codes])
    await expect(page.getByText('does not allow the file “own.csv” without the signature')).toBeVisible()
    await importFiles(
      ['own.csv', codes],
      ['own.csv.sig', signDigest(digestOfFile(codes), readPublisherKey(privateKey), 0)]
    )
    const fingerprint = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${key}"}`).digest('hex')
    const groups = fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ')
    await expect(page.getByText(`Signed by Quality Network on 1970-01-01. Fingerprint ${groups}.`)).toBeVisible()
    await page.getByRole('tab', { name: 'Packs' }).click()
    const packs = page.getByRole('row', { name: /own/ })
    await expect(packs).not.toContainText('not used')
    await expect(packs).toContainText(`Signed by Quality Network ${groups.slice(0, 19)}`)
    expect(await findings(page)).toEqual([])

    await openScreen(page, 'Audit log')
    await expect(page.getByRole('row', { name: /Signature of a file checked/ })).toHaveCount(2)
    await page.getByRole('tab', { name: 'Network' }).click()
    const table = page.getByRole('table', { name: 'Outbound calls by host and purpose' })
    await expect(table.getByRole('row', { name: new RegExp(host) })).toContainText('Updates of Populus')
    await expect(page.getByRole('region', { name: 'What the log proves' })).toContainText(
      // The feed and its signature twice, and the package.
      '5 outbound calls to 1 host'
    )
    expect(await findings(page)).toEqual([])
    expect(problems).toEqual([])
  } finally {
    await opened.close()
    server.close()
  }
})
