import { describe, expect, it } from 'vitest'
import { isNetworkFolder, isOnNetwork } from '../../../src-main/storage/files/network-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('a folder on another computer', () => {
  it.each([
    ['NFS', 0x6969],
    ['CIFS', 0xff534d42],
    // A number of 32 bits may come with a sign.
    ['CIFS', 0xff534d42 | 0],
    ['SMB2', 0xfe534d42 | 0]
  ])('is told by %s on Linux', (_, fileSystem) => {
    expect(isNetworkFolder('/mnt/quality/populus', 'linux', fileSystem)).toBe(true)
    expect(isNetworkFolder('/mnt/quality/populus', 'darwin', fileSystem)).toBe(false)
  })

  it.each([
    ['ext4', 0xef53],
    ['XFS', 0x58465342],
    ['Btrfs', 0x9123683e],
    ['tmpfs', 0x01021994],
    ['overlay', 0x794c7630]
  ])('is not one of %s', (_, fileSystem) => {
    expect(isNetworkFolder('/home/quality/populus', 'linux', fileSystem)).toBe(false)
  })

  it.each([
    [String.raw`\\server\quality\populus`, true],
    [String.raw`\\?\UNC\server\quality`, true],
    [String.raw`\\?\C:\Users\quality`, false],
    [String.raw`\\.\C:\Users\quality`, false],
    [String.raw`C:\Users\quality`, false]
  ])('is told by its address on Windows: %s', (path, expected) => {
    expect(isNetworkFolder(path, 'win32', 0)).toBe(expected)
  })

  it.each([
    [String.raw`Z:\populus`, String.raw`\\server\quality\populus`, true],
    [String.raw`C:\populus`, String.raw`C:\populus`, false]
  ])('is told behind a drive letter of Windows: %s', async (path, resolved, expected) => {
    const asked: string[] = []
    const told = await isOnNetwork(path, {
      platform: 'win32',
      realpath: async (folder) => {
        asked.push(folder)
        return resolved
      },
      statfs: async () => ({ type: 0 })
    })
    expect([told, asked]).toEqual([expected, [path]])
  })

  it('is asked of the system', async () => {
    expect(await isOnNetwork(temporaryFolder())).toBe(false)
    await expect(isOnNetwork(`${temporaryFolder()}/nothing`)).rejects.toThrow('ENOENT')
  })
})
