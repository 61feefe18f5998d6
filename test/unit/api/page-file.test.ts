import { join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { pageFile } from '../../../src-main/api/page-file.ts'
import { fileHeaders } from '../../../src-main/api/response-headers.ts'

const root = join(import.meta.dirname, 'page')

describe('file of the page', () => {
  it('is found by the names the build gives', () => {
    expect(pageFile(root, '/')).toBe(join(root, 'index.html'))
    expect(pageFile(root, '/index.html')).toBe(join(root, 'index.html'))
    expect(pageFile(root, '/assets/store.worker-B-x_9.js')).toBe(join(root, 'assets', 'store.worker-B-x_9.js'))
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2E%2E%2Fsecret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets\\..\\..\\secret.txt',
    '/index.html\0.js',
    '/index.html%00',
    '//evil.test/x',
    '/C:/Windows/win.ini',
    '/c:secret',
    '/index.html::$DATA',
    '/.hidden',
    '/assets/.hidden',
    '/./index.html',
    '/assets/',
    '',
    'index.html',
    '/a b',
    '/ä'
  ])('does not reach %j', (path) => {
    expect(pageFile(root, path)).toBeUndefined()
  })

  it('is always inside the folder', () => {
    const part = fc.constantFrom('..', '.', '/', '\\', 'a', '%2e', '%2f', 'C:', '~', '\0', 'assets')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const file = pageFile(root, `/${parts.join('')}`)
        const inside = file === undefined ? 'x' : relative(root, file)
        expect(inside !== '' && inside.split(sep)[0] !== '..').toBe(true)
      })
    )
  })

  it('may be cached for ever only when its name carries a hash', () => {
    expect(fileHeaders('/assets/main-1.js')['cache-control']).toContain('immutable')
    expect(fileHeaders('/index.html')['cache-control']).toBe('no-store')
    expect(fileHeaders('/x.unknown')['content-type']).toBe('application/octet-stream')
  })
})
